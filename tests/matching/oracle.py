"""The plainest way to the same answers: loops over rows, exact fractions, no arrays.

Slow on purpose and written without a look at the engine's own steps, so that the two cannot share a mistake.
"""

from fractions import Fraction
from math import floor

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
    if person.zone >= 0 and vacancy.zone >= 0 and not ways_to_work(world, person, vacancy):
        failed.append(("travel", None))
    return failed


def journeys(world, person, vacancy):
    """Minutes by each way the person has that leads from the home to the workplace; both must be known."""
    return {
        mode: int(minutes[person.zone][vacancy.zone])
        for mode, minutes in world.travel.items()
        if person.modes >> MODES.index(mode) & 1 and minutes[person.zone][vacancy.zone] != 65_535
    }


def ways_to_work(world, person, vacancy):
    """The ways the person has that are within the limit, in time for the work, and run when it ends."""
    return [
        mode
        for mode, minutes in journeys(world, person, vacancy).items()
        if minutes <= person.limit
        and is_in_time(world, mode, minutes, vacancy)
        and has_a_way_back(world, mode, vacancy)
    ]


def trouble_on_the_way(world, person, vacancy):
    """Of somebody who does not get there: is it too far, too late, or is there no way back? And by what way, if any."""
    order = sorted(journeys(world, person, vacancy).items(), key=lambda way: (way[1], MODES.index(way[0])))
    if not order:
        return "too far", None
    mode, minutes = order[0]
    if minutes > person.limit:
        return "too far", mode
    return ("no way back" if is_in_time(world, mode, minutes, vacancy) else "too late"), mode


def is_in_time(world, mode, minutes, vacancy):
    """On the day itself; or the evening before, by what runs around the clock or leaves an hour to wait at most."""
    service = world.service[mode]
    return (
        vacancy.starts == -1
        or service.first_departure + minutes <= vacancy.starts
        or service.last_departure >= service.first_departure + 24 * 60
        or vacancy.starts + 24 * 60 <= service.last_departure + 60
    )


def has_a_way_back(world, mode, vacancy):
    """Does it run when the work ends: on the day itself, or still in the night after a day before?"""
    service = world.service[mode]
    if vacancy.ends == -1:
        return True
    return (
        service.first_departure <= vacancy.ends <= service.last_departure
        or vacancy.ends + 24 * 60 <= service.last_departure
    )


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
    gained, preferred, total = parts(world, person, vacancy)
    return Fraction(gained + preferred, total) if gained else Fraction(0)


def parts(world, person, vacancy):
    """What competences and occupation gain, what the preferences gain, and what all could gain, in whole numbers."""
    nice = vacancy.nice - vacancy.required
    base = sum(world.weights[c] for c in vacancy.required) or sum(world.weights[c] for c in nice) or 100
    gained = total = 0
    for competence in vacancy.required:
        gained += floor(Fraction(world.weights[competence] * worth(world, person, competence), 100))
        total += world.weights[competence]
    for competence in nice:
        part = Fraction(world.policy.nice_percent, 100)
        gained += floor(part * floor(Fraction(world.weights[competence] * worth(world, person, competence), 100)))
        total += floor(part * world.weights[competence])
    preferred = 0
    for gain, share in terms(world, person, vacancy):
        most = floor(Fraction(base * share, 100))
        total += most
        preferred += floor(most * gain)
    if vacancy.occupation >= 0:
        most = floor(Fraction(base * world.policy.occupation_percent, 100))
        total += most
        if vacancy.occupation in person.occupations:
            gained += most
    return gained, preferred, total


def terms(world, person, vacancy):
    """For each preference that the vacancy says something of: the part of it that is met, and its percentage."""
    if vacancy.zone >= 0:
        minutes = min(journeys(world, person, vacancy).values(), default=120) if person.zone >= 0 else 0
        yield Fraction(max(120 - minutes, 0), 120), world.policy.distance_percent
    if vacancy.hours[1] < 10_080:
        yield met_of(vacancy.hours[1], person.hours[1] % 10_080), world.policy.hours_percent
    if vacancy.wage >= 0:
        yield met_of(vacancy.wage, max(person.wage, 0)), world.policy.wage_percent


def met_of(offered, wanted):
    """How much of this wish is met; 0 is no wish, which everything meets."""
    return min(Fraction(offered, wanted), Fraction(1)) if wanted else Fraction(1)


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
    return _missed(((vacancy.id, person, vacancy) for vacancy in world.vacancies), world, k)


def best_persons_missed(world, vacancy, k):
    """The k best (id, score, failure) among persons whom exactly one constraint excludes; none where it is closed."""
    return _missed(((person.id, person, vacancy) for person in world.persons), world, k)


def fitting_well(world, person):
    """The ids of the vacancies open to this person whose score is a half or more."""
    return {
        row.id for row in world.vacancies if row.id in open_to(world, person) and score(world, person, row) * 2 >= 1
    }


def made_to_fit_by(world, person, competence):
    """How many vacancies would fit this person well that do not yet, with this competence they require held in full?"""
    count = 0
    for vacancy in world.vacancies:
        if failures(world, person, vacancy) or competence not in vacancy.required:
            continue
        has = worth(world, person, competence)
        weight = world.weights[competence]
        gained, preferred, total = parts(world, person, vacancy)
        learned = Fraction(gained - floor(Fraction(weight * has, 100)) + weight + preferred, total)
        if has < 100 and score(world, person, vacancy) < Fraction(1, 2) <= learned:
            count += 1
    return count


def eligible_for(world, vacancy):
    """The ids of the persons whom nothing excludes from this vacancy."""
    return {person.id for person in world.persons if not failures(world, person, vacancy)}


def open_to(world, person):
    """The ids of the vacancies that nothing excludes for this person."""
    return {vacancy.id for vacancy in world.vacancies if not failures(world, person, vacancy)}


def _best(scored, k):
    ordered = sorted(((id_, value) for id_, value in scored if value > 0), key=lambda pair: (-pair[1], pair[0]))
    return [(id_, float(value)) for id_, value in ordered[:k]]


def _missed(pairs, world, k):
    found = []
    for id_, person, vacancy in pairs:
        failed = failures(world, person, vacancy)
        if len(failed) == 1 and failed[0][0] != "not open":
            found.append((id_, score(world, person, vacancy), failed[0]))
    ordered = sorted((entry for entry in found if entry[1] > 0), key=lambda entry: (-entry[1], entry[0]))
    return [(id_, float(value), failure) for id_, value, failure in ordered[:k]]
