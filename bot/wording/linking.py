"""One person on several networks, in words: the code, what became of it, and parting again."""

from collections.abc import Sequence

from bot.cards import Action, Button, Card
from bot.incoming import Network
from bot.linking import Linked
from bot.merging import Merged
from bot.model import Person, Standing, Task
from bot.wording.networks import label, labels
from bot.wording.tasks import claim_line
from bot.wording.words import LANGUAGES, Words, lines, paragraphs, quoted

Rows = tuple[tuple[Button, ...], ...]


def code(written: str, elsewhere: Sequence[Network], words: Words) -> Card:
    """What to write, and where. In fours it is read and copied without losing one's place.

    Discord knows a command by its name in the language of the client alone, which may be another than ours.
    """
    known = command(words)
    others = {command(Words(language, words.zone)) for language in LANGUAGES} - {known}
    body = paragraphs(
        words.say("{command} {code}", command=known, code=f"{written[:4]}-{written[4:]}"),
        words.say("If Discord has no such command for you, it is called {other}.", other=words.either(sorted(others)))
        if Network.DISCORD in elsewhere
        else None,
        words.say(
            "It is good for 15 minutes, and once. Keep it to yourself: whoever writes it becomes one person with you."
        ),
    )
    headline = words.say("Write this to me on {networks}:", networks=labels(elsewhere, words))
    return Card(headline, body, (_to_settings(words),))


def command(words: Words) -> str:
    """The command, as it is offered in that language."""
    return words.say("/link")


def page(here: Network, others: Sequence[Person], missing: Sequence[Network], words: Words, client: Words) -> Card:
    """What is linked.

    Args:
        missing: networks of the community where they have no account yet.
        client: in the language of their client, which names the command.
    """
    there = [one.address.network for one in others if one.address is not None]
    rows: list[tuple[Button, ...]] = []
    if missing:
        rows.append((Button(words.say("Get a code"), Action.of("link_code")),))
    rows += [(_unlink(one, Action.of("unlink_ask", one.account_id), words),) for one in others]
    if there:
        headline = words.say("You are one person on {networks}", networks=labels([here, *there], words))
        body = words.say("I write to you where you were last, and where I can reach you.")
    else:
        headline = words.say("Are you on {networks}, too?", networks=labels(missing, words))
        body = words.say(
            "Link your accounts, and you are one person: one place on a task, one list, one set of settings. "
            "If you have a code, write {command} and the code.",
            command=command(client),
        )
    return Card(headline, body, (*rows, _to_settings(words)))


def linked(outcome: Linked, words: Words) -> Card:
    """What became of what both had; nothing is lost without a word."""
    merged = outcome.merged
    body = paragraphs(
        *(_of_both(merged, words) if merged is not None else ()),
        words.say("Your settings are those you chose on {network}.", network=label(outcome.settings_of))
        if outcome.settings_of
        else None,
    )
    headline = words.say("You are one person on {networks}", networks=labels(outcome.networks, words))
    mine = Button(words.say("My tasks"), Action.of("mine"))
    return Card(headline, body, ((mine, Button(words.say("Settings"), Action.of("settings"))),))


def _of_both(merged: Merged, words: Words) -> tuple[str, ...]:
    return (
        lines(*(_doubled(one, words) for one in merged.doubled)),
        lines(*(_taken_off(one, words) for one in merged.taken_off)),
        lines(*(_overlap(*pair, words) for pair in merged.overlapping)),
    )


def _doubled(standing: Standing, words: Words) -> str | None:
    if standing.live is None or standing.slot is None:
        return None
    stands = claim_line(standing.task, standing.slot, standing.live, words)
    return words.say("You were on {title} twice. Now: {stands}.", title=quoted(standing.task.title), stands=stands)


def _taken_off(task: Task, words: Words) -> str:
    return words.say("You were taken off {title}, so your other place on it is given back.", title=quoted(task.title))


def _overlap(one: Task, other: Task, words: Words) -> str:
    return words.say(
        "{one} and {other} are at the same time. Give one of them back if you cannot do both.",
        one=quoted(one.title),
        other=quoted(other.title),
    )


def unlink_question(account: Person, here: Network, words: Words) -> Card:
    """What happens, before it happens."""
    there = label(account.address.network) if account.address is not None else ""
    body = words.say(
        "All you have taken on, and your settings, stay here on {here}. On {there} you begin anew, with nothing.",
        here=label(here),
        there=there,
    )
    no = Button(words.say("No, keep it"), Action.of("linking"))
    rows = ((_unlink(account, Action.of("unlink", account.account_id), words),), (no,))
    return Card(words.say("Shall I unlink {network}?", network=there), body, rows)


def unlinked(network: Network, words: Words) -> Card:
    return Card(
        words.say("{network} is unlinked", network=label(network)),
        words.say("There you are somebody new to me, with nothing taken on."),
        (_to_settings(words),),
    )


def _unlink(account: Person, action: Action, words: Words) -> Button:
    network = label(account.address.network) if account.address is not None else ""
    return Button(words.say("Unlink {network}", network=network), action)


def _to_settings(words: Words) -> tuple[Button, ...]:
    return (Button(words.say("Settings"), Action.of("settings")),)
