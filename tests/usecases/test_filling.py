"""Forms in one go, sent by whoever: what a forged or an old one does, and that each is checked as a press is."""

import pytest

from bot.cards import Action
from bot.incoming import Chat, ChatKind, Commanded, Filled, Incoming
from bot.refusals import CprFound, NoSuchDraft, NotCoordinator
from bot.wording import general
from handlers.ask import Ask
from handlers.routes import Routes
from handlers.tables import FILLED, OPENS
from tests.people import BOB
from tests.usecases.desk import COMMUNITY, Desk
from tests.world import World

TASK = ("Lav suppe", "saturday 14-17", "Sognegården", "2", "Gæster")


async def fills(desk: Desk, key: str, *values: str) -> None:
    form = Action.unpack(key) if key else None
    await desk._does(Filled(form=form, values=values, message_id=0))


def test_whatever_opens_is_read_under_the_verb_of_its_key() -> None:
    """`field` and `rewrite` open forms whose answer is read as any other answer."""
    assert OPENS.keys() - FILLED.keys() == {"field", "rewrite"}
    assert FILLED.keys() <= OPENS.keys()


async def test_a_stranger_fills_in_nothing(world: World) -> None:
    task = await world.task(2)
    charlie = Desk(world, world.charlie)
    for key, values in (("post", TASK), (f"message:{task.id}", ("Hej",))):
        await fills(charlie, key, *values)
        assert charlie.refused(NotCoordinator())
    assert await world.rows("SELECT 1 FROM drafts WHERE step != 'done'") == []


@pytest.mark.parametrize("key", ["post:{draft}", "answer:{draft}:title", "answer:{draft}:preview", "answer:99:title"])
async def test_somebody_elses_form_is_none(world: World, key: str) -> None:
    alice, bob = Desk(world, world.alice), Desk(world, world.bob)
    await fills(alice, "post", *TASK)
    ((draft,),) = await world.rows("SELECT id FROM drafts")
    await fills(bob, key.format(draft=draft), *TASK)
    assert bob.refused(NoSuchDraft())


@pytest.mark.parametrize("key", ["", "erase:2", "claim:1:1", "x"])
async def test_a_form_that_is_none_of_ours_changes_nothing(world: World, key: str) -> None:
    bob = Desk(world, world.bob)
    await fills(bob, key, "Hej")
    assert bob.card.headline == general.unknown_button(COMMUNITY.words("en"))


async def test_a_step_that_is_none_is_refused(world: World) -> None:
    alice = Desk(world, world.alice)
    await fills(alice, "post", *TASK)
    ((draft,),) = await world.rows("SELECT id FROM drafts")
    for step in ("preview", "time-1", "", "nothing"):
        await fills(alice, f"answer:{draft}:{step}", "x")
        assert alice.refused(NoSuchDraft())


async def test_what_looks_like_a_cpr_number_is_kept_nowhere(world: World) -> None:
    alice = Desk(world, world.alice)
    await fills(alice, "post", "Lav suppe", "saturday 14-17", "hos 010190-1234", "2", "Gæster")
    assert alice.refused(CprFound())
    ((fields,),) = await world.rows("SELECT fields FROM drafts")
    assert "1234" not in str(fields)


async def test_every_answer_that_could_not_be_read_is_named_on_one_card(world: World) -> None:
    """Red when the first alone is: "mange" was found out one form later."""
    alice = Desk(world, world.alice)
    await fills(alice, "post", "Lav suppe", "yesterday 14-17", "Sognegården", "mange", "Gæster")
    assert alice.card.headline == "I could not read all of it:"
    named = alice.card.body.splitlines()
    assert named[0].startswith("Time: That time has passed")
    assert named[1].startswith("People: I cannot see how many people you need in “mange”.")
    assert "When?" in named
    async with world.storage.transaction() as tx:
        draft = await tx.drafts.active(world.alice.id)
    assert draft is not None
    assert draft.fields["misread"] == {"when": "yesterday 14-17", "slots": "mange"}


async def test_the_times_that_were_perhaps_meant_are_buttons_beside_other_troubles(world: World) -> None:
    alice = Desk(world, world.alice)
    await fills(alice, "post", "Lav suppe", "monday 28/11 14-17", "Sognegården", "mange", "Gæster")
    assert alice.verbs().count("span") == 2


async def test_a_single_answer_that_could_not_be_read_is_the_headline(world: World) -> None:
    alice = Desk(world, world.alice)
    await fills(alice, "post", "Lav suppe", "saturday 14-17", "Sognegården", "mange", "Gæster")
    assert alice.card.headline.startswith("I cannot see how many people you need")


@pytest.mark.parametrize(("asides", "asked"), [(True, False), (False, True)])
async def test_no_message_is_to_be_deleted_where_there_is_none(world: World, *, asides: bool, asked: bool) -> None:
    """Red when whoever gave a number behind a slash command is asked to delete a message."""
    assert world.bob.address
    chat = Chat(address=world.bob.address, kind=ChatKind.PRIVATE, asides=asides)
    what = Commanded(name="find", rest="010190-1234", message_id=0)
    async with world.storage.transaction() as tx:
        tx.people.set_language(world.bob.id, "en")
        handled = await Routes(COMMUNITY).handle(tx, Incoming(sender=BOB, chat=chat, what=what), world.now)
    assert handled.reply
    assert handled.reply.card
    assert "without the number" in handled.reply.card.headline
    assert ("delete your message" in handled.reply.card.headline) is asked


async def test_a_form_says_nothing_of_buttons_it_does_not_have(world: World) -> None:
    """Red when the hint of the question in the chat stands in the form: "press a name", "write it to me now"."""
    task = await world.task(2)
    await world.claims(world.bob, task)
    alice, hints = Desk(world, world.alice), []
    assert world.alice.address
    chat = Chat(address=world.alice.address, kind=ChatKind.PRIVATE, asides=True)
    for begun in (f"add:{task.id}", f"message:{task.id}"):
        await alice.forges(begun)
        async with world.storage.transaction() as tx:
            draft = await tx.drafts.active(world.alice.id)
            assert draft
            ask = Ask(
                person=world.alice,
                words=COMMUNITY.words("en"),
                now=world.now,
                community=COMMUNITY,
                chat=chat,
                private=True,
                action=Action.of("answer", draft.id, draft.step),
            )
            form = await OPENS["answer"](ask, tx)
        assert form
        hints.append(form.blanks[0].hint)
    assert hints == ["A name, to look for. For a guest, a first name is enough.", "At most 1000 characters."]
