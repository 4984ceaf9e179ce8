"""How fast does matching answer, next to the plain ways of doing the same?

    python -m bench.matching [--quick] [--json]

One seeded, invented workload: skills by a Zipf-Mandelbrot law, occupations with pools of skills, four hard constraints.
Peers do exactly the same job: a Python loop with sets, and NumPy over every required skill of every vacancy per person.
They run on a sample of the persons, are scaled to all of them, and must give the same ids and scores to the last bit.
"""

import argparse
import json
import platform
import statistics
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from arbeidspact.matching import (
    LAST_DAY,
    GradedLists,
    IdLists,
    Index,
    Persons,
    Policy,
    Related,
    Vacancies,
    explain,
    idf_weights,
    near_misses,
    rank,
    rank_persons,
    what_would_open,
)
from arbeidspact.mobility import Place, TravelMode, Zone, mode_bits, modes_of, zone_minutes

SEED = 20_261_122
K = 20
N_LANGUAGES = 6
POLICY = Policy(on=date(2026, 11, 22))


@dataclass(frozen=True)
class Size:
    """How large a workload, and how many persons the slow peers run on."""

    name: str
    persons: int
    vacancies: int
    skills: int
    occupations: int
    zones: int
    repeats: int
    sampled: int


CITY = Size("city", 12_123, 8_831, 13_939, 3_000, 25, repeats=3, sampled=300)
QUICK = Size("quick", 1_500, 900, 3_000, 300, 25, repeats=3, sampled=150)


@dataclass(frozen=True)
class Workload:
    size: Size
    vacancies: Vacancies
    persons: Persons
    weights: NDArray[np.uint16]
    travel: dict[TravelMode, NDArray[np.uint16]]
    related: Related

    def index(self, *, related: bool) -> Index:
        return Index.build(
            self.vacancies,
            n_competences=self.size.skills,
            n_languages=N_LANGUAGES,
            weights=self.weights,
            travel=self.travel,
            related=self.related if related else None,
        )


def workload(size: Size) -> Workload:
    """The invented vacancies and persons of this size; the same on every machine with the same NumPy."""
    random = np.random.default_rng(SEED)
    chance = 1 / (np.arange(size.skills) + 6.0)
    chance /= chance.sum()
    pools = [random.choice(size.skills, 40, replace=False, p=chance) for _ in range(size.occupations)]
    jobs = random.integers(0, size.occupations, size.vacancies)
    seekers = random.integers(0, size.occupations, size.persons)
    asked = [_skills(random, pools[job], chance, random.integers(5, 26)) for job in jobs]
    required = IdLists.from_rows(skills[: max(1, len(skills) * 4 // 5)].tolist() for skills in asked)
    nice = IdLists.from_rows(skills[max(1, len(skills) * 4 // 5) :].tolist() for skills in asked)
    known = [_skills(random, pools[job], chance, random.integers(5, 31)) for job in seekers]
    zones = [Zone(n, Place(51.0 + 0.02 * (n // 5), 3.65 + 0.03 * (n % 5)), 4.0) for n in range(size.zones)]
    hours = random.choice([1_140, 1_824, 2_280], size.vacancies, p=[0.3, 0.2, 0.5])
    wanted = random.choice([0, 1_200, 1_900], size.persons, p=[0.5, 0.2, 0.3])
    vacancies = Vacancies(
        ids=random.permutation(size.vacancies) + 1,
        required=required,
        nice_to_have=nice,
        languages=GradedLists.from_rows([(0, int(level))] for level in random.integers(2, 6, size.vacancies)),
        licences=np.where(random.random(size.vacancies) < 0.6, 1 << random.integers(0, 6, size.vacancies), 0),
        education=random.choice([0, 3, 6], size.vacancies, p=[0.6, 0.25, 0.15]),
        weekly_minutes_min=hours,
        weekly_minutes_max=hours,
        shifts=random.choice([0, 1, 2, 6], size.vacancies, p=[0.6, 0.2, 0.1, 0.1]),
        zones=random.integers(0, size.zones, size.vacancies),
        occupations=jobs,
        positions=np.ones(size.vacancies, dtype=np.int32),
        valid_from=np.zeros(size.vacancies, dtype=np.int32),
        valid_until=np.full(size.vacancies, LAST_DAY),
    )
    persons = Persons(
        ids=random.permutation(size.persons) + 1,
        competences=GradedLists.from_rows([(skill, 100) for skill in skills.tolist()] for skills in known),
        languages=GradedLists.from_rows([(0, int(level))] for level in random.integers(1, 7, size.persons)),
        licences=random.integers(0, 64, size.persons),
        education=random.choice([0, 3, 6], size.persons, p=[0.4, 0.35, 0.25]),
        weekly_minutes_min=wanted,
        weekly_minutes_max=np.full(size.persons, 2_280),
        shifts=random.choice([1, 3, 7], size.persons),
        zones=random.integers(0, size.zones, size.persons),
        max_travel_minutes=random.choice([20, 30, 45], size.persons),
        modes=random.choice(
            [mode_bits([TravelMode.WALK, TravelMode.BICYCLE]), mode_bits(TravelMode)], size.persons, p=[0.6, 0.4]
        ),
        occupations=IdLists.from_rows([int(job)] for job in seekers),
    )
    travel = {mode: zone_minutes(zones, mode) for mode in TravelMode}
    weights = idf_weights(required, size.skills)
    return Workload(size, vacancies, persons, weights, travel, _related(random, pools, size.skills))


def _skills(random: np.random.Generator, pool: NDArray[Any], chance: NDArray[Any], count: int) -> NDArray[Any]:
    own = random.choice(pool, count * 3 // 5, replace=False)
    drawn = np.concatenate([own, random.choice(len(chance), count * 2, p=chance)])
    return drawn[np.sort(np.unique(drawn, return_index=True)[1])][:count]


def _related(random: np.random.Generator, pools: list[NDArray[Any]], skills: int) -> Related:
    """About six others for every skill in a pool, credit 0.2 to 0.8: one person's 17 skills become some 100."""
    triples = []
    for pool in pools:
        for held in pool[:10].tolist():
            others = random.choice(pool, 3, replace=False).tolist()
            triples += [(held, other, float(random.integers(2, 9)) / 10) for other in others if other != held]
    return Related.from_triples(triples, skills)


# The peers. Each answers for one person: (id, score) of the best K, ties by id.

Answer = list[tuple[int, float]]


def python_sets(work: Workload) -> Callable[[int], Answer]:
    """A loop over all vacancies with set intersections; exact skills only."""
    vacancies, persons, weights = work.vacancies, work.persons, work.weights.tolist()
    rows = []
    for row in range(len(vacancies)):
        required = frozenset(vacancies.required.row(row).tolist())
        nice = frozenset(vacancies.nice_to_have.row(row).tolist()) - required
        needs = dict(zip(*(column.tolist() for column in vacancies.languages.row(row)), strict=True))
        names = ("ids", "licences", "education", "weekly_minutes_min", "weekly_minutes_max", "shifts", "zones")
        plain = [getattr(vacancies, name)[row].item() for name in (*names, "occupations")]
        totals = sum(weights[skill] for skill in required), sum(weights[skill] for skill in nice)
        rows.append((required, nice, needs, *plain, *totals))
    travel = {mode: minutes.tolist() for mode, minutes in work.travel.items()}

    def answer(person: int) -> Answer:
        held = set(persons.competences.row(person)[0].tolist())
        spoken = dict(zip(*(column.tolist() for column in persons.languages.row(person)), strict=True))
        licences, education, possible = (
            getattr(persons, c)[person].item() for c in ("licences", "education", "shifts")
        )
        least, most = persons.weekly_minutes_min[person].item(), persons.weekly_minutes_max[person].item()
        home, limit = persons.zones[person].item(), persons.max_travel_minutes[person].item()
        own, wants = modes_of(persons.modes[person].item()), set(persons.occupations.row(person).tolist())
        found = []
        for required, nice, needs, id_, asks, diploma, low, high, shifts, zone, job, of_required, of_nice in rows:
            if asks & ~licences or shifts & ~possible or diploma > education or low > most or high < least:
                continue
            if any(spoken.get(language, 0) < level for language, level in needs.items()):
                continue
            if min(travel[mode][home][zone] for mode in own) > limit:
                continue
            gained = 100 * sum(weights[skill] for skill in required & held)
            gained += POLICY.nice_percent * sum(weights[skill] for skill in nice & held)
            gained += POLICY.occupation_percent * of_required * (job in wants)
            total = (100 + POLICY.occupation_percent) * of_required + POLICY.nice_percent * of_nice
            if gained:
                found.append((-gained / total, id_))
        return [(id_, -score) for score, id_ in sorted(found)[:K]]

    return answer


def numpy_per_person(work: Workload, index: Index) -> Callable[[int], Answer]:
    """Per person: look up every required skill of every vacancy, add per vacancy, then filter, then sort."""
    persons = work.persons
    required_sums = _row_adder(index.required_starts)
    nice_sums = _row_adder(index.nice_starts)
    of_required = index.required_totals.astype(np.int64)
    total = (100 + POLICY.occupation_percent) * of_required + POLICY.nice_percent * index.nice_totals

    def answer(person: int) -> Answer:
        held, grades = persons.competences.row(person)
        worth = np.zeros(index.n_competences, dtype=np.int64)
        worth[held] = grades
        for skill, grade in zip(held.tolist(), grades.tolist(), strict=True):
            here = slice(index.covers_starts[skill], index.covers_starts[skill + 1])
            covered = index.covers_ids[here]
            worth[covered] = np.maximum(worth[covered], index.covers_credits[here].astype(np.int64) * grade // 100)
        gains = index.weights * worth // 100
        gained = 100 * required_sums(gains[index.required_ids]) + POLICY.nice_percent * nice_sums(gains[index.nice_ids])
        wants = np.isin(index.occupations, persons.occupations.row(person))
        gained += POLICY.occupation_percent * of_required * wants
        levels = np.zeros(N_LANGUAGES, dtype=np.uint8)
        levels[persons.languages.row(person)[0]] = persons.languages.row(person)[1]
        own = [place for place, mode in enumerate(index.modes) if mode in modes_of(int(persons.modes[person]))]
        minutes = index.travel_minutes[own][:, persons.zones[person]].min(axis=0)[index.zones]
        fits = (levels[index.language_ids] >= index.language_levels) & (index.licences & ~persons.licences[person] == 0)
        fits &= (index.education <= persons.education[person]) & (index.shifts & ~persons.shifts[person] == 0)
        fits &= index.weekly_minutes_min <= persons.weekly_minutes_max[person]
        fits &= index.weekly_minutes_max >= persons.weekly_minutes_min[person]
        fits &= (minutes <= persons.max_travel_minutes[person]) & (gained > 0)
        rows = np.flatnonzero(fits)
        scores = gained[rows] / total[rows]
        best = np.lexsort((index.ids[rows], -scores))[:K]
        return list(zip(index.ids[rows[best]].tolist(), scores[best].tolist(), strict=True))

    return answer


def _row_adder(starts: NDArray[np.int64]) -> Callable[[NDArray[np.int64]], NDArray[np.int64]]:
    def add(values: NDArray[np.int64]) -> NDArray[np.int64]:
        running = np.concatenate([[0], np.cumsum(values)])
        sums: NDArray[np.int64] = running[starts[1:]] - running[starts[:-1]]
        return sums

    return add


# Measuring.


def measure(size: Size) -> dict[str, Any]:
    """Every figure of the table, after checking that all answers agree."""
    work = workload(size)
    index, soft = work.index(related=False), work.index(related=True)
    sample = np.linspace(0, size.persons - 1, size.sampled).astype(int).tolist()
    answers = rank(index, work.persons, K, policy=POLICY)
    eligible = float(answers.eligible.mean() / size.vacancies)
    lines = [_ours("arbeidspact, exact skills", work, index), _ours("arbeidspact, related skills too", work, soft)]
    peers = [
        ("Python loop with sets", python_sets(work), index),
        ("NumPy per person", numpy_per_person(work, index), index),
        ("NumPy per person, related skills too", numpy_per_person(work, soft), soft),
    ]
    lines += [_peer(name, answer, work, against, sample) for name, answer, against in peers]
    return {
        "bench": "matching",
        "size": size.name,
        "persons": size.persons,
        "vacancies": size.vacancies,
        "k": K,
        "share_eligible": round(eligible, 4),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "rank_all": lines,
        "single": _single_questions(work, soft),
        "index_megabytes": round(sum(a.nbytes for a in vars(soft).values() if isinstance(a, np.ndarray)) / 1e6, 1),
    }


def _ours(name: str, work: Workload, index: Index) -> dict[str, Any]:
    seconds = []
    for _ in range(work.size.repeats):
        begin = time.perf_counter()
        rank(index, work.persons, K, policy=POLICY)
        seconds.append(time.perf_counter() - begin)
    few = work.persons.take(range(50))
    peak = _peak_megabytes(lambda: rank(index, few, K, policy=POLICY))
    return _line(name, statistics.median(seconds), work.size.persons, work.size.persons, peak)


def _peer(
    name: str, answer: Callable[[int], Answer], work: Workload, index: Index, sample: list[int]
) -> dict[str, Any]:
    expected = rank(index, work.persons, K, policy=POLICY)
    seconds = []
    for row in sample:
        begin = time.perf_counter()
        found = answer(row)
        seconds.append(time.perf_counter() - begin)
        ours = [(place.id, place.score) for place in expected.best(int(work.persons.ids[row]))]
        if found != ours:
            raise SystemExit(f"{name} and arbeidspact disagree on row {row}: the figures would mean nothing.")
    peak = _peak_megabytes(lambda: [answer(row) for row in sample[:5]])
    return _line(name, statistics.median(seconds) * work.size.persons, work.size.persons, len(sample), peak)


def _line(name: str, seconds: float, persons: int, measured: int, peak: float) -> dict[str, Any]:
    return {
        "name": name,
        "seconds": round(seconds, 3),
        "persons_a_second": round(persons / seconds),
        "measured_persons": measured,
        "peak_megabytes": round(peak, 1),
    }


def _single_questions(work: Workload, index: Index) -> dict[str, float]:
    """Milliseconds, medians: what one screen asks."""
    some = range(0, work.size.persons, max(1, work.size.persons // 40))
    ones = [work.persons.take([row]) for row in some]
    vacancies = index.ids[:: max(1, len(index) // 20)].tolist()
    best = [rank(index, one, 1, policy=POLICY) for one in ones]
    pairs = [(one, ranking.ids[0].item()) for one, ranking in zip(ones, best, strict=True) if len(ranking.ids)]
    return {
        "build the index": _median_ms([lambda: work.index(related=True)] * 3),
        "rank one person": _median_ms([lambda one=one: rank(index, one, K, policy=POLICY) for one in ones]),
        "rank everyone for one vacancy": _median_ms(
            [lambda id_=id_: rank_persons(index, id_, work.persons, K, policy=POLICY) for id_ in vacancies]
        ),
        "explain one pair": _median_ms(
            [lambda one=one, id_=id_: explain(index, one, int(one.ids[0]), id_, policy=POLICY) for one, id_ in pairs]
        ),
        "near misses of one person": _median_ms(
            [lambda one=one: near_misses(index, one, K, policy=POLICY) for one in ones]
        ),
        "what would open more for one person": _median_ms(
            [lambda one=one: what_would_open(index, one, int(one.ids[0]), policy=POLICY) for one in ones]
        ),
    }


def _median_ms(questions: list[Callable[[], object]]) -> float:
    seconds = []
    for question in questions:
        begin = time.perf_counter()
        question()
        seconds.append(time.perf_counter() - begin)
    return round(statistics.median(seconds) * 1000, 3)


def _peak_megabytes(question: Callable[[], object]) -> float:
    tracemalloc.start()
    question()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def show(figures: dict[str, Any], console: Console) -> None:
    """The figures as tables."""
    title = f"Best {K} of {figures['vacancies']:,} vacancies for {figures['persons']:,} persons, answers checked equal"
    table = Table(
        title=title, caption="Peers: median per person over a sample, scaled to all. Memory: extra, at its peak."
    )
    table.add_column("way")
    for heading in ("seconds", "persons a second", "times ours", "measured on", "MB"):
        table.add_column(heading, justify="right")
    ours = {False: figures["rank_all"][0]["seconds"], True: figures["rank_all"][1]["seconds"]}
    for line in figures["rank_all"]:
        ratio = line["seconds"] / ours["related" in line["name"]]
        cells = [f"{line['seconds']:.2f}", f"{line['persons_a_second']:,}", f"{ratio:.1f}"]
        table.add_row(line["name"], *cells, f"{line['measured_persons']:,}", f"{line['peak_megabytes']:.1f}")
    console.print(table)
    single = Table(title=f"One question; {figures['share_eligible']:.1%} of pairs pass every constraint")
    single.add_column("question")
    single.add_column("milliseconds", justify="right")
    for name, milliseconds in figures["single"].items():
        single.add_row(name, f"{milliseconds:.2f}")
    console.print(single)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.matching", description="Measure matching beside its peers.")
    parser.add_argument("--quick", action="store_true", help="a smaller workload; ends within 50 seconds")
    parser.add_argument("--json", action="store_true", help="end with one line holding every figure")
    options = parser.parse_args()
    figures = measure(QUICK if options.quick else CITY)
    show(figures, Console())
    if options.json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
