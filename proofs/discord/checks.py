"""What must hold on Discord: plain SQL beside what its people were shown. Gestures cannot be fetched again."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from proofs.checks import EXACT, STANDING, STATES, Tally, should_know
from proofs.discord.ledger import Act, answers_to, first_line, is_answered, plain, told, written_to
from proofs.discord.village import Village
from proofs.evidence import REMINDED_WITHIN, Card, Evidence
from proofs.ledger import Deed, Ledger, title_in
from sandbox import Call
from sandbox.discord import Message, Refused, TooMany, User

STORED_WITHIN = timedelta(seconds=3)
"""From the socket onto the disk; a machine under load takes part of that."""
FORGOTTEN_AFTER = timedelta(seconds=60)
"""Until then a limit of a route may be met: how much of it is used up was known to the process that was killed."""
_TOO_LATE = {10062, 10015, 50027}
_ANSWERED = 40060
_CALL = "<@"
"""How a line in a channel begins that calls somebody by name: their direct messages are closed."""
_LISTS = re.compile(r"Du har \d+ tjans|Kommende opgaver")


def at_rest(evidence: Evidence, village: Village) -> list[str]:
    """What must be so at any moment, also right after a kill."""
    wrong = [line for act in _newest(evidence, village) for line in _kept(act, evidence, village)]
    wrong += [f"stored twice: interaction {number}" for number, times in evidence.received.items() if times > 1]
    wrong += [f"heard and lost: {_named(act)}" for act in village.ledger.acts if _was_lost(act, evidence, village)]
    return [*wrong, *_once(evidence, village)]


def _newest(evidence: Evidence, village: Village) -> list[Act]:
    """For each person and task the last gesture on disk; any later one was lost, and changed nothing."""
    stored = (act for act in village.ledger.acts if act.deed is not None and act.done.id in evidence.inbox)
    return list({(act.user.id, act.title): act for act in stored}.values())


def _kept(act: Act, evidence: Evidence, village: Village) -> Iterator[str]:
    """Nothing told is lost: the claim is what its person was told last."""
    if act.deed is Deed.POST:
        if answers_to(act) and answers_to(act)[-1].startswith("Udgivet: ") and not evidence.titles[act.title]:
            yield f"told that {act.title} is published, and it is not there"
        return
    heard = told(act, village.sandbox, village.ledger)
    claim = evidence.claim(act.user.id, act.title)
    if heard is not None and (claim is None or claim.state not in STATES[heard]):
        yield f"{_named(act)}: was told {heard}, on disk: {claim}"


def _was_lost(act: Act, evidence: Evidence, village: Village) -> bool:
    """It reached the program, which lived on for long enough, and is not on disk."""
    if not act.listening or act.done.id in evidence.inbox:
        return False
    end = next((kill for kill in village.kills if kill >= act.done.at), village.sandbox.clock.now())
    return end - act.done.at > STORED_WITHIN


def _once(evidence: Evidence, village: Village) -> Iterator[str]:
    """Every gesture that was handled took effect once, and none more often."""
    ledger = village.ledger
    for title, acts in ledger.posts.items():
        handled = [act for act in acts if evidence.inbox.get(act.done.id) in ("done", "answered")]
        if evidence.titles[title] != bool(handled):
            yield f"{title}: published {evidence.titles[title]} times, {len(handled)} of its presses were handled"
    left = Counter((act.user.id, act.title) for act in ledger.acts if act.deed in (Deed.LEAVE, Deed.ANSWER))
    for (user, title), claims in evidence.claims.items():
        if len(claims) > 1 + left[user, title]:
            yield f"{user} has {len(claims)} claims on {title} after {left[user, title]} ways out"


def unsettled(evidence: Evidence, village: Village) -> list[str]:
    """What is still on its way: answers, notices, cards."""
    updates, owed = evidence.waiting()
    waiting = [f"{updates} interactions unanswered"] * bool(updates) + [f"{owed} notices owed"] * bool(owed)
    waiting += [f"unanswered: {_named(act)}" for act in unanswered(evidence, village)]
    return waiting + [f"card wrong: {card}" for card in wrong_cards(evidence, village)]


def unanswered(evidence: Evidence, village: Village) -> Iterator[Act]:
    """Gestures on disk that were neither answered nor told of in private. Others came to nothing, and said so."""
    for act in village.ledger.acts:
        if act.done.id not in evidence.inbox or is_answered(act):
            continue
        instead = evidence.told_instead.get(act.done.id)
        if instead in ("sent", "unreachable", "trouble") or _told_in_private(act, evidence, village):
            continue
        yield act


def _told_in_private(act: Act, evidence: Evidence, village: Village) -> bool:
    messages = written_to(village.sandbox, village.ledger, act.user, act.title)
    told = any((one.edited or one.at) > act.done.at for one in messages)
    return bool(act.title) and (told or evidence.could_not_confirm(act.user.id, act.title))


def wrong_cards(evidence: Evidence, village: Village) -> list[Card]:
    return [card for card in evidence.cards if not _is_right(card, village)]


def _is_right(card: Card, village: Village) -> bool:
    message = village.sandbox.world.channels[card.chat_id].messages.get(card.message_id or 0)
    if message is None:
        return False
    lines = plain(message.text).split("\n")
    return lines[0] == card.title and all(line in lines for line in card.lines)


def stray_cards(evidence: Evidence, village: Village) -> int:
    """Cards that the program does not know of."""
    known = {(card.chat_id, card.message_id) for card in evidence.cards}
    channels = [*village.channels, village.yard]
    shown = [(channel.id, one.id) for channel in channels for one in _cards(village.sandbox.messages(channel))]
    return len(set(shown) - known)


def _cards(messages: list[Message]) -> list[Message]:
    return [message for message in messages if title_in(message.text) and not message.text.startswith(_CALL)]


def owed_and_not_told(evidence: Evidence, village: Village, news: Ledger, now: datetime) -> Iterator[str]:
    """What people should have been written by now, worked out from the claims; `news`: of those who coordinate."""
    people = {user.id: user for user in village.people}
    reached = {who for who, reach in evidence.reach.items() if reach == "yes"} & people.keys()
    for who, title in evidence.claims:
        claim = evidence.claim(who, title)
        if claim is None or who not in reached or (who, title) in evidence.refused:
            continue
        if _called(village, people[who], title):
            continue
        said = [plain(one.text) for one in _written(village, people[who], title)]
        for what in should_know(claim, title, evidence, news):
            if not any(what in text for text in said):
                yield f"{people[who].name} was never told {what!r} about {title}"
    for who, title, moment in evidence.reminders_due:
        if moment > now.timestamp() - REMINDED_WITHIN or who not in reached or (who, title) in evidence.refused:
            continue
        if not _called(village, people[who], title) and not _count(
            _written(village, people[who], title), EXACT["reminder"]
        ):
            yield f"{people[who].name} was never reminded of {title}"


def said_and_not_sent(evidence: Evidence, village: Village) -> Iterator[str]:
    """What the program has on record as sent has arrived."""
    for (user, title), tally in _tallies(evidence, village).items():
        for kind, (arrived, recorded, _) in tally.items():
            if arrived + _called(village, user, title) < recorded:
                yield f"{user.name}, {title}: {recorded} × {kind} recorded as sent, {arrived} arrived"


def doubles(village: Village) -> list[str]:
    """Messages that stand twice in one channel: Discord knows each by its nonce, if it is told to look."""
    channels = village.sandbox.world.channels.values()
    shown = Counter((channel.id, one.nonce) for channel in channels for one in channel.messages.values() if one.nonce)
    return [
        f"{times} messages in {channel} with the nonce {nonce}"
        for (channel, nonce), times in shown.items()
        if times > 1
    ]


def repeats(evidence: Evidence, village: Village) -> int:
    """How many messages to people arrived once more than they were owed."""
    tallies = _tallies(evidence, village).values()
    return sum(max(0, arrived - recorded) for tally in tallies for arrived, recorded, _ in tally.values())


def _tallies(evidence: Evidence, village: Village) -> dict[tuple[User, str], Tally]:
    people = {user.id: user for user in village.people}
    pairs = {(who, title) for who, title, *_ in evidence.notices if who in people and title}
    recorded = Counter((who, title, kind) for who, title, kind, state in evidence.notices if state == "sent")
    return {
        (people[who], title): _tally(
            _written(village, people[who], title), {kind: recorded[who, title, kind] for kind in (*EXACT, *STANDING)}
        )
        for who, title in pairs
    }


def _tally(messages: list[Message], recorded: dict[str, int]) -> Tally:
    tally = {kind: (_count(messages, beginning), recorded[kind], 0) for kind, beginning in EXACT.items()}
    standing = [one for one in messages if not first_line(one).startswith(tuple(EXACT.values()))]
    return tally | {"standing": (len(standing), sum(recorded[kind] for kind in STANDING), 0)}


def strange_refusals(village: Village) -> Iterator[str]:
    """Calls that the server refused and that no kill explains."""
    for call in village.sandbox.refusals:
        if not _is_excused(call, village):
            yield str(call)


def _is_excused(call: Call, village: Village) -> bool:
    """It came too late; or the program could not know what had taken effect before a kill or a lost answer."""
    refused, sandbox = call.refused, village.sandbox
    at = sandbox.clock.now() - timedelta(seconds=sandbox.world.timer() - call.at)
    if isinstance(refused, TooMany):
        return any(timedelta() < at - kill < FORGOTTEN_AFTER for kill in village.kills) or _is_made_again(
            call, village
        )
    if not isinstance(refused, Refused) or refused.code != _ANSWERED:
        return isinstance(refused, Refused) and refused.code in _TOO_LATE
    done = sandbox.world.interactions[int(call.params["interaction"])]
    return any(done.at <= kill <= at for kill in village.kills) or _went_unheard(call, village)


def _is_made_again(call: Call, village: Village) -> bool:
    """discord.py itself makes a call again that failed, and a failure does not tell it what is left of a limit."""
    calls = (one for one in village.sandbox.calls if one.scripted and one.method == call.method)
    return any(0 <= call.at - one.at < FORGOTTEN_AFTER.total_seconds() for one in calls)


def _went_unheard(call: Call, village: Village) -> bool:
    """An earlier answer to the same interaction took effect, and the program was not told."""
    interaction = call.params["interaction"]
    scripted = (one for one in village.sandbox.calls if one.scripted and one.at <= call.at)
    return any(one.params.get("interaction") == interaction for one in scripted)


def _written(village: Village, user: User, title: str) -> list[Message]:
    """What was written to them about the task, and not a list they had asked for and were sent too late."""
    messages = written_to(village.sandbox, village.ledger, user, title)
    return [message for message in messages if not _LISTS.match(first_line(message))]


def _called(village: Village, user: User, title: str) -> int:
    """How often they were told of the task aloud, because no message reached them."""
    channels = (*village.channels, village.yard)
    said = (plain(one.text) for channel in channels for one in village.sandbox.messages(channel))
    return sum(text.startswith(f"{_CALL}{user.id}>") and title_in(text) == title for text in said)


def _count(messages: list[Message], beginning: str) -> int:
    return sum(first_line(message).startswith(beginning) for message in messages)


def _named(act: Act) -> str:
    return f"{act.user.name}, {act.deed or 'a question'} on {act.title or 'nothing'} (interaction {act.done.id})"
