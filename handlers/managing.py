"""/manage: a coordinator's tasks, one task, and what is done to it."""

from bot import connecting, managing, posting
from bot.cards import Action, Card, Reply
from bot.store import Tx
from bot.wording import managing as wording
from handlers.ask import Ask, shows


async def manage(ask: Ask, tx: Tx) -> Reply:
    """`/manage`, or `/manage 12` for one task."""
    if number := ask.number():
        overview = await managing.overview(tx, ask.person, number)
        return shows(Action.of("steer", number), wording.page(overview, ask.words, ask.now))
    return shows(Action.of("manage"), await page(ask, tx))


async def page(ask: Ask, tx: Tx) -> Card:
    """`manage:<first>`"""
    first = max(0, ask.action.number(0)) if ask.action.verb == "manage" else 0
    tasks = await managing.steered_tasks(tx, ask.person, ask.now, first, wording.PAGE)
    return wording.listing(tasks, first, ask.words, ask.now, server=bool(ask.chat.server))


async def task_card(ask: Ask, tx: Tx) -> Card:
    """`steer:<task>`"""
    overview = await managing.overview(tx, ask.person, ask.action.number(0))
    return wording.page(overview, ask.words, ask.now)


async def cancel_question(ask: Ask, tx: Tx) -> Card:
    overview = await managing.overview(tx, ask.person, ask.action.number(0))
    return wording.cancel_question(overview, ask.words, ask.now)


async def cancel(ask: Ask, tx: Tx) -> Reply:
    """Aflys; the page that comes offers to undo it for ten minutes."""
    task = await posting.cancel(tx, ask.person, ask.action.number(0), ask.now)
    overview = await managing.overview(tx, ask.person, task.id)
    return _done(ask, overview, wording.cancelled(overview, ask.words))


async def restore(ask: Ask, tx: Tx) -> Reply:
    task = await posting.restore(tx, ask.person, ask.action.number(0), ask.now)
    overview = await managing.overview(tx, ask.person, task.id)
    return _done(ask, overview, wording.restored(overview, ask.words))


async def close(ask: Ask, tx: Tx) -> Reply:
    task = await posting.close(tx, ask.person, ask.action.number(0), ask.now, closed=True)
    return _done(ask, await managing.overview(tx, ask.person, task.id), wording.closed(ask.words))


async def reopen(ask: Ask, tx: Tx) -> Reply:
    task = await posting.close(tx, ask.person, ask.action.number(0), ask.now, closed=False)
    return _done(ask, await managing.overview(tx, ask.person, task.id), wording.reopened(ask.words))


async def post_again(ask: Ask, tx: Tx) -> Reply:
    gone = await posting.post_again(tx, ask.person, ask.action.number(0))
    overview = await managing.overview(tx, ask.person, ask.action.number(0))
    return _done(ask, overview, wording.posted_again(len(gone), ask.words))


async def show_also(ask: Ask, tx: Tx) -> Reply:
    """`also:<task>:<channel>`"""
    task_id, channel_id = ask.action.number(0), ask.action.number(1)
    channel = await posting.show_also_in(tx, ask.person, task_id, channel_id, ask.now)
    overview = await managing.overview(tx, ask.person, task_id)
    return _done(ask, overview, wording.shown_also(channel, ask.words))


async def invite(ask: Ask, tx: Tx) -> Reply:
    """`invite:<organisation>`, or which one, if the person steers several. The link is shown once."""
    organisations = await managing.may_invite_for(tx, ask.person)
    wanted = ask.action.number(0) or (organisations[0].id if len(organisations) == 1 else 0)
    if not wanted:
        return shows(Action.of("manage"), wording.which_organisation(organisations, ask.words))
    token = await connecting.invite(tx, ask.person, wanted, ask.now)
    organisation = next(one for one in organisations if one.id == wanted)
    code = f"i{token}"
    card = wording.invitation(organisation, code, ask.community.links_to(code), ask.words)
    return shows(Action.of("manage"), card)


def _done(ask: Ask, overview: managing.Overview, headline: str) -> Reply:
    card = wording.page(overview, ask.words, ask.now, headline)
    return shows(Action.of("steer", overview.task.id), card, toast=headline)
