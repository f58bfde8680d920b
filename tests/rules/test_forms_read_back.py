"""A form that is sent back as it was opened changes nothing: what stands in each blank is read as what it shows."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.incoming import Address, Chat, ChatKind, Network
from bot.model import Person
from bot.proposals import MORE, REQUIRED, Field, Proposal, Role
from bot.wording.forms import value
from handlers.ask import Ask
from handlers.fields import read_field
from tests.people import NOW
from tests.usecases.desk import COMMUNITY

START = datetime(2026, 11, 28, 13, 0, tzinfo=UTC)
FULL = Proposal(
    organisation_id=1,
    title="Lav suppe",
    starts_at=START,
    ends_at=START + timedelta(hours=3),
    place="Sognegården",
    roles=(Role(name="kok", capacity=1), Role(name="hjælper", capacity=3)),
    benefit="Gæster",
    details="Tag et\nforklæde med",
    contact="Karen",
    be_there_at=START - timedelta(minutes=15),
    afbud_by=START - timedelta(hours=24),
)
PLAIN = FULL.model_copy(update={"roles": (Role(capacity=4),)})


def ask_in(language: str) -> Ask:
    return Ask(
        person=Person(id=1, name="Karen"),
        words=COMMUNITY.words(language),
        now=NOW,
        community=COMMUNITY,
        chat=Chat(address=Address(network=Network.DISCORD, chat_id=1), kind=ChatKind.PRIVATE),
        private=True,
    )


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("proposal", [FULL, PLAIN])
@pytest.mark.parametrize("field", [*REQUIRED, *(one for one in MORE if one is not Field.ONLY_CHANNEL)])
def test_what_stands_in_a_blank_is_read_back(field: Field, proposal: Proposal, language: str) -> None:
    ask = ask_in(language)
    shown = value(field, proposal, ask.words)
    assert shown
    assert read_field(field, shown, proposal, ask) == proposal


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("start", [NOW + timedelta(days=40), NOW + timedelta(hours=30), NOW + timedelta(days=200)])
def test_a_time_is_read_back_whenever_it_is(start: datetime, language: str) -> None:
    ask = ask_in(language)
    proposal = FULL.with_when(start, start + timedelta(hours=12))
    for field in (Field.WHEN, Field.BE_THERE, Field.AFBUD):
        assert read_field(field, value(field, proposal, ask.words), proposal, ask) == proposal
