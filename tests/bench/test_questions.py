"""Every question of a screen is measured, and published work is new to the index."""

import numpy as np

from bench.matching import ours, questions
from bench.matching.process import lay_out
from bench.matching.workload import Workload


def test_every_question_of_a_screen_is_asked_and_answered(tiny: Workload, tmp_path) -> None:
    lay_out(tiny, tmp_path)
    ours.measure(tmp_path, 0.01)

    lines = questions.measure(tmp_path, 20)

    assert {line["question"] for line in lines} >= {
        "rank one person",
        "publish a vacancy, until one person is ranked with it",
        "what would open more for one person",
        "what costs one vacancy most candidates",
    }
    assert all(line["asked"] and 0 < line["median_ms"] <= line["p99_ms"] for line in lines)


def test_published_work_has_ids_that_no_vacancy_has(tiny: Workload) -> None:
    new = questions.published(tiny.vacancies, 7)

    assert len(new) == 7
    assert not np.isin(new.ids, tiny.vacancies.ids).any()
    assert new.required.row(6).tolist() == tiny.vacancies.required.row(len(tiny.vacancies) - 1).tolist()
