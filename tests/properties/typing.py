"""What people type into a form, in Danish and English: as meant, slipped, and as a cat on the keyboard would."""

from hypothesis import strategies as st

WHENS = (
    "lørdag 14-17",
    "24/1 14-17",
    "lør 23/1 kl. 14-17",
    "i morgen 17.30-20",
    "next friday 6-8pm",
    "24. december kl. 10 til 12",
    "Dec 24 10am - 12pm",
    "lørdag 22 - søndag 02",
    "den 31. kl. 14 i 3 timer",
    "om 3 dage fra 9 til 12",
    "mandag den 30. november 2026 kl. 08.00–10.00",
    "2026-12-01T14:00-17:00",
    "28/3-2027 01.30-03.30",
    "31/10-2027 02.30-04",
    "29/2 10-12",
    "uge 50 fredag 10-12",
)
SLOTS = (
    "4",
    "kok 1, hjælper 3",
    "1 kok og 3 hjælpere",
    "2 bagere; 1 opvasker",
    "tre personer",
    "kok 1 kl. 13-17, hjælper 3",
    "hold 2: 3",
    "500",
    "a 1, b 2, c 3, d 4, e 5, f 6, g 7, h 8",
)
MOMENTS = ("13.45", "dagen før kl. 18", "fredag 12", "24 timer før", "2 days before", "senest torsdag kl. 9", "now")
WORDS = ("Lav suppe", "Sognegården", "Gæster i suppekøkkenet", "Tag forklæde med", "Erik", "x" * 200, "Ÿ" * 90)
QUIET = ("22-7", "fra 21 til 8", "10pm-6am", "ingen", "never", "23.30 - 6.15", "24-24")
LINES = (
    "Lav suppe | lørdag 14-17 | Sognegården | 4 | Gæster i suppekøkkenet",
    "Bag kage | 24/1 10-12 | Køkkenet | kok 1, hjælper 3 | Børnene",
    "Cook | next friday 6-8pm | The hall | 2 cooks; 1 helper | everyone",
    "Lav suppe\nlørdag 14-17\nSognegården\n4\nGæster",
    "Kun en titel",
    "| | | |",
)
PIECES = (
    "lørdag", "søndag", "14", "17.30", "24/1", "-", "–", "og", "kl.", "2027", "|", ":", "før", "timer", "den", "0",
    "25", "99", "pm", "am", "kok", "1", "500", "501", "\n", "\x00", "\u202e", "٣", "½", ",", ";", "(", "010190-1234",
)  # fmt: skip


@st.composite
def slipped(draw: st.DrawFn, texts: tuple[str, ...]) -> str:
    """One of the texts with up to four slips: a letter or a word lost, doubled, added or moved."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(text)))
        match draw(st.sampled_from(["lost", "doubled", "added", "piece", "moved", "another number"])):
            case "lost":
                text = text[:at] + text[at + 1 :]
            case "doubled":
                text = text[:at] + text[max(0, at - 3) :]
            case "added":
                text = text[:at] + draw(st.characters()) + text[at:]
            case "piece":
                text = f"{text[:at]} {draw(st.sampled_from(PIECES))} {text[at:]}"
            case "moved":
                words = text.split(" ")
                text = " ".join(words[1:] + words[:1])
            case _:
                text = "".join(str(draw(st.integers(0, 99))) if one.isdigit() else one for one in text)
    return text


ANYTHING = slipped((*WHENS, *SLOTS, *MOMENTS, *WORDS, *QUIET, *LINES))
