"""The work of the bench is the same every time, and has the shape that is said of it."""

from pathlib import Path

import numpy as np
import pytest

from arbeidspact.matching import eligible_vacancies, rank
from bench.matching.conditions import Conditions, pass_shares
from bench.matching.draws import POOL, Chances, draw_lists, draw_pools
from bench.matching.esco import esco_workload
from bench.matching.workload import COMPETENCES_ONLY, PERSON_ASKS, QUICK, VACANCY_ASKS, Workload, workload
from tests.bench.conftest import TINY


@pytest.fixture(scope="module")
def quick() -> Workload:
    return workload(QUICK)


def test_the_work_is_the_same_every_time(quick: Workload) -> None:
    assert workload(QUICK).hash == quick.hash
    assert workload(TINY).hash != quick.hash


def test_persons_and_vacancies_have_as_many_skills_as_is_said(quick: Workload) -> None:
    asked, known = np.diff(quick.vacancies.required.starts), np.diff(quick.persons.competences.starts)

    assert (asked.min(), asked.max()) == VACANCY_ASKS
    assert (known.min(), known.max()) == PERSON_ASKS
    assert set(quick.persons.competences.grades.tolist()) == {100}


def test_each_constraint_lets_the_share_pass_that_is_said(quick: Workload) -> None:
    shares = pass_shares(quick, COMPETENCES_ONLY)

    assert {name: shares[name] for name in ("education", "shifts")} == {"education": 1.0, "shifts": 1.0}
    assert [shares[name] for name in ("hours", "languages", "licences", "travel", "all")] == pytest.approx(
        [0.7, 0.67, 0.42, 0.55, 0.11], abs=0.03
    )


def test_the_constraints_of_the_peers_are_those_of_the_engine(tiny: Workload) -> None:
    conditions = Conditions.of(tiny, COMPETENCES_ONLY)
    everybody, everything = np.arange(TINY.persons)[:, None], np.arange(TINY.vacancies)

    eligible = eligible_vacancies(tiny.index(), tiny.persons, policy=COMPETENCES_ONLY)

    assert 0 < eligible.sum() < TINY.persons * TINY.vacancies
    assert conditions.passed(everybody, everything).sum(axis=1).tolist() == eligible.tolist()


def test_pairs_are_tested_one_by_one_as_all_at_once(tiny: Workload) -> None:
    conditions = Conditions.of(tiny, COMPETENCES_ONLY)
    persons, vacancies = np.divmod(np.arange(TINY.persons * TINY.vacancies), TINY.vacancies)

    assert (
        conditions.passing(persons, vacancies).tolist()
        == np.flatnonzero(conditions.passed(persons, vacancies)).tolist()
    )


def test_six_in_ten_skills_come_from_the_pool_of_the_occupation() -> None:
    random, chances = np.random.default_rng(4), Chances.zipf_mandelbrot(5_000, shift=5)
    pools = draw_pools(random, chances, 200)
    lists = draw_lists(random, chances, pools, np.full(200, 20))
    from_pool = [np.isin(lists.row(row), pools[row]).sum() for row in range(200)]

    assert {len(set(pool)) for pool in pools.tolist()} == {POOL}
    assert set(np.diff(lists.starts).tolist()) == {20}
    assert min(from_pool) >= 12


def test_rarer_skills_are_drawn_less_often() -> None:
    drawn = Chances.zipf_mandelbrot(100, shift=5).draw(np.random.default_rng(1), (1, 20_000))[0]
    often = np.bincount(drawn, minlength=100)

    assert often[:10].sum() > often[10:30].sum() > often[80:].sum() > 0


def test_work_shaped_like_esco_asks_what_its_occupations_ask(esco_folder: Path) -> None:
    work = esco_workload(esco_folder, persons=30, vacancies=20)

    assert esco_workload(esco_folder, persons=30, vacancies=20).hash == work.hash
    assert (len(work.persons), len(work.vacancies)) == (30, 20)
    assert np.diff(work.vacancies.required.starts).min() >= 1
    assert len(work.related.covers)
    assert rank(work.index(related=True), work.persons, 5, policy=COMPETENCES_ONLY).ids.size
