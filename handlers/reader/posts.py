"""Cuts a one-line post into its pieces: title | when | where | how many | who benefits."""

from dataclasses import dataclass

from bot.unclear import Part, Reason, Unclear


@dataclass(frozen=True, slots=True, kw_only=True)
class OneLine:
    """The pieces as typed; None where nothing was."""

    title: str | None = None
    when: str | None = None
    place: str | None = None
    slots: str | None = None
    benefit: str | None = None

    def missing(self) -> tuple[Part, ...]:
        return tuple(part for part in Part if getattr(self, part) is None)

    def complete(self) -> "OneLine":
        """Itself, or Unclear with the first piece that is missing."""
        if missing := self.missing():
            raise Unclear(Reason.MISSING_PART, part=missing[0])
        return self


def split_one_line(text: str) -> OneLine:
    """Between bars, or line by line where there is no bar. More pieces than five are refused."""
    pieces = _pieces(text.replace("｜", "|"))
    if len(pieces) > len(Part):
        raise Unclear(Reason.TOO_MANY_PARTS, piece=pieces[len(Part)], most=len(Part))
    return OneLine(**{part: piece or None for part, piece in zip(Part, pieces, strict=False)})


def _pieces(text: str) -> list[str]:
    """Without the blanks around and doubled within; empty ones count between bars, not at the end."""
    if "|" not in text:
        return [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    pieces = [" ".join(piece.split()) for piece in text.split("|")]
    while pieces and not pieces[-1]:
        pieces.pop()
    return pieces
