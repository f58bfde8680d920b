"""Forms: a draft is begun, filled, published or discarded. Every step is a row, so nothing typed is lost."""

from dataclasses import replace
from datetime import datetime

from bot.model import Channel, Draft, Organisation, Person
from bot.proposals import Proposal
from bot.refusals import NoChannel, NoSuchDraft, NotCoordinator
from bot.store import Tx

POST = "post"
EDIT = "edit"


def proposal_of(draft: Draft) -> Proposal:
    return Proposal.model_validate(draft.fields)


async def steered_by(tx: Tx, person: Person) -> list[Organisation]:
    """The organisations a person may post for: an admin all of them, a coordinator their own."""
    own = await tx.organisations.of_person(person.id)
    if not person.admin:
        return own
    known = {organisation.id for organisation in own}
    return own + [one for one in await tx.organisations.all() if one.id not in known]


async def begin_post(tx: Tx, person: Person, proposal: Proposal, step: str, now: datetime) -> Draft:
    """A new draft of a task, for the person's first organisation unless the proposal names one.

    Raises:
        NotCoordinator: the person may post for nobody.
        NoChannel: an admin, but no organisation exists yet: none of the channels is connected.
    """
    organisations = await steered_by(tx, person)
    if not organisations:
        raise NoChannel if person.admin else NotCoordinator
    if not proposal.organisation_id:
        proposal = proposal.model_copy(update={"organisation_id": organisations[0].id})
    return tx.drafts.add(person.id, POST, step, proposal.model_dump(mode="json", exclude_defaults=True), now)


async def open_draft(tx: Tx, person: Person, draft_id: int) -> Draft:
    """The person's own draft.

    Raises:
        NoSuchDraft: published or discarded already, or somebody else's.
    """
    draft = await tx.drafts.get(draft_id, person.id)
    if draft is None:
        raise NoSuchDraft
    return draft


def fill(tx: Tx, draft: Draft, proposal: Proposal, step: str, now: datetime) -> Draft:
    """Write what has been said, and what is asked next."""
    filled = replace(draft, fields=proposal.model_dump(mode="json", exclude_defaults=True), step=step)
    tx.drafts.save(filled, now)
    return filled


async def channels_for(tx: Tx, proposal: Proposal) -> list[Channel]:
    """Where the proposal will be shown: what was chosen, of what the organisation may post to."""
    allowed = await tx.channels.of_organisation(proposal.organisation_id)
    if proposal.channels is None:
        return allowed
    return [channel for channel in allowed if channel.id in proposal.channels]
