"""Forms: a draft is begun, filled, published or discarded. Every step is a row, so nothing typed is lost."""

from dataclasses import replace
from datetime import datetime

from bot.model import DONE, Channel, Draft, Organisation, Person, Task
from bot.proposals import Proposal, of_task
from bot.refusals import AlreadyDone, NoChannel, NoSuchDraft, NotCoordinator
from bot.store import Tx

POST = "post"
EDIT = "edit"
MESSAGE = "message"
ADD = "add"

MOST_OFFERED = 3


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
    return tx.drafts.add(person.id, POST, step, _fields(proposal), now)


async def unfinished_posts(tx: Tx, person: Person) -> list[Draft]:
    """New tasks the person began and neither published nor discarded, the latest first; empty ones are dropped."""
    for draft in await tx.drafts.unfinished(person.id, POST, MOST_OFFERED):
        if not _says_something(draft):
            tx.drafts.drop(draft.id)
    return await resting_posts(tx, person)


async def resting_posts(tx: Tx, person: Person) -> list[Draft]:
    """Those of them in which something stands."""
    return [one for one in await tx.drafts.unfinished(person.id, POST, MOST_OFFERED) if _says_something(one)]


def _says_something(draft: Draft) -> bool:
    return bool(draft.fields.keys() - {"organisation_id"})


def begin_edit(tx: Tx, person: Person, task: Task, step: str, now: datetime) -> Draft:
    """A form filled with the task as it stands; an older edit of it by the same person is given up."""
    tx.drafts.drop_those_about(person.id, EDIT, task.id)
    proposal = of_task(task)
    proposal = proposal.model_copy(update={"base": proposal})
    return tx.drafts.add(person.id, EDIT, step, _fields(proposal), now, task.id)


async def open_draft(tx: Tx, person: Person, draft_id: int) -> Draft:
    """The person's own draft.

    Raises:
        AlreadyDone: published, saved or sent already.
        NoSuchDraft: discarded already, or somebody else's.
    """
    draft = await tx.drafts.get(draft_id, person.id)
    if draft is None:
        raise NoSuchDraft
    if draft.step != DONE:
        return draft
    task = await tx.tasks.get(draft.task_id or 0)
    if task is None:
        raise NoSuchDraft
    raise AlreadyDone(task)


def fill(tx: Tx, draft: Draft, proposal: Proposal, step: str, now: datetime) -> Draft:
    """Write what has been said, and what is asked next."""
    filled = replace(draft, fields=_fields(proposal), step=step)
    tx.drafts.save(filled, now)
    return filled


def _fields(proposal: Proposal) -> dict[str, object]:
    return proposal.model_dump(mode="json", exclude_defaults=True)


async def channels_for(tx: Tx, proposal: Proposal) -> list[Channel]:
    """Where the proposal will be shown: what was chosen, of what the organisation may post to."""
    allowed = await tx.channels.of_organisation(proposal.organisation_id)
    if proposal.channels is None:
        return allowed
    return [channel for channel in allowed if channel.id in proposal.channels]
