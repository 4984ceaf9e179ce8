"""Might there already be a file of this person? Asked before a file is made, so that nobody gets two.

A file within the actor's reach is shown as a line. Of a file elsewhere only its existence is told, and by which
organisation, when the name is very alike and the birth date the same, or the national number is; nobody can find out
who is a client somewhere by trying names, and each asks at most `CHECKS_AN_HOUR` times.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import SecretStr

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.models import User
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people.access import (
    IdentityRow,
    PersonFile,
    PersonLine,
    accompanying_organisations,
    identities_elsewhere,
    identities_within_reach,
    lines_of,
)
from arbeidspact.people.looks import note_existence
from arbeidspact.people.models import Person, Purpose
from arbeidspact.people.names import Name, name_similarity
from arbeidspact.people.national_number import keyed_hash, parse_national_number

CHECKS_AN_HOUR: Final = 60
ROWS_OF_FILES_A_DAY: Final = 6_000
SHOWN: Final = 10
ALIKE_SAME_DAY: Final = 0.80
ALIKE_UNKNOWN_DAY: Final = 0.90
ALIKE_OTHER_DAY: Final = 0.95
ALIKE_ELSEWHERE: Final = 0.90
HOUR_SECONDS: Final = 60 * 60
DAY_SECONDS: Final = 24 * HOUR_SECONDS
HANDLE_SECONDS: Final = HOUR_SECONDS
_HANDLE_SALT: Final = "arbeidspact.people.duplicates"
_is_within_file: ContextVar[bool] = ContextVar("is_within_file", default=False)


class Likeness(StrEnum):
    """What two files have in common, strongest first."""

    NUMBER = "number"
    NAME_AND_BIRTH_DATE = "name_and_birth_date"
    SIMILAR_NAME_AND_BIRTH_DATE = "similar_name_and_birth_date"
    NAME_AND_ALMOST_BIRTH_DATE = "name_and_almost_birth_date"
    NAME_ONLY = "name_only"


@dataclass(frozen=True, slots=True)
class DuplicateWithinReach:
    """A file that the actor may open."""

    key: str
    likeness: Likeness
    line: PersonLine


@dataclass(frozen=True, slots=True)
class DuplicateElsewhere:
    """A file exists, and nothing more is told than who accompanies. `handle` lets the actor start to accompany too."""

    key: str
    likeness: Likeness
    organisations: tuple[str, ...]
    handle: str


PossibleDuplicate = DuplicateWithinReach | DuplicateElsewhere


def likeness_of(name: Name, born_on: date | None, row: IdentityRow) -> Likeness | None:
    """In what way is this the same person, if at all? Pure."""
    if row.same_number:
        return Likeness.NUMBER
    if born_on is not None and row.birth_date is not None and not almost_same_day(born_on, row.birth_date):
        return None
    alike = name_similarity(name, row.name)
    if born_on is None or row.birth_date is None:
        return Likeness.NAME_ONLY if alike >= ALIKE_UNKNOWN_DAY else None
    if born_on == row.birth_date:
        if alike >= ALIKE_OTHER_DAY:
            return Likeness.NAME_AND_BIRTH_DATE
        return Likeness.SIMILAR_NAME_AND_BIRTH_DATE if alike >= ALIKE_SAME_DAY else None
    return Likeness.NAME_AND_ALMOST_BIRTH_DATE if alike >= ALIKE_OTHER_DAY else None


def almost_same_day(one: date, other: date) -> bool:
    """Could one date be the other, mistyped: one part differs, or day and month changed places?"""
    differing = (one.year != other.year) + (one.month != other.month) + (one.day != other.day)
    swapped = one.year == other.year and (one.month, one.day) == (other.day, other.month)
    return differing <= 1 or swapped


def is_like_file(file: PersonFile, given_name: str, family_name: str, birth_date: date | None) -> bool:
    """Could somebody of this name and birth date be the person of this file?"""
    person = file.person
    row = IdentityRow(person.pk, Name(person.given_name, person.family_name), person.birth_date, same_number=False)
    return likeness_of(Name(given_name, family_name), birth_date, row) is not None


def possible_duplicates(
    actor: Actor,
    given_name: str,
    family_name: str = "",
    birth_date: date | None = None,
    national_number: SecretStr | None = None,
) -> list[PossibleDuplicate]:
    """Whose file might this already be?

    Returns: those within reach first, then elsewhere; the strongest likeness first, at most `SHOWN` of each.
    Every answer is recorded. Raises: `NotAllowed`; `InvalidValue` for a number that cannot be; `Conflict` when this
    user asked too often within the hour.
    """
    require(actor, Permission.REGISTER_PERSON)
    _count_check(actor)
    name = Name(given_name, family_name)
    number_hash = number_hash_for(actor, national_number, birth_date)
    near = _matches(name, birth_date, identities_within_reach(actor, number_hash))
    lines = duplicate_lines(actor, [row.pk for row, _likeness in near])
    return [
        *(DuplicateWithinReach(_key(row.pk), likeness, lines[row.pk]) for row, likeness in near),
        *_elsewhere(actor, name, birth_date, number_hash),
    ]


def duplicate_lines(actor: Actor, people: Sequence[int]) -> dict[int, PersonLine]:
    """A line each of these possible duplicates, by their key, to look at again; those beyond reach are left out.

    Every line is recorded. Raises: `NotAllowed`.
    """
    return lines_of(actor, people, Purpose.DUPLICATE_CHECK) if people else {}


def number_hash_for(actor: Actor, number: SecretStr | None, birth_date: date | None) -> str | None:
    """The keyed hash of a number that this actor may hold and that agrees with the birth date; None without number.

    Raises: `NotAllowed`, `InvalidValue`.
    """
    if number is None or not number.get_secret_value().strip():
        return None
    require(actor, Permission.HOLD_NATIONAL_NUMBER)
    parsed = parse_national_number(number.get_secret_value(), today=timezone.localdate())
    if not parsed.agrees_with(birth_date):
        raise InvalidValue(
            _("The national number and the birth date do not belong together."),
            hint=_("Compare both with the identity card."),
            field="national_number",
        )
    return keyed_hash(parsed, settings.NATIONAL_NUMBER_KEY)


def person_behind(actor: Actor, handle: str) -> Person:
    """Of whom did the duplicate check tell this actor? For `start_accompaniment`.

    Raises: `NotFound` when the handle is another user's, older than an hour, or not ours.
    """
    try:
        person, user, organisation = signing.loads(handle, salt=_HANDLE_SALT, max_age=HANDLE_SECONDS)
    except (signing.BadSignature, ValueError):
        person, user, organisation = None, None, None
    if (
        actor.user is None
        or actor.organisation is None
        or (user, organisation) != (actor.user.pk, actor.organisation.pk)
    ):
        raise NotFound(_("This answer is no longer valid."), hint=_("Search for the person again."))
    return Person.objects.get(pk=person)


def _elsewhere(
    actor: Actor, name: Name, birth_date: date | None, number_hash: str | None
) -> Iterator[DuplicateElsewhere]:
    """Only a very similar name with the same birth date, or the same number: nothing that guessing could reach."""
    rows = [
        row
        for row in identities_elsewhere(actor, birth_date, number_hash)
        if row.same_number or name_similarity(name, row.name) >= ALIKE_ELSEWHERE
    ]
    found = _matches(name, birth_date, rows)
    organisations = accompanying_organisations(row.pk for row, _likeness in found)
    note_existence(actor, [row.pk for row, _likeness in found])
    for row, likeness in found:
        yield DuplicateElsewhere(_key(row.pk), likeness, organisations[row.pk], _handle(actor, row.pk))


def _matches(name: Name, born_on: date | None, rows: list[IdentityRow]) -> list[tuple[IdentityRow, Likeness]]:
    order = list(Likeness)
    found = [(row, likeness) for row in rows if (likeness := likeness_of(name, born_on, row)) is not None]
    return sorted(found, key=lambda pair: (order.index(pair[1]), pair[0].pk))[:SHOWN]


@contextmanager
def checks_of_a_file(actor: Actor, rows: int) -> Iterator[None]:
    """Within this, the checks for the rows of one file count by the day and not by the hour; each is recorded.

    Raises: `NotAllowed`; `Conflict` when this user imported or tried more rows than a day allows.
    """
    require(actor, Permission.IMPORT_PEOPLE)
    if actor.user is not None and _counted("rows-of-files", actor.user, rows, DAY_SECONDS) > ROWS_OF_FILES_A_DAY:
        raise Conflict(
            _("You have imported or checked very many people within a day."),
            hint=_("Go on tomorrow, or ask who runs this platform to import the file."),
        )
    token = _is_within_file.set(True)
    try:
        yield
    finally:
        _is_within_file.reset(token)


def _count_check(actor: Actor) -> None:
    if actor.user is None or _is_within_file.get():
        return
    if _counted("duplicate-checks", actor.user, 1, HOUR_SECONDS) > CHECKS_AN_HOUR:
        raise Conflict(
            _("You have checked for files of many people within the last hour."),
            hint=_("Wait an hour, or ask a colleague to register this person."),
        )


def _counted(what: str, user: User, by: int, seconds: int) -> int:
    """How many are there of this user, with these, since the first of the hour or the day that runs?"""
    key = f"people.{what}.{user.pk}"
    with transaction.atomic():
        # Requests at the same moment are counted one after the other.
        User.objects.select_for_update().get(pk=user.pk)
        now = time.time()
        # `cache.incr` would do, but in the cache of the database it shortens the term to five minutes.
        count, until = cache.get(key) or (0, now + seconds)
        cache.set(key, (count + by, until), timeout=until - now)
    return int(count + by)


def _key(person: int) -> str:
    """What says "I looked at this one, it is somebody else" without telling who."""
    return sha256(f"{settings.SECRET_KEY}.duplicate.{person}".encode()).hexdigest()[:20]


def _handle(actor: Actor, person: int) -> str:
    if actor.user is None or actor.organisation is None:
        return ""
    return signing.dumps([person, actor.user.pk, actor.organisation.pk], salt=_HANDLE_SALT)
