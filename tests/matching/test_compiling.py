"""What was compiled from other sources is never used."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from arbeidspact.matching import compiling

RANK_ONE = """
import numpy as np
from datetime import date
from arbeidspact.matching import LAST_DAY, GradedLists, IdLists, Index, Persons, Policy, Vacancies, rank
from arbeidspact.mobility import TravelMode
zero, one = np.zeros(1, dtype=int), np.ones(1, dtype=int)
held, none = IdLists.from_rows([[0]]), GradedLists.from_rows([[]])
vacancies = Vacancies(one, held, IdLists.from_rows([[]]), none, zero, zero, zero, zero, zero, zero, zero, one, zero,
                      np.asarray([LAST_DAY]))
index = Index.build(vacancies, n_competences=1, n_languages=1, weights=[1000], travel={TravelMode.WALK: [[0]]})
persons = Persons(one, GradedLists.from_rows([[(0, 100)]]), none, zero, zero, zero, zero, zero, zero, zero, one,
                  IdLists.from_rows([[]]))
print(rank(index, persons, 1, policy=Policy(on=date(2026, 11, 22))).best(1)[0].score)
"""


@pytest.fixture
def copied(tmp_path):
    """The package in a place of its own, with nothing compiled."""
    package = Path(compiling.__file__).parents[1]
    for name in ("matching", "mobility"):
        shutil.copytree(package / name, tmp_path / "arbeidspact" / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "arbeidspact" / "__init__.py").touch()
    return tmp_path


def score_of(copied):
    answer = subprocess.run(
        [sys.executable, "-c", RANK_ONE],
        cwd=copied,
        env={"PYTHONPATH": str(copied)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return float(answer.stdout)


def test_a_change_in_a_function_built_into_another_is_seen(copied):
    before = score_of(copied)
    pairs = copied / "arbeidspact" / "matching" / "engine" / "pairs.py"
    changed = pairs.read_text().replace("    gained = distance *", "    gained = 0 * distance *")
    assert changed != pairs.read_text()
    pairs.write_text(changed)

    assert 0 < score_of(copied) < before


def test_the_folder_that_is_asked_for_is_used(monkeypatch, tmp_path):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))

    assert compiling.folder_of_compiled.__wrapped__().parent == tmp_path


def test_a_folder_that_cannot_be_written_to_is_passed_over(monkeypatch, tmp_path):
    (tmp_path / "a file").touch()
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "a file"))

    folder = compiling.folder_of_compiled.__wrapped__()

    assert folder.is_dir()
    assert tmp_path not in folder.parents
