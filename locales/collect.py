"""Collects the sentences of the program into the catalogues (`make words`). Running it twice changes nothing.

New sentences come in untranslated, those that are no longer said go. English is its own translation.
"""

from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

HERE = Path(__file__).parent
SOURCES = ("bot", "handlers")
KEYWORDS = {"say": None, "count": (1, 2)}
HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


def collected() -> Catalog:
    """Every sentence of the program, in the order of its files, each once."""
    catalogue = Catalog()
    for source in SOURCES:
        found = extract_from_dir(
            HERE.parent / source, [("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
        )
        for _, _, message, comments, _ in sorted(found, key=lambda one: one[:2]):
            catalogue.add(message, auto_comments=comments)
    return catalogue


def path_of(language: str) -> Path:
    return HERE / language / "LC_MESSAGES" / "tjans.po"


def catalogue(language: str, template: Catalog) -> str:
    """The catalogue of one language, with what is translated already."""
    with path_of(language).open("rb") as file:
        known = read_po(file, locale=language)
    entries = [_entry(message, known.get(message.id), language) for message in template if message.id]
    return "\n".join((HEADER.format(language=language), *entries))


def _entry(message: Message, known: Message | None, language: str) -> str:
    comments = [f"#. {line}" for line in message.auto_comments]
    ids = _forms(message.id)
    said = ids if language == "en" else _forms(known.string) if known else ("",) * len(ids)
    if len(ids) == 1:
        return "\n".join((*comments, _line("msgid", ids[0]), _line("msgstr", said[0]), ""))
    plurals = [_line(f"msgstr[{number}]", form) for number, form in enumerate(said)]
    return "\n".join((*comments, _line("msgid", ids[0]), _line("msgid_plural", ids[1]), *plurals, ""))


def _forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _line(name: str, text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'{name} "{escaped}"'


if __name__ == "__main__":
    sentences = collected()
    for language in ("da", "en"):
        path_of(language).write_text(catalogue(language, sentences), encoding="utf-8")
