"""What Discord allows, each figure with where it is said. Nothing here was observed against the real Discord.

Sources: the documentation of 2026-08-06 (docs), the published OpenAPI of 2026-07-18 (spec), and what bot authors
report where Discord publishes nothing (unofficial).
"""

from datetime import timedelta

CONTENT = 2000  # docs, resources/message; the spec says 4000, which only some people have
EMBEDS = 10  # docs, resources/message
ROWS = 5  # docs, components/reference
BUTTONS_A_ROW = 5  # docs, components/reference
LABEL = 80  # docs, components/reference, Button
CUSTOM_ID = 100  # docs, components/reference: 1-100, unique in its message
OPTIONS_OF_SELECT = 25  # docs, components/reference
PLACEHOLDER = 150  # docs, components/reference, of every kind of select
MODAL_TITLE = 45  # docs, interactions/receiving-and-responding
MODAL_PARTS = 5  # docs, interactions/receiving-and-responding: 1-5
INPUT_VALUE = 4000  # docs, components/reference, Text Input
INPUT_LABEL = 45  # docs, components/reference, Label and Text Input
INPUT_HINT = 100  # docs, components/reference: placeholder, and a label's description
NONCE = 25  # docs, resources/message
MENTIONS = 100  # docs, resources/message, Allowed Mentions

COMMANDS = 100  # docs, interactions/application-commands: global ones
COMMAND_NAME = 32
COMMAND_DESCRIPTION = 100
COMMAND_OPTIONS = 25
COMMAND_CHARACTERS = 8000  # over names, descriptions and choices of one command
CHOICES = 25

THREAD_NAME = 100  # docs, resources/channel
EVENT_NAME = 100  # docs, resources/guild-scheduled-event
EVENT_PLACE = 100
EVENT_TEXT = 1000
EVENTS_OPEN = 100  # error 30038

ANSWER_WITHIN = timedelta(seconds=3)  # docs, interactions/receiving-and-responding: the first answer
TOKEN_LASTS = timedelta(minutes=15)  # the same page: follow-ups and edits
NONCE_LASTS = timedelta(minutes=5)  # docs say "in the past few minutes"
OLD_MESSAGE = timedelta(hours=1)  # docs, opcodes: error 30046

GLOBAL_CALLS = 50  # docs, topics/rate-limits: a second, per bot; interaction endpoints are outside it
OLD_EDITS, OLD_EDITS_SECONDS = 3, 6.0  # unofficial: discord-userdoccers, resources/message
GATEWAY_SENDS, GATEWAY_SECONDS = 120, 60.0  # docs, topics/gateway: else the socket is closed with 4008
HEARTBEAT_SECONDS = 41.25  # what the real gateway says in HELLO
UPLOAD = 10 * 1024 * 1024  # docs, reference, Uploading Files
