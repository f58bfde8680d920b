"""Every button leads somewhere, everything that is somewhere can be reached, and all of it fits."""

import ast
from collections.abc import Iterator

import pytest

from bot.cards import MAX_ACTION_BYTES
from bot.model import Organisation, Task
from bot.proposals import Field
from bot.wording import listing
from bot.wording.tasks import link_payload
from handlers.ask import Community
from handlers.general import TASK_LINK
from handlers.networks.telegram.offered import menus
from handlers.offering import group_commands, private_commands
from handlers.tables import ACTIONS, COMMANDS, GROUP_COMMANDS, SCREENS, STARTS
from tests.house.source import ROOT, Source, actions, calls, literal, sources
from tests.people import NOW, ZONE

COMMUNITY = Community(zone=ZONE, language="da", name="Frivillige i Lyngby", links_to=lambda payload: {})
NO_BUTTON = {
    "home": "what is shown again where an answer had no page of its own",
    "draft": "the form as it stands: shown again where its answer was cut off",
    "connect_ask": "the question is asked by a notice, and shown again where its answer was cut off",
}
NOT_IN_A_MENU = {"start": "Telegram shows its own button for it"}
LARGEST = 2**52 - 1
"""Ids, and moments in seconds, are below it (Action.number)."""


def test_a_verb_means_one_thing() -> None:
    assert ACTIONS.keys() & SCREENS.keys() == set()


def every_action() -> Iterator[tuple[Source, ast.Call]]:
    for source in sources("bot", "handlers"):
        yield from ((source, action) for action in actions(source.tree))


def test_every_action_is_answered() -> None:
    unknown = [
        f"{source.at(action)}: {verb}"
        for source, action in every_action()
        if (verb := literal(action.args[0])) is not None and verb not in ACTIONS.keys() | SCREENS.keys()
    ]
    assert unknown == []


def on_buttons() -> set[str]:
    """Verbs of buttons: an action that is made where cards are made, or handed to what makes a button."""
    wording = [source for source in sources("bot") if source.name.startswith("bot.wording")]
    found = {literal(action.args[0]) or "" for source in wording for action in actions(source.tree)}
    found |= {text for source in wording for call in calls(source.tree, "_turn") for text in _literals(call)}
    for source in sources("handlers"):
        for button in calls(source.tree, "Button"):
            found |= {literal(action.args[0]) or "" for action in actions(button)}
    return found


def _literals(call: ast.Call) -> set[str]:
    return {text for text in map(literal, call.args) if text is not None}


def test_every_verb_stands_on_a_button() -> None:
    assert (ACTIONS.keys() | SCREENS.keys()) - on_buttons() == NO_BUTTON.keys()


def longest(node: ast.expr) -> str:
    """The longest this argument can get: a literal, or else an id (a word is no longer than one)."""
    if isinstance(node, ast.Starred):  # a pair: from and to
        return f"{LARGEST}:{LARGEST}"
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(literal(part) or str(LARGEST) for part in node.values)
    return str(LARGEST)


def test_every_action_fits_with_the_largest_ids() -> None:
    for source, action in every_action():
        packed = ":".join(longest(one) for one in action.args)
        assert packed.isascii(), source.at(action)
        assert len(packed) <= MAX_ACTION_BYTES, f"{source.at(action)}: {packed}"


def test_no_word_in_an_action_is_longer_than_an_id() -> None:
    words = {*Field, *listing.FILTERS, *ACTIONS, *SCREENS}
    assert max(map(len, words)) <= len(str(LARGEST))
    assert all(word.isascii() and ":" not in word for word in words)


def test_every_link_is_answered() -> None:
    """A start payload begins with one of the letters of STARTS, and fits Telegram's 64 characters."""
    found = set()
    for source in sources("bot", "handlers"):
        for call in calls(source.tree, "Button", "Reply", "link_here", "in_private"):
            given = [keyword.value for keyword in call.keywords if keyword.arg == "opens"]
            given += call.args[1:2] if getattr(call.func, "attr", "") in ("link_here", "in_private") else []
            for one in given:
                text = longest(one) if isinstance(one, ast.JoinedStr | ast.Constant) else ""
                assert len(text) <= 64
                found.add(text[:1])
    assert found - {""} <= STARTS.keys()
    assert found - {""} >= {"g", "c"}  # the others are made in one place: a task's, and an invitation's whole link


@pytest.mark.parametrize("hidden", [False, True])
def test_the_link_of_a_task_is_read_again(hidden: bool) -> None:
    task = Task(
        id=LARGEST,
        organisation=Organisation(id=1, name="Suppegryden"),
        posted_by=None,
        poster_name="",
        title="Lav suppe",
        benefit="gæster",
        place="Sognegården",
        starts_at=NOW,
        ends_at=NOW,
        be_there_at=NOW,
        afbud_by=NOW,
        state_at=NOW,
        only_channel=hidden,
        key="0123456789ab",
    )
    payload = link_payload(task)
    found = TASK_LINK.fullmatch(payload)
    assert found
    assert (found[1], found[2]) == (str(LARGEST), "0123456789ab" if hidden else None)


# Commands


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in (*COMMANDS, *GROUP_COMMANDS) if f"`/{name}`" not in readme] == []


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_command_is_in_the_menu_once_under_one_of_its_names(language: str) -> None:
    words = COMMUNITY.words(language)
    for table, shown in ((COMMANDS, private_commands(words)), (GROUP_COMMANDS, group_commands(words))):
        names = [command.name for command in shown]
        answered = [table[name] for name in names]
        assert len(set(answered)) == len(answered)
        wanted = {handler for name, handler in table.items() if name not in NOT_IN_A_MENU}
        assert set(answered) == wanted


def test_an_alias_is_the_same_function() -> None:
    aliases = {
        "find": "opgaver",
        "post": "opret",
        "manage": "styr",
        "settings": "indstillinger",
        "help": "hjaelp",
        "link": "forbind",
        "privacy": "data",
    }
    assert all(COMMANDS[name] is COMMANDS[alias] for name, alias in aliases.items())
    assert GROUP_COMMANDS["connect"] is GROUP_COMMANDS["tilslut"]
    assert COMMANDS.keys() == {*aliases, *aliases.values(), "start", "mine"}


def test_the_menus_fit_telegram() -> None:
    shown = menus(COMMUNITY)
    for menu in shown.menus:
        for command in menu.commands:
            assert 1 <= len(command.name) <= 32
            assert 1 <= len(command.description) <= 256
    for profile in shown.profiles:
        assert len(profile.description) <= 512
        assert len(profile.short_description) <= 120
    assert len({(menu.scope, menu.language) for menu in shown.menus}) == len(shown.menus)
