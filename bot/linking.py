"""One person on several networks: linking accounts by a one-time code, and parting them again.

Whoever gives the code is the person from then on, and takes over all that is the other's: so what is being answered
has its person also after a crash.
"""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import lining, merging, reminding
from bot.incoming import Network
from bot.merging import Merged
from bot.model import DEFAULT_OFFSETS, DEFAULT_QUIET, LinkCode, Person
from bot.refusals import CodeIsTooOld, CodeIsUsed, OwnCode, TooManyTries, TwoOnOneNetwork, WrongCode
from bot.store import Tx
from bot.typed import as_given

LETTERS = "BCDFGHJKMNPQRTVWX"
"""Without vowels no word is a code; without S, Z, L and the like none is misread."""
LENGTH = 8
LASTS = timedelta(minutes=15)
MOST_WRONG = 5
"""Wrong codes in a row, each within a quarter of an hour of the last. Flood limits let one account try 900 times in
the life of a code; with this one it is five of seven thousand million, and nobody has so many accounts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What became of linking.

    Args:
        networks: where the person now has an account.
        merged: what became of what both had; None if they were one person before.
        settings_of: the account whose settings are kept, where either had chosen any.
    """

    networks: tuple[Network, ...]
    merged: Merged | None = None
    settings_of: Network | None = None


async def networks_of(tx: Tx, person: Person) -> tuple[Network, ...]:
    """Where the person has an account, in the order of the alphabet."""
    accounts = await tx.people.accounts(person.id)
    return tuple(sorted(one.address.network for one in accounts if one.address is not None))


def make_code(tx: Tx, person: Person, now: datetime) -> str:
    """A code that makes whoever gives it one person with this one: for a quarter of an hour, and once.

    Only its hash is stored. An earlier one is void.
    """
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    tx.linking.make_code(person, _hash(code), now + LASTS)
    return code


def code_in(text: str) -> str:
    """The code that somebody wrote, however they wrote it; empty if it is none."""
    code = "".join(as_given(text).upper().replace("-", " ").split())
    return code if len(code) == LENGTH and set(code) <= set(LETTERS) else ""


def void(tx: Tx, text: str) -> None:
    """If that was a code, nobody can use it now."""
    if code := code_in(text):
        tx.linking.void_code(_hash(code))


async def link(tx: Tx, person: Person, text: str, now: datetime, zone: ZoneInfo) -> Linked:
    """Become one person with whoever made the code. Given twice, it says that they are.

    Raises:
        WrongCode, CodeIsTooOld, CodeIsUsed, OwnCode, TwoOnOneNetwork, TooManyTries.
    """
    code = await _read(tx, person, text, now)
    if code.person_id == person.id:
        if not code.used and code.account_id == person.account_id:
            raise OwnCode(code.network)
        return Linked(networks=await networks_of(tx, person))
    if code.used:
        raise CodeIsUsed
    if code.expires_at <= now:
        raise CodeIsTooOld
    maker = await tx.people.get(code.person_id)
    if maker is None:
        raise WrongCode
    if twice := {*await networks_of(tx, person)} & {*await networks_of(tx, maker)}:
        raise TwoOnOneNetwork(min(twice))
    return await _become_one(tx, person, maker, code, now, zone)


async def _read(tx: Tx, person: Person, text: str, now: datetime) -> LinkCode:
    since = now - LASTS
    if await tx.linking.wrong_tries(person.id, since) >= MOST_WRONG:
        raise TooManyTries
    said = code_in(text)
    code = await tx.linking.code(_hash(said)) if said else None
    if code is None:
        tx.linking.tried_wrong(person.id, since, now)
        raise WrongCode
    return code


async def _become_one(tx: Tx, person: Person, maker: Person, code: LinkCode, now: datetime, zone: ZoneInfo) -> Linked:
    """All in the transaction that is under way. What is due by now is promised first, as each of them had chosen."""
    await reminding.promise_reminders(tx, now, zone)
    kept = await _settle_settings(tx, person, maker, now, zone)
    merged = await merging.merge(tx, person, maker, now)
    own = person.address.network if person.address else code.network
    settings_of = None if kept is None else code.network if kept is maker else own
    await _hears_again(tx, person.id, now)
    return Linked(networks=await networks_of(tx, person), merged=merged, settings_of=settings_of)


async def _settle_settings(tx: Tx, person: Person, maker: Person, now: datetime, zone: ZoneInfo) -> Person | None:
    """Those of whoever made the code, unless they never chose any; whose, or None if neither did.

    A reminder that comes by it to a place they have is owed for moments to come only.
    """
    kept, other = (maker, person) if _has_chosen(maker) else (person, maker)
    if kept is maker:
        tx.linking.take_settings(person.id, maker)
    new = tuple(offset for offset in kept.offsets if offset not in other.offsets)
    await reminding.pass_over(tx, replace(other, quiet=kept.quiet), new, now, zone)
    return kept if _has_chosen(kept) else None


def _has_chosen(person: Person) -> bool:
    return (person.chosen_language, person.offsets, person.quiet) != (None, DEFAULT_OFFSETS, DEFAULT_QUIET)


async def _hears_again(tx: Tx, person_id: int, now: datetime) -> None:
    """What could not be delivered to the one of them may reach the other."""
    person = await tx.people.get(person_id)
    if person is not None and person.reachable:
        tx.notices.owe_again(person.id, now)
        await lining.can_be_reached_again(tx, person.id, now)


async def other_accounts(tx: Tx, person: Person) -> list[Person]:
    """The person through their accounts beside the one they use now."""
    return [one for one in await tx.people.accounts(person.id) if one.account_id != person.account_id]


async def unlink(tx: Tx, person: Person, account_id: int, now: datetime) -> Network | None:
    """Part with one of one's other accounts: all stays with the one that asks, the other begins anew.

    Which network it is on; None if it is not theirs (any more).
    """
    for account in await other_accounts(tx, person):
        if account.account_id == account_id and account.address is not None:
            tx.linking.set_apart(account, now)
            return account.address.network
    return None


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
