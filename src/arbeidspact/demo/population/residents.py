"""Invented residents: who they are, what they can do, what they want, and since when they look for work."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from arbeidspact.demo.population import margins
from arbeidspact.demo.population.draws import dealt, dealt_by_rank, one_of, some_of
from arbeidspact.demo.population.margins import LOW_SKILLED, Duration, Origin
from arbeidspact.demo.population.names import NameGiver
from arbeidspact.demo.population.trades import Trade, Trades, wages_of
from arbeidspact.taxonomy.folding import fold
from arbeidspact.taxonomy.scales import CefrLevel, CompetenceLevel, EducationLevel, EvidenceKind, Shift

JOB_SEEKER: Final = "job_seeker"


@dataclass(frozen=True, slots=True)
class InventedCompetence:
    """Something an invented person can do."""

    concept: str
    level: CompetenceLevel
    evidence: EvidenceKind
    noted_on: date


@dataclass(frozen=True, slots=True)
class InventedStatus:
    """A status of an invented person; the slugs are those of the person file."""

    kind: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """A resident who does not exist."""

    given_name: str
    family_name: str
    birth_date: date
    email: str
    tongue: str
    neighbourhood: str
    origin: Origin
    education: EducationLevel
    worked_in: tuple[str, ...]
    sought: tuple[str, ...]
    competences: tuple[InventedCompetence, ...]
    languages: tuple[tuple[str, CefrLevel], ...]
    licences: tuple[tuple[str, date | None], ...]
    hours: tuple[int, int] | None
    shifts: tuple[Shift, ...]
    transport: tuple[str, ...]
    travel_minutes: int | None
    statuses: tuple[InventedStatus, ...]
    wage_wanted: int | None = None

    @property
    def is_job_seeker(self) -> bool:
        return any(status.kind == JOB_SEEKER and status.until is None for status in self.statuses)


@dataclass(frozen=True, slots=True)
class Outlines:
    """The margins, dealt: one entry per resident, job seekers first."""

    origins: list[Origin]
    ages: list[tuple[int, int]]
    education: list[EducationLevel]
    durations: list[Duration]
    neighbourhoods: list[str]
    others: list[str]


def outlines(rng: Generator, size: margins.Size) -> Outlines:
    """Who is what, with exact margins among the job seekers and, apart, among the others.

    Schooling leans on age and origin, duration on schooling and age; the margins stay what they are.
    """
    origins: list[Origin] = []
    ages: list[tuple[int, int]] = []
    education: list[EducationLevel] = []
    durations: list[Duration] = []
    neighbourhoods: list[str] = []
    for total in (size.job_seekers, size.people - size.job_seekers):
        some_origins = dealt(rng, margins.ORIGIN_SHARES, total)
        some_ages = dealt(rng, margins.AGE_SHARES, total)
        age = np.array([group[0] for group in some_ages], dtype=float)
        newer = np.array([origin is not Origin.BELGIAN for origin in some_origins], dtype=float)
        schooled = _noise(rng, total) - 0.5 * newer - 0.3 * (age >= 55) - 0.9 * (age < 25)
        some_education = dealt_by_rank(margins.EDUCATION_SHARES, schooled)
        low = np.array([level in LOW_SKILLED for level in some_education], dtype=float)
        long = _noise(rng, total) + 0.4 * low + 0.7 * (age >= 45) - 2.5 * (age < 25)
        origins += some_origins
        ages += some_ages
        education += some_education
        durations += dealt_by_rank(margins.DURATION_SHARES, long)
        neighbourhoods += dealt(rng, margins.NEIGHBOURHOOD_WEIGHTS, total)
    others = {
        "employed": margins.EMPLOYED_SHARE_OF_OTHERS,
        "inactive": margins.INACTIVE_SHARE_OF_OTHERS,
        "student": margins.STUDENT_SHARE_OF_OTHERS,
    }
    others["long_term_sick"] = 1 - sum(others.values())
    kinds = [JOB_SEEKER] * size.job_seekers + dealt(rng, others, size.people - size.job_seekers)
    return Outlines(origins, ages, education, durations, neighbourhoods, kinds)


def invented_residents(size: margins.Size, *, seed: int, today: date, trades: Trades) -> Iterator[InventedPerson]:
    """The residents of this size of population, in random order; the same arguments give the same people."""
    rng, wishes = np.random.default_rng([seed, 1]), np.random.default_rng([seed, 8])
    dealt_out = outlines(rng, size)
    names = NameGiver(seed)
    for place in rng.permutation(size.people):
        person = _resident(rng, dealt_out, int(place), names, trades, today)
        yield replace(person, wage_wanted=_wage_wanted(wishes, person, trades))


def _noise(rng: Generator, total: int) -> NDArray[np.float64]:
    return rng.standard_normal(total)


def _resident(
    rng: Generator, all_of: Outlines, place: int, names: NameGiver, trades: Trades, today: date
) -> InventedPerson:
    origin, education = all_of.origins[place], all_of.education[place]
    born = _birth_date(rng, all_of.ages[place], today)
    age = (today - born).days // 365
    tongue = one_of(rng, margins.MOTHER_TONGUES[origin])
    given, family = names.name(tongue, rng)
    kind = all_of.others[place]
    statuses = _statuses(rng, kind, all_of.durations[place], origin, born, today)
    worked = _work_history(rng, education, age, trades)
    transport = _transport(rng, age)
    licences = _licences(rng, worked, age, today, by_car="car" in transport)
    return InventedPerson(
        given_name=given,
        family_name=family,
        birth_date=born,
        email=_mail_address(rng, given),
        tongue=tongue if tongue in {"nl", "fr"} or rng.random() < 0.5 else "nl",
        neighbourhood=all_of.neighbourhoods[place],
        origin=origin,
        education=education,
        worked_in=tuple(trade.id for trade in worked),
        sought=_sought(rng, worked, education, trades),
        competences=_competences(rng, worked, age, today),
        languages=_languages(rng, tongue, education),
        licences=licences,
        hours=_hours(rng),
        shifts=_shifts(rng),
        transport=transport,
        travel_minutes=one_of(rng, {None: 0.12, 30: 0.23, 45: 0.3, 60: 0.25, 75: 0.1}),
        statuses=statuses,
    )


def _birth_date(rng: Generator, ages: tuple[int, int], today: date) -> date:
    age = int(rng.integers(ages[0], ages[1] + 1))
    return date(today.year - age - 1, today.month, min(today.day, 28)) + timedelta(days=int(rng.integers(1, 365)))


def _statuses(
    rng: Generator, kind: str, duration: Duration, origin: Origin, born: date, today: date
) -> tuple[InventedStatus, ...]:
    shortest, longest = margins.DURATION_DAYS[duration]
    of_age = (today - date(born.year + 17, born.month, min(born.day, 28))).days
    days = int(rng.integers(shortest, max(min(longest, of_age), shortest + 1) + 1))
    found = [InventedStatus(kind, today - timedelta(days=days))]
    if kind == "employed":
        looked = int(rng.integers(60, 700))
        found.append(InventedStatus(JOB_SEEKER, found[0].since - timedelta(days=looked), found[0].since))
    if kind in {JOB_SEEKER, "inactive"} and rng.random() < margins.RECIPIENT_SHARE:
        found.append(InventedStatus("recipient", today - timedelta(days=int(rng.integers(30, 900)))))
    if origin is Origin.NON_EU and kind == JOB_SEEKER and rng.random() < margins.NEWCOMER_SHARE_OF_NON_EU:
        found.append(InventedStatus("newcomer", today - timedelta(days=int(rng.integers(60, 1_400)))))
    return tuple(found)


def _work_history(rng: Generator, education: EducationLevel, age: int, trades: Trades) -> list[Trade]:
    if age < 23 and rng.random() < 0.35:
        return []
    worked = [trades.worked_in(rng, education)]
    if age >= 27 and rng.random() < 0.55:
        another = trades.near(rng, worked[0]) if rng.random() < 0.6 else trades.worked_in(rng, education)
        if another not in worked:
            worked.append(another)
    return worked


def _sought(rng: Generator, worked: list[Trade], education: EducationLevel, trades: Trades) -> tuple[str, ...]:
    wanted = [trade.id for trade in worked if rng.random() < 0.75]
    if not wanted or rng.random() < 0.45:
        start = worked[0] if worked and rng.random() < 0.6 else trades.worked_in(rng, education)
        wanted.append(trades.near(rng, start).id)
    return () if rng.random() < 0.04 else tuple(dict.fromkeys(wanted))


def _competences(rng: Generator, worked: list[Trade], age: int, today: date) -> tuple[InventedCompetence, ...]:
    held: dict[str, bool] = {}
    for trade in worked:
        held |= dict.fromkeys(some_of(rng, trade.essential, 0.82), True)
        held = dict.fromkeys(some_of(rng, trade.optional, 0.38), False) | held
    long_at_it = min(0.6, max(0, age - 25) / 50)
    answer = []
    for concept, is_core in held.items():
        level = one_of(
            rng,
            {
                CompetenceLevel.BASIC: 0.35 if is_core else 0.55,
                CompetenceLevel.INDEPENDENT: 0.5,
                CompetenceLevel.EXPERT: long_at_it * 0.5,
            },
        )
        evidence = one_of(rng, {EvidenceKind.SELF_DECLARED: 0.6, EvidenceKind.SEEN: 0.27, EvidenceKind.CERTIFIED: 0.13})
        noted_on = today - timedelta(days=int(rng.integers(1, 540)))
        answer.append(InventedCompetence(concept, level, evidence, noted_on))
    return tuple(answer)


def _languages(rng: Generator, tongue: str, education: EducationLevel) -> tuple[tuple[str, CefrLevel], ...]:
    spoken = {tongue: CefrLevel.C2}
    if tongue != "nl" and (dutch := one_of(rng, margins.DUTCH_OF_OTHERS)) is not None:
        spoken["nl"] = dutch
    levels = [CefrLevel.A1, CefrLevel.A2, CefrLevel.B1, CefrLevel.B2, CefrLevel.C1]
    for language, share in (("en", 0.35 + 0.1 * education.rank), ("fr", 0.2 + 0.09 * education.rank)):
        if language not in spoken and rng.random() < share:
            highest = 2 + min(3, education.rank)
            spoken[language] = levels[int(rng.integers(min(1, education.rank), highest))]
    return tuple(spoken.items())


def _licences(
    rng: Generator, worked: list[Trade], age: int, today: date, *, by_car: bool
) -> tuple[tuple[str, date | None], ...]:
    held: dict[str, date | None] = {}
    if by_car or (age >= 21 and rng.random() < 0.25):
        held["driving-b"] = None
    for trade in worked:
        for licence in some_of(rng, trade.licences, 0.85):
            may_lapse = not licence.startswith(("driving", "teaching", "nurse", "midwife"))
            ends = today + timedelta(days=int(rng.integers(-200, 1_600)))
            held.setdefault(licence, ends if may_lapse and rng.random() < 0.6 else None)
    for licence, share in (("vca-basic", 0.06), ("forklift", 0.04), ("first-aid", 0.05), ("food-hygiene", 0.03)):
        if rng.random() < share:
            held.setdefault(licence, None)
    return tuple(held.items())


def _hours(rng: Generator) -> tuple[int, int] | None:
    return one_of(rng, {None: 0.08, (30, 38): 0.5, (19, 38): 0.2, (15, 25): 0.14, (36, 40): 0.08})


def _shifts(rng: Generator) -> tuple[Shift, ...]:
    if rng.random() < 0.08:
        return ()
    shares = {Shift.EARLY: 0.55, Shift.LATE: 0.4, Shift.NIGHT: 0.15, Shift.WEEKEND: 0.4, Shift.SPLIT: 0.15}
    return (Shift.DAY, *(shift for shift, share in shares.items() if rng.random() < share))


def _transport(rng: Generator, age: int) -> tuple[str, ...]:
    if rng.random() < 0.05:
        return ()
    shares = {"bicycle": 0.62, "public_transport": 0.7, "car": 0.15 if age < 25 else 0.38, "moped": 0.03}
    return ("walk", *(mode for mode, share in shares.items() if rng.random() < share))


def _wage_wanted(rng: Generator, person: InventedPerson, trades: Trades) -> int | None:
    """What this person hopes to earn: about what the work they want pays, a little more often than less."""
    named = person.sought or person.worked_in
    usual = wages_of(rng, trades.by_id[named[0]])[0] if named else 0
    step = one_of(rng, {-100: 0.15, 0: 0.35, 100: 0.3, 200: 0.15, 400: 0.05})
    is_known = rng.random() < margins.WAGE_WISH_KNOWN_SHARE
    return round((usual + step) / 50) * 50 if is_known and usual else None


def _mail_address(rng: Generator, given: str) -> str:
    """An address in a domain that is set apart for examples (RFC 2606), so that no mail can arrive anywhere."""
    if rng.random() < 0.3:
        return ""
    letters = "".join(letter for letter in fold(given) if letter.isascii() and letter.isalpha()) or "iemand"
    return f"{letters}{int(rng.integers(100, 100_000))}@verzonnen.example"
