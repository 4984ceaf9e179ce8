"""The plainest way to the same answers: loops over rows, exact fractions, no arrays.

Slow on purpose and written without a look at the engine's own steps, so that the two cannot share a mistake.
"""

from fractions import Fraction

from arbeidspact.mobility import TravelMode
from tests.matching.worlds import NOW

MODES = list(TravelMode)


def failures(world, person, vacancy):
    """One word and its subject for every hard constraint that fails."""
    failed = []
    if not (vacancy.dates[0] <= NOW <= vacancy.dates[1]) or vacancy.positions == 0:
        failed.append(("not open", None))
    spoken = dict(person.languages)
    failed += [("language", language) for language, needs in vacancy.languages if spoken.get(language, 0) < needs]
    failed += [("licence", bit) for bit in range(64) if vacancy.licences >> bit & 1 and not person.licences >> bit & 1]
    if person.education < vacancy.education:
        failed.append(("education", None))
    if vacancy.hours[0] > person.hours[1] or person.hours[0] > vacancy.hours[1]:
        failed.append(("hours", None))
    failed += [("shift", bit) for bit in range(32) if vacancy.shifts >> bit & 1 and not person.shifts >> bit & 1]
    minutes = journey(world, person, vacancy)
    if minutes is not None and (minutes == 65_535 or minutes > person.limit):
        failed.append(("travel", None))
    return failed


def journey(world, person, vacancy):
    """Minutes by the fastest way, 65535 when there is none, None when travel cannot be judged."""
    if person.zone < 0 or vacancy.zone < 0:
        return None
    ways = [
        int(minutes[person.zone][vacancy.zone])
        for mode, minutes in world.travel.items()
        if person.modes >> MODES.index(mode) & 1
    ]
    return min(ways, default=65_535)


def worth(world, person, competence):
    """What this competence is worth in this person, in hundredths."""
    credits = {}
    for held, covered, credit in world.related:
        if covered == competence and held != competence:
            credits[held] = max(credits.get(held, 0), round(credit * 100))
    held = dict(person.competences)
    ways = [held.get(competence, 0)] + [
        held[other] * credit // 100 for other, credit in credits.items() if other in held
    ]
    return max(ways)


def score(world, person, vacancy):
    """The score as an exact fraction."""
    nice = vacancy.nice - vacancy.required
    base = sum(world.weights[c] for c in vacancy.required) or sum(world.weights[c] for c in nice) or 1
    gained = total = 0
    for asked, percent in ((vacancy.required, 100), (nice, world.policy.nice_percent)):
        for competence in asked:
            gained += percent * (world.weights[competence] * worth(world, person, competence) // 100)
            total += percent * world.weights[competence]
    if vacancy.occupation >= 0:
        total += world.policy.occupation_percent * base
        if vacancy.occupation in person.occupations:
            gained += world.policy.occupation_percent * base
    return Fraction(gained, total) if total else Fraction(0)


def is_known(person):
    return bool(person.competences or person.occupations)


def best_vacancies(world, person, k):
    """The k best (id, score) for this person, ties by id."""
    if not is_known(person):
        return []
    fits = [vacancy for vacancy in world.vacancies if not failures(world, person, vacancy)]
    scored = [(vacancy.id, score(world, person, vacancy)) for vacancy in fits]
    return _best(scored, k)


def best_persons(world, vacancy, k):
    """The k best (id, score) for this vacancy, ties by id."""
    fits = [person for person in world.persons if is_known(person) and not failures(world, person, vacancy)]
    return _best([(person.id, score(world, person, vacancy)) for person in fits], k)


def best_near_misses(world, person, k):
    """The k best (id, score, failure) among vacancies that exactly one constraint excludes, being closed apart."""
    found = []
    for vacancy in world.vacancies:
        failed = failures(world, person, vacancy)
        if len(failed) == 1 and failed[0][0] != "not open":
            found.append((vacancy.id, score(world, person, vacancy), failed[0]))
    ordered = sorted((entry for entry in found if entry[1] > 0), key=lambda entry: (-entry[1], entry[0]))
    return [(id_, float(value), failure) for id_, value, failure in ordered[:k]]


def open_to(world, person):
    """The ids of the vacancies that nothing excludes for this person."""
    return {vacancy.id for vacancy in world.vacancies if not failures(world, person, vacancy)}


def _best(scored, k):
    ordered = sorted(((id_, value) for id_, value in scored if value > 0), key=lambda pair: (-pair[1], pair[0]))
    return [(id_, float(value)) for id_, value in ordered[:k]]
