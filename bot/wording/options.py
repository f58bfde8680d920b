"""What lies behind "Mere" in the form of a task, and the choice between an old form and a new one."""

from collections.abc import Sequence

from bot.cards import Action, Button, Card
from bot.model import Channel, Draft, Organisation
from bot.proposals import MORE, Field, Proposal
from bot.wording import forms
from bot.wording.words import Words, quoted


def more(draft_id: int, proposal: Proposal, words: Words, *, channels: bool, organisations: bool) -> Card:
    """The optional fields, a time of its own for each role, and, for a new task, where and for whom it is shown."""
    written = [forms.field_button(draft_id, field, words) for field in MORE if field is not Field.ONLY_CHANNEL]
    rows = [tuple(written[at : at + 2]) for at in range(0, len(written), 2)]
    rows += [(button,) for button in _times(draft_id, proposal, words)]
    rows.append((_only_channel(draft_id, proposal, words),))
    choices = [(Field.CHANNELS, channels), (Field.ORGANISATION, organisations)]
    rows.append(tuple(forms.field_button(draft_id, field, words) for field, there in choices if there))
    rows.append((Button(words.say("Back"), Action.of("preview", draft_id)),))
    return Card(
        words.say("Details"), words.say("You do not have to fill in any of these."), tuple(row for row in rows if row)
    )


def _times(draft_id: int, proposal: Proposal, words: Words) -> list[Button]:
    if len(proposal.roles) < 2:
        return []
    return [
        Button(words.say("Time for {role}", role=role.name), Action.of("field", draft_id, f"time-{at}"))
        for at, role in enumerate(proposal.roles)
    ]


def _only_channel(draft_id: int, proposal: Proposal, words: Words) -> Button:
    """The state in words; a press turns it over."""
    if proposal.only_channel:
        return Button(words.say("Only this channel: yes"), Action.of("only_channel", draft_id))
    return Button(words.say("Only this channel: no"), Action.of("only_channel", draft_id))


def channels(draft_id: int, allowed: Sequence[Channel], chosen: Sequence[Channel], words: Words) -> Card:
    """Which of the organisation's channels show it; a press turns one over."""
    shown = {channel.id for channel in chosen}
    rows = [
        (
            Button(
                words.say("Shown: {channel}", channel=channel.title[:40])
                if channel.id in shown
                else words.say("Not shown: {channel}", channel=channel.title[:40]),
                Action.of("in_channel", draft_id, channel.id),
            ),
        )
        for channel in allowed[:20]
    ]
    rows.append((Button(words.say("Back"), Action.of("preview", draft_id)),))
    return Card(words.say("Where should it be shown?"), words.say("Press a channel to change it."), tuple(rows))


def organisations(draft_id: int, steered: Sequence[Organisation], words: Words) -> Card:
    rows = [(Button(one.name[:60], Action.of("for_org", draft_id, one.id)),) for one in steered[:20]]
    rows.append((Button(words.say("Back"), Action.of("preview", draft_id)),))
    return Card(words.say("Which organisation is the task for?"), "", tuple(rows))


def _go_on(proposal: Proposal, words: Words) -> str:
    """Which of the old forms it is: its title, or else whatever else tells it apart."""
    if proposal.title:
        return words.say("Continue: {title}", title=quoted(proposal.title))
    if proposal.starts_at:
        return words.say("Continue: no title yet, {when}", when=words.short(proposal.starts_at))
    if proposal.place:
        return words.say("Continue: no title yet, {place}", place=quoted(proposal.place))
    return words.say("Continue: no title yet")


def unfinished(drafts: Sequence[tuple[Draft, Proposal]], words: Words) -> Card:
    """A task was begun before: go on with it, or begin another. Nothing is lost by either."""
    rows = [(Button(_go_on(proposal, words), Action.of("resume", draft.id)),) for draft, proposal in drafts]
    rows.append((Button(words.say("New"), Action.of("post", "new")),))
    return Card(words.say("Do you want to go on with a task you have begun?"), "", tuple(rows))
