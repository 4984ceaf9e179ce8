"""The peers that need no more than the tests do give our answers; one that does not is found out."""

import json

import numpy as np
import pytest

from arbeidspact.matching import rank
from bench.matching import ours, peer
from bench.matching.answers import Answers
from bench.matching.process import WRONG, AnswersDiffer, PartFailed, keep_answers, kept_answers, lay_out, run_part
from bench.matching.ways import WAYS
from bench.matching.workload import COMPETENCES_ONLY, K, Workload

AT_HAND = ["python-sets", "pandas", "numpy"]


@pytest.fixture
def folder(tiny: Workload, tmp_path):
    lay_out(tiny, tmp_path)
    keep_answers(Answers.of(rank(tiny.index(), tiny.persons, K, policy=COMPETENCES_ONLY)), tmp_path, "ours")
    return tmp_path


@pytest.mark.parametrize("slug", AT_HAND)
def test_an_exact_peer_gives_our_ids_and_scores_to_the_last_bit(slug: str, folder) -> None:
    line = peer.measure(folder, slug, 0.2)

    assert WAYS[slug].exact
    assert (line["exact"], line["recall"]) == (True, 1.0)
    assert line["measured_persons"] >= 32


def test_time_of_a_sample_is_scaled_to_everybody(folder, monkeypatch) -> None:
    monkeypatch.setattr(peer, "_sample", lambda *_: 30)

    line = peer.measure(folder, "numpy", 0.001)

    assert line["measured_persons"] == 30
    assert line["persons_a_second"] == pytest.approx(120 / line["seconds"], rel=0.01)


def test_an_exact_peer_that_disagrees_ends_the_bench(folder, capsys) -> None:
    true = kept_answers(folder, "ours")
    true.ids[0, [0, 1]] = true.ids[0, [1, 0]]
    keep_answers(true, folder, "ours")

    with pytest.raises(SystemExit) as ended:
        peer.measure(folder, "numpy", 0.2)

    assert ended.value.code == WRONG
    assert "NumPy, one person at a time and ours disagree on tiny" in capsys.readouterr().err


def test_parts_run_in_a_process_of_their_own_and_say_why_they_fail(folder) -> None:
    assert run_part("peer", str(folder), "python-sets", "0.1")["exact"]
    with pytest.raises(PartFailed, match="no-such-way"):
        run_part("peer", str(folder), "no-such-way", "0.1")


def test_a_part_with_a_wrong_answer_fails_as_such(folder) -> None:
    true = kept_answers(folder, "ours")
    true.scores[0, 0] = np.nextafter(true.scores[0, 0], 0)
    keep_answers(true, folder, "ours")

    with pytest.raises(AnswersDiffer, match="disagree on tiny"):
        run_part("peer", str(folder), "numpy", "0.1")


def test_ours_is_measured_with_every_setting_and_kept_for_the_peers(folder) -> None:
    figures = ours.measure(folder, 0.01)

    assert [line["slug"] for line in figures["lines"]] == [
        "ours",
        "ours-1",
        "ours-preferences",
        "ours-related",
        "ours-all",
    ]
    assert json.loads(json.dumps(figures)) == figures
    assert len(kept_answers(folder, "ours").ids) == 120
