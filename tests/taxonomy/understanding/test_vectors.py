"""The vectors of an edition: computed once, resumed, reused, and never taken for those of another edition."""

from pathlib import Path

import numpy as np
import pytest

from arbeidspact.taxonomy import ConceptKind
from arbeidspact.taxonomy.draft import CompiledEdition
from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.edition_file import read_edition_file, write_edition_file
from arbeidspact.taxonomy.starter_files import starter_edition
from arbeidspact.taxonomy.understanding import vectors as vectors_module
from arbeidspact.taxonomy.understanding.labels import Labels
from arbeidspact.taxonomy.understanding.learning import learn_titles, what_is_learned
from arbeidspact.taxonomy.understanding.meaning import Meaning
from arbeidspact.taxonomy.understanding.vectors import VectorProgress, compute_vectors, read_vectors, vectors_path
from tests.taxonomy.understanding.fake_encoder import FakeEncoder


@pytest.fixture
def edition() -> Edition:
    return starter_edition()


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors_module, "_BATCH", 100)


def test_vectors_keep_their_direction_in_eight_bits(edition: Edition, tmp_path: Path) -> None:
    encoder = FakeEncoder()

    vectors = compute_vectors(edition, tmp_path / "starter-1.vectors", encoder)

    texts = [edition.label_text(int(number)) for number in vectors.labels]
    exact = encoder.encode(texts, is_asked=True)
    assert vectors.values.dtype == np.int8
    assert (vectors.directions(slice(None)) * exact).sum(axis=1).min() > 0.999


def test_progress_is_told_from_nothing_to_everything(edition: Edition, tmp_path: Path) -> None:
    told: list[VectorProgress] = []

    vectors = compute_vectors(edition, tmp_path / "starter-1.vectors", FakeEncoder(), progress=told.append)

    assert told[0].done == 0
    assert told[-1] == VectorProgress(len(vectors), len(vectors))


@pytest.mark.usefixtures("small_batches")
def test_what_was_stopped_goes_on_where_it_was(edition: Edition, tmp_path: Path) -> None:
    path = tmp_path / "starter-1.vectors"
    stopped = FakeEncoder(stops_after=300)
    with pytest.raises(KeyboardInterrupt):
        compute_vectors(edition, path, stopped)
    assert not path.exists()

    going_on = FakeEncoder()
    vectors = compute_vectors(edition, path, going_on)

    assert len(stopped.read) + len(going_on.read) == len(vectors)
    at_once = compute_vectors(edition, tmp_path / "again.vectors", FakeEncoder())
    assert at_once.values.tobytes() == vectors.values.tobytes()
    assert list(tmp_path.glob(".*.part")) == []


def test_names_that_have_a_vector_are_not_read_again(edition: Edition, tmp_path: Path) -> None:
    path = tmp_path / "starter-1.vectors"
    compute_vectors(edition, path, FakeEncoder())

    again = FakeEncoder()
    compute_vectors(edition, path, again)
    other = FakeEncoder("fake-2")
    compute_vectors(edition, path, other)

    assert again.read == []
    assert other.read


def test_a_file_of_another_edition_or_a_damaged_one_is_not_used(
    edition: Edition, imported_edition: Edition, tmp_path: Path
) -> None:
    path = tmp_path / "starter-1.vectors"
    compute_vectors(edition, path, FakeEncoder())

    assert read_vectors(imported_edition, path) is None
    content = bytearray(path.read_bytes())
    content[-2000] ^= 1
    path.write_bytes(content)
    assert read_vectors(edition, path) is None
    assert read_vectors(edition, tmp_path / "none.vectors") is None


def test_a_passage_is_near_the_names_that_mean_the_same(edition: Edition, tmp_path: Path) -> None:
    encoder = FakeEncoder()
    labels = Labels(edition, [ConceptKind.COMPETENCE])
    meaning = Meaning(encoder, compute_vectors(edition, tmp_path / "starter-1.vectors", encoder))

    near = next(meaning.near(labels).nearness(["deeg en brood"]))[0]

    with_dough = [place for place, name in enumerate(labels.folded) if "deeg" in name.split() and near[place]]
    assert with_dough
    assert near[with_dough].min() > np.median(near)


def test_learning_twice_gives_the_same_bytes(edition: Edition, tmp_path: Path) -> None:
    files = []
    for name in ("once", "twice"):
        folder = tmp_path / name
        folder.mkdir()
        assert what_is_learned(edition, folder) is None
        learned = learn_titles(edition, folder, encoder=FakeEncoder())
        assert what_is_learned(edition, folder) == learned
        files.append([vectors_path(folder, edition).read_bytes(), (folder / "starter-1.titles").read_bytes()])

    assert files[0] == files[1]


def test_other_names_have_a_vector_too_but_for_english(edition: Edition) -> None:
    every = Labels(edition, [ConceptKind.OCCUPATION, ConceptKind.COMPETENCE])
    others = every.numbers[~every.is_preferred]
    is_english = edition.columns["label.language"][others] == edition.facts.languages.index("en")

    has_vector = np.isin(others, vectors_module.labels_with_meaning(edition))
    gathered = vectors_module.labels_gathered(edition)

    assert is_english.any()
    assert not is_english.all()
    assert (has_vector == ~is_english).all()
    assert set(gathered.tolist()) == set(Labels(edition, [ConceptKind.COMPETENCE]).numbers.tolist()) & set(
        others[is_english].tolist()
    )


def test_what_an_occupation_does_has_a_vector_in_the_languages_that_are_typed(edition: Edition, tmp_path: Path) -> None:
    vectors = compute_vectors(edition, tmp_path / "starter-1.vectors", FakeEncoder())

    described = [edition.concept(int(position)) for position in vectors.described]
    assert {one.kind for one in described} == {ConceptKind.OCCUPATION}
    assert len(vectors.descriptions) == len(described) > 100
    assert {edition.facts.languages[language] for language in vectors.described_in.tolist()} == {"nl"}
    assert vectors.described.tolist() == sorted(vectors.described.tolist())


@pytest.mark.parametrize("missing", ["described", "gathered"])
def test_a_file_of_before_is_made_again_from_what_it_holds(edition: Edition, tmp_path: Path, missing: str) -> None:
    path = tmp_path / "starter-1.vectors"
    compute_vectors(edition, path, FakeEncoder())
    whole = read_edition_file(path)
    kept = {name: column for name, column in whole.columns.items() if not name.startswith(missing)}
    write_edition_file(CompiledEdition(whole.facts, kept), path)

    assert read_vectors(edition, path) is None
    again = FakeEncoder()
    compute_vectors(edition, path, again)
    assert again.read == []
