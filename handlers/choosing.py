"""The choices behind "Mere" that are pressed, not written: where a task is shown, and for whom it is."""

from bot import drafting
from bot.cards import Reply
from bot.drafting import proposal_of
from bot.proposals import Field
from bot.refusals import NotCoordinator
from bot.store import Tx
from handlers import forms
from handlers.ask import Ask
from handlers.posting import open_form


async def only_channel(ask: Ask, tx: Tx) -> Reply:
    """Only this channel: yes or no."""
    draft = await open_form(ask, tx)
    proposal = proposal_of(draft)
    turned = proposal.model_copy(update={"only_channel": not proposal.only_channel})
    return await forms.show(ask, tx, drafting.fill(tx, draft, turned, forms.MERE, ask.now))


async def in_channel(ask: Ask, tx: Tx) -> Reply:
    """Show it in a channel of the organisation, or not; a channel of somebody else changes nothing."""
    draft = await open_form(ask, tx)
    proposal, channel_id = proposal_of(draft), ask.action.number(1)
    allowed = {channel.id for channel in await tx.channels.of_organisation(proposal.organisation_id)}
    chosen = {channel.id for channel in await drafting.channels_for(tx, proposal)}
    turned = tuple(sorted(chosen ^ ({channel_id} & allowed)))
    changed = proposal.model_copy(update={"channels": turned})
    return await forms.show(ask, tx, drafting.fill(tx, draft, changed, Field.CHANNELS.value, ask.now))


async def for_organisation(ask: Ask, tx: Tx) -> Reply:
    """The organisation behind the task, one that the person steers; its channels are chosen anew."""
    draft = await open_form(ask, tx)
    organisation_id = ask.action.number(1)
    if organisation_id not in {one.id for one in await drafting.steered_by(tx, ask.person)}:
        raise NotCoordinator
    changed = proposal_of(draft).model_copy(update={"organisation_id": organisation_id, "channels": None})
    return await forms.show(ask, tx, drafting.fill(tx, draft, changed, forms.next_step(changed), ask.now))
