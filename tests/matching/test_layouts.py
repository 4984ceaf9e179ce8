"""However vacancies are laid out, and however many threads walk through them, the answers are the same."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arbeidspact.matching import GradedLists, IdLists, Index, Persons, Policy, Vacancies, day_number, rank
from arbeidspact.matching.constraints import closed_vacancies, failing_for_person
from arbeidspact.matching.engine import run
from arbeidspact.matching.engine.layout import LANES, laid_out
from arbeidspact.matching.engine.top import key_of, row_of
from arbeidspact.matching.index_columns import COLUMNS, LARGEST_TOTAL
from arbeidspact.matching.ranking import best_first
from arbeidspact.matching.scores import scale_of, scores_for_person
from arbeidspact.mobility import TravelMode
from tests.matching import oracle
from tests.matching.worlds import TODAY, PersonRow, VacancyRow, index_of, persons_of, worlds

NOW = day_number(TODAY)
N_COMPETENCES, N_LANGUAGES, N_ZONES = 400, 5, 9
PERSONS, VACANCIES = 60, 5_000

POLICIES = [
    pytest.param(Policy(on=TODAY), id="preferences count"),
    pytest.param(
        Policy(
            on=TODAY, nice_percent=50, occupation_percent=50, distance_percent=50, hours_percent=50, wage_percent=50
        ),
        id="preferences count as much as they may",
    ),
    pytest.param(
        Policy(on=TODAY, nice_percent=0, occupation_percent=0, distance_percent=0, hours_percent=0, wage_percent=0),
        id="competences alone",
    ),
]


def in_cells_of(index, largest):
    columns = {name: getattr(index, name) for name in COLUMNS}
    return replace(index, stored_layout=laid_out(columns, index.n_competences, largest_cell=largest))


@settings(deadline=None)
@given(world=worlds(), largest=st.integers(1, 4), k=st.sampled_from([1, 2, 20]))
def test_a_small_world_is_ranked_as_the_oracle_does_in_cells_of_any_size(world, largest, k):
    index = in_cells_of(world.index(), largest)

    ranking = rank(index, world.columns(), k, policy=world.policy)

    for person in world.persons:
        found = [(place.id, place.score) for place in ranking.best(person.id)]
        assert found == oracle.best_vacancies(world, person, k)


def graded(random, count, size, least, most, highest):
    rows = [random.choice(size, random.integers(least, most), replace=False) for _ in range(count)]
    return GradedLists.from_rows([(int(id_), int(random.integers(1, highest + 1))) for id_ in row] for row in rows)


@pytest.fixture(scope="module")
def many():
    """Vacancies and persons of every kind, drawn by lot; many alike, so that scores tie."""
    random = np.random.default_rng(20_261_122)
    skewed = 1 / (np.arange(N_COMPETENCES) + 3.0)
    skewed /= skewed.sum()

    def lists(count, most):
        return IdLists.from_rows(
            random.choice(N_COMPETENCES, random.integers(0, most), replace=False, p=skewed).tolist()
            for _ in range(count)
        )

    def some(values, count=VACANCIES):
        return random.choice(values, count)

    hours = np.sort(random.choice([0, 600, 1140, 1824, 2280, 10_080], (VACANCIES, 2)), axis=1)
    vacancies = Vacancies(
        ids=random.permutation(3 * VACANCIES)[:VACANCIES] - VACANCIES,
        required=lists(VACANCIES, 9),
        nice_to_have=lists(VACANCIES, 4),
        languages=graded(random, VACANCIES, N_LANGUAGES, 0, 3, 4),
        licences=some(np.asarray([0, 0, 0, 1, 2, 4, 5, 1 << 63], dtype=np.uint64)),
        education=some([0, 0, 3, 6]),
        weekly_minutes_min=hours[:, 0],
        weekly_minutes_max=hours[:, 1],
        shifts=some([0, 0, 0, 1, 6]),
        zones=random.integers(-1, N_ZONES, VACANCIES),
        occupations=random.integers(-1, 40, VACANCIES),
        positions=some([0, 1, 1, 1, 3]),
        valid_from=some([NOW - 9, NOW, NOW, NOW + 1]),
        valid_until=some([NOW - 1, NOW, NOW + 9, NOW + 9]),
        starts_at=some([-1, -1, 330, 480, 1320]),
        ends_at=some([-1, -1, 840, 1020, 360]),
        wages_cents=some([-1, 210_000, 333_333]),
    )
    wanted = np.sort(random.choice([0, 600, 1140, 1824, 2280, 10_080], (PERSONS, 2)), axis=1)
    persons = Persons(
        ids=random.permutation(PERSONS) - 5,
        competences=graded(random, PERSONS, N_COMPETENCES, 0, 40, 100),
        languages=graded(random, PERSONS, N_LANGUAGES, 1, 5, 6),
        licences=some(np.asarray([0, 7, 7, (1 << 64) - 1], dtype=np.uint64), PERSONS),
        education=some([0, 3, 6, 8], PERSONS),
        weekly_minutes_min=wanted[:, 0],
        weekly_minutes_max=wanted[:, 1],
        shifts=some([0, 1, 7], PERSONS),
        zones=random.integers(-1, N_ZONES, PERSONS),
        max_travel_minutes=some([0, 20, 45, 65_535], PERSONS),
        modes=some([1, 3, 16, 31], PERSONS),
        occupations=IdLists.from_rows(random.choice(40, 3, replace=False).tolist() for _ in range(PERSONS)),
        wages_wanted_cents=some([-1, 0, 250_000], PERSONS),
    )
    index = Index.build(
        vacancies,
        n_competences=N_COMPETENCES,
        n_languages=N_LANGUAGES,
        weights=random.integers(1, 90, N_COMPETENCES),
        travel={mode: random.integers(0, 130, (N_ZONES, N_ZONES)) for mode in TravelMode},
    )
    return index, persons


@pytest.fixture(scope="module")
def plainly(many):
    """The same ranking in whole columns, without a layout."""

    def answer(policy, k):
        index, persons = many
        closed, scale, found = closed_vacancies(index, policy), scale_of(index, policy), []
        for row in range(PERSONS):
            rows = np.flatnonzero(failing_for_person(index, persons, row, closed).count() == 0)
            scores = scores_for_person(index, persons, row, rows, scale)
            places = best_first(scores, index.ids[rows], k)
            found.append(list(zip(index.ids[rows[places]].tolist(), scores[places].tolist(), strict=True)))
        return found

    return answer


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("largest", [7, 100, 1_000, 8_192])
def test_many_are_ranked_as_whole_columns_say_in_cells_of_any_size(many, plainly, policy, largest):
    index, persons = many
    ranking = rank(in_cells_of(index, largest), persons, 20, policy=policy)

    found = [[(place.id, place.score) for place in ranking.best(id_)] for id_ in persons.ids.tolist()]

    assert found == plainly(policy, 20)


@pytest.mark.parametrize("k", [1, 3, 700, VACANCIES, 2 * VACANCIES])
def test_as_many_are_found_as_are_asked_for(many, plainly, k):
    index, persons = many
    policy = Policy(on=TODAY)
    ranking = rank(index, persons, k, policy=policy)

    assert [[place.id for place in ranking.best(id_)] for id_ in persons.ids.tolist()] == [
        [id_ for id_, _score in best] for best in plainly(policy, k)
    ]


@pytest.mark.parametrize("largest", [33, 1_000, 8_192])
def test_runs_say_of_common_slots_what_postings_say(many, largest):
    layout = in_cells_of(many[0], largest).layout
    runs = -(-np.diff(layout.cell_starts) // LANES)
    first_runs = np.cumsum(runs) - runs
    slots = np.flatnonzero(layout.common_of_slot >= 0)
    assert 5 < len(slots) < len(layout.common_of_slot) / 2

    for slot in slots:
        in_runs = np.unpackbits(
            layout.common_runs[layout.common_of_slot[slot]].view(np.uint8), bitorder="little"
        ).nonzero()[0]
        begins, ends = layout.posting_starts[:, slot], layout.posting_starts[:, slot + 1]
        in_postings = [
            first_run * LANES + place
            for first_run, begin, end in zip(first_runs, begins, ends, strict=True)
            for place in sorted(layout.postings[begin:end].tolist())
        ]
        assert in_runs.tolist() == in_postings


@pytest.mark.parametrize("threads", [1, 2, 3, None])
def test_any_number_of_threads_gives_one_answer(many, plainly, threads, monkeypatch):
    monkeypatch.setattr(run, "PART", 7)
    index, persons = many
    policy = Policy(on=TODAY)

    ranking = rank(index, persons, 20, policy=policy, threads=threads)

    assert [[(place.id, place.score) for place in ranking.best(id_)] for id_ in persons.ids.tolist()] == (
        plainly(policy, 20)
    )


@given(
    gained=st.integers(1, 2**17 - 1),
    total=st.integers(1, 2**17 - 1),
    other_gained=st.integers(1, 2**17 - 1),
    other_total=st.integers(1, 2**17 - 1),
    rows=st.tuples(st.integers(0, 2**24 - 1), st.integers(0, 2**24 - 1)),
)
def test_keys_order_by_score_and_then_by_the_lower_row(gained, total, other_gained, other_total, rows):
    gained, other_gained = min(gained, total), min(other_gained, other_total)
    one, other = key_of(gained / total, rows[0]), key_of(other_gained / other_total, rows[1])

    exact = gained * other_total - other_gained * total
    assert (one > other) == (exact > 0 or (exact == 0 and rows[0] < rows[1]))
    assert (row_of(np.uint64(one)), row_of(np.uint64(other))) == rows


@pytest.mark.parametrize(
    ("required", "nice"),
    [
        pytest.param({0, 1}, set(), id="all required"),
        pytest.param({0}, {1}, id="half nice to have"),
        pytest.param(set(), {0, 1}, id="all nice to have"),
    ],
)
def test_the_heaviest_vacancy_that_is_taken_does_not_overflow(required, nice):
    weights = (LARGEST_TOTAL // 2, LARGEST_TOTAL - LARGEST_TOTAL // 2, 1, 1, 1, 1)
    row = VacancyRow(required=frozenset(required), nice=frozenset(nice), occupation=1)
    person = PersonRow(competences=((0, 100), (1, 100)), occupations=frozenset({1}))
    policy = Policy(
        on=TODAY, nice_percent=50, occupation_percent=50, distance_percent=50, hours_percent=50, wage_percent=50
    )

    ranking = rank(index_of([row], weights=weights), persons_of([person]), 1, policy=policy)

    assert [place.score for place in ranking.best(1)] == [1.0]
