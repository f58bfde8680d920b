"""What must hold, checked by code of its own: plain SQL beside what the people of the sandbox were told."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from proofs.evidence import REMINDED_WITHIN, Card, Claim, Evidence
from proofs.ledger import Act, Deed, Ledger, Told, count, first_line, told, written_to
from proofs.town import Town
from sandbox import Call, Message, Person, Press

STATES = {
    Told.IN: {"held"},
    Told.WAITING: {"waiting", "offered"},
    Told.OFFERED: {"offered"},
    Told.OUT: {"released"},
}
EXACT = {"message": "Besked om: ", "changed": "Der er en ændring: ", "reminder": "Husk: "}
"""Kinds of news that nothing but a notice tells, and how they begin."""
STANDING = ("claimed", "offer", "answer", "cancelled")
"""Kinds that tell where somebody stands; an answer in private tells it, too."""


def at_rest(evidence: Evidence, town: Town) -> list[str]:
    """What must be so at any moment, also right after a kill."""
    wrong = [f"sold twice: {title}" for (title,) in evidence.oversold]
    wrong += [f"two live claims: {pair}" for pair in evidence.doubly_live]
    wrong += _acknowledged(evidence, town)
    wrong += [line for act in town.ledger.newest.values() for line in _kept(act, evidence, town)]
    wrong += _once(evidence, town)
    return wrong


def _acknowledged(evidence: Evidence, town: Town) -> list[str]:
    """Every update that the network may forget is stored, once."""
    updates = town.sandbox.world.updates
    numbers = range(min(evidence.inbox, default=updates.newest + 1), updates.newest + 1)
    lost = set(numbers) - updates.unconfirmed() - evidence.inbox.keys()
    doubled = [number for number, times in evidence.received.items() if times > 1]
    return [f"acknowledged and lost: update {number}" for number in sorted(lost)] + [
        f"stored twice: update {number}" for number in doubled
    ]


def _kept(act: Act, evidence: Evidence, town: Town) -> Iterator[str]:
    """Nothing told is lost: the claim is what its person was told last."""
    heard = told(act, town.sandbox)
    if heard is None or (act.deed is Deed.TAKE and act.press is None):
        return
    claim = evidence.claim(act.person.id, act.title)
    if claim is None or claim.state not in STATES[heard]:
        yield f"{act.person.first_name} was told {heard} on {act.title} (update {act.update}), on disk: {claim}"


def _once(evidence: Evidence, town: Town) -> Iterator[str]:
    """Every update that was handled took effect once, and no update more often."""
    ledger = town.ledger
    effects = [(title, presses, evidence.titles[title]) for title, presses in ledger.posts.items()]
    effects += [(text, presses, evidence.texts[text]) for text, (_, presses) in ledger.broadcasts.items()]
    for what, presses, times in effects:
        handled = [press for press in presses if evidence.inbox.get(press.update or 0) in ("done", "answered")]
        if times > bool(handled) or (not times and any(not _refused(press) for press in handled)):
            yield f"{what}: took effect {times} times, {len(handled)} of its updates were handled"
    left = Counter((act.person.id, act.title) for act in ledger.acts if act.deed in (Deed.LEAVE, Deed.ANSWER))
    for (person, title), claims in evidence.claims.items():
        if len(claims) > 1 + left[person, title]:
            yield f"{person} has {len(claims)} claims on {title} after {left[person, title]} ways out"


def _refused(press: Press) -> bool:
    """Whether it was answered with words, which say why not; a press that was cut off may have been."""
    return press.answered is None or bool(press.answered.text)


def unsettled(evidence: Evidence, town: Town) -> list[str]:
    """What is still on its way: answers, notices, cards."""
    updates, owed = evidence.waiting()
    unconfirmed = town.sandbox.world.updates.unconfirmed()
    waiting = [f"{updates} updates unanswered"] * bool(updates) + [f"{owed} notices owed"] * bool(owed)
    waiting += [f"{len(unconfirmed)} updates not fetched"] * bool(unconfirmed)
    waiting += [f"press {press.id} ({press.update}) unanswered" for press in unanswered(evidence, town)]
    return waiting + [f"card wrong: {card}" for card in wrong_cards(evidence, town)]


def unanswered(evidence: Evidence, town: Town) -> Iterator[Press]:
    """Presses that were neither answered nor told of by a notice; who cannot be written to is shown as such."""
    for press in town.ledger.presses:
        instead = evidence.told_instead.get(press.update or 0)
        if press.answered is not None or instead in ("sent", "unreachable", "trouble"):
            continue
        if not _told_in_private(press, evidence, town):
            yield press


def _told_in_private(press: Press, evidence: Evidence, town: Town) -> bool:
    """By what the screen became; or by the message to whoever holds a place, which is owed in any case."""
    title = town.ledger.about.get(press.id, "")
    told = any((one.edited or one.date) > press.at for one in written_to(town.sandbox, press.person, title))
    if press.id in town.ledger.in_private:
        return told
    return bool(title) and (told or evidence.could_not_confirm(press.person.id, title))


def wrong_cards(evidence: Evidence, town: Town) -> list[Card]:
    return [card for card in evidence.cards if not _is_right(card, town)]


def _is_right(card: Card, town: Town) -> bool:
    message = town.sandbox.world.chats[card.chat_id].messages.get(card.message_id or 0)
    if message is None:
        return False
    lines = message.text.split("\n")
    return lines[0] == card.title and all(line in lines for line in card.lines)


def stray_cards(evidence: Evidence, town: Town) -> int:
    """Cards in channels that the program does not know of: sent, and the process killed before it noted which."""
    known = {(card.chat_id, card.message_id) for card in evidence.cards}
    return sum(
        message.by_bot and (channel.id, message.id) not in known
        for channel in town.channels
        for message in town.sandbox.messages(channel)
    )


def owed_and_not_told(evidence: Evidence, town: Town, now: datetime) -> Iterator[str]:
    """What people should have heard by now, worked out from the claims; whoever can be written to has heard it."""
    people = _people(town)
    for (person_id, title), _ in evidence.claims.items():
        claim = evidence.claim(person_id, title)
        if claim is not None and evidence.reach.get(person_id) == "yes" and person_id in people:
            if (person_id, title) in evidence.refused:
                continue  # shown to the coordinator
            for what in should_know(claim, title, evidence, town.ledger):
                if not any(what in message.text for message in written_to(town.sandbox, people[person_id], title)):
                    yield f"{people[person_id].first_name} was never told {what!r} about {title}"
    for person_id, title, moment in evidence.reminders_due:
        if (
            moment > now.timestamp() - REMINDED_WITHIN
            or evidence.reach.get(person_id) != "yes"
            or person_id not in people
        ):
            continue
        if (person_id, title) in evidence.refused:
            continue
        if not count(written_to(town.sandbox, people[person_id], title), EXACT["reminder"]):
            yield f"{people[person_id].first_name} was never reminded of {title}"


def should_know(claim: Claim, title: str, evidence: Evidence, ledger: Ledger) -> Iterator[str]:
    """What whoever has this claim must have been told; `ledger`: of those who coordinate."""
    if claim.state == "offered":
        yield "Der er blevet plads til dig"
    if claim.state != "held":
        return
    yield "Du er med"
    for text, (about, _) in ledger.broadcasts.items():
        if about == title and text in evidence.texts and evidence.sent_at[text] > claim.changed_at:
            yield text
    for place, (about, presses) in ledger.places.items():
        if about == title and evidence.places[title] == place and presses[0].at.timestamp() - 1 > claim.changed_at:
            yield f"Nyt sted: {place}"


def said_and_not_sent(evidence: Evidence, town: Town) -> Iterator[str]:
    """What the program has on record as sent has arrived."""
    for (person, title), tally in _tallies(evidence, town).items():
        for kind, (arrived, recorded, _) in tally.items():
            if arrived < recorded:
                yield f"{person.first_name}, {title}: {recorded} × {kind} recorded as sent, {arrived} arrived"


def repeats(evidence: Evidence, town: Town) -> int:
    """How many messages to people arrived once more than they were owed."""
    tallies = _tallies(evidence, town).values()
    return sum(max(0, arrived - recorded - more) for tally in tallies for arrived, recorded, more in tally.values())


Tally = dict[str, tuple[int, int, int]]
"""By kind: how many arrived, how many are recorded as sent, how many may have been answers."""


def _tallies(evidence: Evidence, town: Town) -> dict[tuple[Person, str], Tally]:
    people = _people(town)
    pairs = {(who, title) for who, title, *_ in evidence.notices if who in people and title}
    recorded = Counter((who, title, kind) for who, title, kind, state in evidence.notices if state == "sent")
    replies = Counter(
        (act.person.id, act.title) for act in town.ledger.acts if act.deed in (Deed.FOLLOW, Deed.ANSWER)
    )
    return {
        (people[who], title): _tally(
            written_to(town.sandbox, people[who], title),
            {kind: recorded[who, title, kind] for kind in (*EXACT, *STANDING)},
            replies[who, title],
        )
        for who, title in pairs
    }


def _tally(messages: list[Message], recorded: dict[str, int], replies: int) -> Tally:
    tally = {kind: (count(messages, beginning), recorded[kind], 0) for kind, beginning in EXACT.items()}
    standing = [one for one in messages if not first_line(one).startswith(tuple(EXACT.values()))]
    return tally | {"standing": (len(standing), sum(recorded[kind] for kind in STANDING), replies)}


def _people(town: Town) -> dict[int, Person]:
    """The volunteers; coordinators also get answers about tasks, which are no notices."""
    leading = {coordinator.id for coordinator in town.coordinators}
    return {person.id: person for person in town.sandbox.world.people.values() if person.id not in leading}


def strange_refusals(town: Town) -> Iterator[str]:
    """Calls that the server refused and that no kill explains. Showing what is shown already is no mistake."""
    for call in town.sandbox.refusals:
        said = str(call.refused)
        if "message is not modified" in said or (call.refused and call.refused.code == 409):
            continue
        if not ("query is too old" in said and _is_excused(call, town)):
            yield str(call)


def answered_again(town: Town) -> int:
    """Presses whose answer was given, and once more by the next process, which could not know; nobody sees that."""
    return sum("query is too old" in str(call.refused) and _is_excused(call, town) for call in town.sandbox.refusals)


def _is_excused(call: Call, town: Town) -> bool:
    """Nobody had answered that press: it was too old; or whoever had could not know, killed or cut off meanwhile."""
    press_id = str(call.params.get("callback_query_id"))
    press = town.sandbox.world.presses.get(press_id)
    if press is None or press.answered is None:
        return press is not None
    first = next(one for one in town.sandbox.calls if one.params.get("callback_query_id") == press_id and one.done)
    return first.scripted or any(first.at < start <= call.at for start in town.starts)
