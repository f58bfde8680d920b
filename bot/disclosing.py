"""Handing somebody everything that is stored about them, in a form that machines read too."""

import json
from dataclasses import asdict
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.dossier import Dossier
from bot.model import Person
from bot.refusals import Changed
from bot.store import Tx


async def disclose(tx: Tx, person: Person) -> Dossier:
    """Their own, and nobody else's (design I8).

    Raises:
        Changed: they were deleted in the meantime.
    """
    dossier = await tx.dossiers.of(person.id)
    if dossier is None:
        raise Changed
    return dossier


def as_json(dossier: Dossier, zone: ZoneInfo) -> bytes:
    """UTF-8, indented; times in the community's zone with their offset."""

    def written(value: object) -> str:
        if isinstance(value, datetime):
            return value.astimezone(zone).isoformat()
        raise TypeError(f"not for a file: {type(value).__name__}")

    return json.dumps(asdict(dossier), default=written, ensure_ascii=False, indent=2).encode()
