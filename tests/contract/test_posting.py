"""A task comes to be: by a form and in one line, seen before it is public, and refused to strangers."""

from tests.contract.stage import Stage

TITLE = ("skal der laves", "Lav suppe")
WHEN = ("Hvornår", "lørdag 14-17")
REST = (("Hvor?", "Sognegården"), ("Hvor mange", "kok 1, hjælper 2"), ("glæde for", "Gæster"))


async def test_a_task_is_posted_by_a_form(stage: Stage) -> None:
    alice = stage.alice
    alice.says("opret")
    await alice.fills_in(TITLE, WHEN, *REST)
    await alice.sees("Sådan ser det ud", "Lav suppe", "Sognegården", "kok: 1 ledig plads", button="Udgiv")
    assert [one for one in stage.driver.public() if "Lav suppe" in one.text] == []
    alice.presses("Udgiv")
    await alice.sees("Udgivet: Lav suppe")
    card = await stage.shows("Lav suppe", "kok: 1 ledig plads", "hjælper: 2 ledige pladser")
    assert card.labels == ["Jeg er med: kok", "Jeg er med: hjælper", "Læs mere"]


async def test_what_a_form_says_wrong_is_asked_again_and_the_rest_is_kept(stage: Stage) -> None:
    stage.alice.says("opret")
    await stage.alice.fills_in(TITLE, ("Hvornår", "lørdag"), WHEN, *REST)
    await stage.alice.sees("Lav suppe", "14.00–17.00", "Sognegården", "hjælper: 2", button="Udgiv")


async def test_a_task_is_posted_from_the_first_page(stage: Stage) -> None:
    alice = stage.alice
    alice.says("start")
    await alice.sees("Velkommen", button="Ny opgave")
    alice.presses("Ny opgave")
    await alice.fills_in(TITLE, WHEN, *REST)
    await alice.sees("Lav suppe", "Sognegården", button="Udgiv")
    alice.presses("Udgiv")
    await stage.shows("Lav suppe", "kok: 1 ledig plads")


async def test_a_form_is_mended_before_it_is_published(stage: Stage) -> None:
    alice = stage.alice
    alice.says("opret", "Lav suppe | lørdag 14-17 | Sognegården | 1 | Gæster")
    await alice.sees("Lav suppe", button="Ret")
    alice.presses("Ret")
    await alice.sees("Hvad vil du rette?", button="Sted")
    alice.presses("Sted")
    await alice.fills_in(("Hvor?", "Skolen"))
    await alice.sees("Sådan ser det ud", "Skolen", button="Mere")
    alice.presses("Mere")
    await alice.sees("Du behøver ikke udfylde", button="Mødetid")
    alice.presses("Mødetid")
    await alice.fills_in(("være der?", "13.45"))
    await alice.sees("De, der er med, ser også", "Kom kl. 13.45", button="Udgiv")
    alice.presses("Udgiv")
    letter = await stage.takes(stage.bob, await stage.shows("Lav suppe", "Skolen"))
    assert "Kom kl. 13.45." in letter.text


async def test_a_task_is_posted_in_one_line(stage: Stage) -> None:
    card = await stage.posts(places="2")
    assert card.shows(("Lav suppe", "Lørdag den 28. november", "Sognegården", "2 ledige pladser"), "Jeg er med")


async def test_one_line_that_lacks_something_asks_for_that_alone(stage: Stage) -> None:
    stage.alice.says("opret", "Lav suppe | lørdag 14-17 | Sognegården")
    await stage.alice.fills_in(("Hvor mange", "2"), ("glæde for", "Gæster"))
    await stage.alice.sees("Lav suppe", "2 ledige pladser", button="Udgiv")


async def test_a_discarded_task_is_never_shown(stage: Stage) -> None:
    stage.alice.says("opret", "Lav suppe | lørdag 14-17 | Sognegården | 1 | Gæster")
    preview = await stage.alice.sees("Lav suppe", button="Kassér")
    stage.alice.presses("Kassér")
    await stage.alice.sees("Kasseret")
    stage.alice.presses("Udgiv", on=preview)
    await stage.alice.sees("findes ikke længere")


async def test_who_coordinates_nothing_cannot_post(stage: Stage) -> None:
    stage.bob.says("opret", "Lav te | lørdag 14-17 | Hjemme | 2 | Mig")
    await stage.bob.sees("koordinator")


async def test_a_form_left_half_filled_is_offered_again(stage: Stage) -> None:
    alice = stage.alice
    alice.says("opret", "Lav suppe | lørdag 14-17 | Sognegården")
    await alice.sees("Hvor mange")
    alice.says("mine")
    await alice.sees("Du har ingen tjanser")
    alice.says("start")
    await alice.sees("Velkommen", button="Ny opgave")
    alice.presses("Ny opgave")
    await alice.sees("Vil du fortsætte", button="Fortsæt: Lav suppe")
    alice.presses("Fortsæt: Lav suppe")
    await alice.fills_in(("Hvor mange", "2"), ("glæde for", "Gæster"))
    await alice.sees("Lav suppe", "2 ledige pladser", button="Udgiv")


async def test_publishing_twice_is_told_and_posts_once(stage: Stage) -> None:
    stage.alice.says("opret", "Lav suppe | lørdag 14-17 | Sognegården | 1 | Gæster")
    preview = await stage.alice.sees("Lav suppe", button="Udgiv")
    stage.alice.presses("Udgiv")
    await stage.alice.sees("Udgivet")
    stage.alice.presses("Udgiv", on=preview)
    await stage.alice.sees("Det er allerede gjort")
    assert len([one for one in stage.driver.public() if "Lav suppe" in one.text]) == 1


async def test_a_cpr_number_is_not_taken(stage: Stage) -> None:
    stage.alice.says("opret", "Hent 010203-1234 | lørdag 14-17 | Sognegården | 1 | Gæster")
    await stage.alice.fills_in(("Det ligner et CPR-nummer", "Hent Hans"))
    preview = await stage.alice.sees("Hent Hans", "14.00–17.00", button="Udgiv")
    assert "010203" not in preview.text
