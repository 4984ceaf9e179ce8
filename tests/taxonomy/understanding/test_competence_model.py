"""What is learned from names of competences, with an encoder that says which language a name is in as loudly as what it
means: just what the learned turn must take away."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pytest

from arbeidspact.taxonomy import ConceptKind, Taxonomy
from arbeidspact.taxonomy.draft import ConceptDraft, EditionDraft, compile_edition
from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.understanding import How, Reader
from arbeidspact.taxonomy.understanding.competence_model import (
    CompetenceNearness,
    competences_path,
    names_to_learn,
    read_competence_model,
    train_competences,
    write_competence_model,
)
from arbeidspact.taxonomy.understanding.competences import CompetenceReader
from arbeidspact.taxonomy.understanding.labels import Labels
from arbeidspact.taxonomy.understanding.meaning import Meaning
from arbeidspact.taxonomy.understanding.similar import CREDITS, near_in_meaning
from arbeidspact.taxonomy.understanding.vectors import Vectors, compute_vectors

WORDS = 12


class Tower:
    """Words are a letter for the language and a number for what it means: "n3" and "e3" mean the same."""

    name = "tower-1"
    dimensions = WORDS + 2

    def encode(self, texts: Sequence[str], *, is_asked: bool) -> npt.NDArray[np.float32]:
        vectors = np.full((len(texts), self.dimensions), 0.01, np.float32)
        for row, text in enumerate(texts):
            for word in text.split():
                vectors[row, int(word[1:]) % WORDS] += 1
                vectors[row, WORDS + (word[0] == "n")] += 1.5
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


@pytest.fixture
def edition() -> Edition:
    draft = EditionDraft("tower", "1")
    for first in range(WORDS):
        for second in range(first + 1, WORDS):
            made = ConceptDraft(f"c{first:02}-{second:02}", ConceptKind.COMPETENCE)
            made.add_names("nl", f"n{first} n{second}")
            made.add_names("en", f"e{first} e{second}", [f"e{second} e{first} e{first}"])
            draft.concepts[made.id] = made
    twin = ConceptDraft("twin", ConceptKind.COMPETENCE, preferred={"nl": "n0 n1 n1"})
    draft.concepts[twin.id] = twin
    return Edition(compile_edition(draft))


@pytest.fixture
def vectors(edition: Edition, tmp_path: Path) -> Vectors:
    return compute_vectors(edition, tmp_path / "tower-1.vectors", Tower())


def test_names_of_one_competence_lie_together_after_learning(edition: Edition, vectors: Vectors) -> None:
    model = train_competences(edition, vectors, Tower())
    assert model is not None
    labels = Labels(edition, [ConceptKind.COMPETENCE])

    english = next(at for at in range(len(labels)) if labels.text(at) == "e3 e5")

    def between_languages(turn: npt.NDArray[np.float32]) -> float:
        near = CompetenceNearness(Tower(), vectors, labels, replace(model, turn=turn))
        return float(next(near.nearness(["n3 n5"]))[0][english])

    assert between_languages(model.turn) > between_languages(np.eye(len(model.turn), dtype=np.float32)) + 0.5


def test_a_passage_in_one_language_finds_a_name_in_the_other(edition: Edition, vectors: Vectors) -> None:
    plain = CompetenceReader(edition)
    model = train_competences(edition, vectors, Tower())
    reader = plain.with_meaning(CompetenceNearness(Tower(), vectors, plain.labels, model))

    assert reader.ranked("n7 n2")[0][0] == "c02-07"


def test_the_middle_of_all_names_of_a_competence_is_near_too(edition: Edition, vectors: Vectors) -> None:
    labels = Labels(edition, [ConceptKind.COMPETENCE])
    near = CompetenceNearness(Tower(), vectors, labels, train_competences(edition, vectors, Tower()))
    ids = [edition.ids[owner] for owner in np.unique(labels.owners)]

    _, middles = next(near.nearness(["n4 n6"]))
    _, unlearned = next(CompetenceNearness(Tower(), vectors, labels, None).nearness(["n4 n6"]))

    assert ids[int(middles.argmax())] == "c04-06"
    assert not unlearned.any()


def test_other_english_names_move_the_middle_and_nothing_else(edition: Edition, vectors: Vectors) -> None:
    labels = Labels(edition, [ConceptKind.COMPETENCE])
    model = train_competences(edition, vectors, Tower())
    none = replace(vectors, gathered=vectors.gathered[:0], gathered_values=vectors.gathered_values[:0])
    at = [edition.ids[owner] for owner in np.unique(labels.owners)].index("c04-06")

    # "e6 e4 e4" is one of its other English names.
    near, middles = next(CompetenceNearness(Tower(), vectors, labels, model).nearness(["e4 e4 e6"]))
    near_without, middles_without = next(CompetenceNearness(Tower(), none, labels, model).nearness(["e4 e4 e6"]))

    assert len(vectors.gathered)
    assert np.array_equal(near, near_without)
    assert middles[at] > middles_without[at] + 0.01


@pytest.mark.parametrize(
    ("passage", "read"),
    [("Deeg maken", "deeg maken"), ("A n3", "a n3"), ("HACCP", "HACCP"), ("n3", "n3")],
)
def test_a_capital_at_the_start_says_nothing(edition: Edition, vectors: Vectors, passage: str, read: str) -> None:
    class Listening(Tower):
        heard: ClassVar[list[str]] = []

        def encode(self, texts: Sequence[str], *, is_asked: bool) -> npt.NDArray[np.float32]:
            self.heard += texts
            return super().encode(["n3"] * len(texts), is_asked=is_asked)

    model = train_competences(edition, vectors, Tower())
    encoder = Listening()
    near = CompetenceNearness(encoder, vectors, Labels(edition, [ConceptKind.COMPETENCE]), model)
    next(near.nearness([passage]))

    assert encoder.heard[-1] == read


def test_the_same_names_give_the_same_file(edition: Edition, vectors: Vectors, tmp_path: Path) -> None:
    files = []
    for number in (1, 2):
        model = train_competences(edition, vectors, Tower())
        assert model is not None
        write_competence_model(model, edition, tmp_path / str(number))
        files.append((tmp_path / str(number)).read_bytes())

    assert files[0] == files[1]


def test_what_was_learned_is_read_back_for_that_edition_and_encoder_alone(
    edition: Edition, vectors: Vectors, tmp_path: Path
) -> None:
    path = competences_path(tmp_path, edition)
    assert read_competence_model(edition, path, "tower-1") is None
    model = train_competences(edition, vectors, Tower())
    assert model is not None
    write_competence_model(model, edition, path)

    kept = read_competence_model(edition, path, "tower-1")
    assert kept is not None
    assert np.array_equal(kept.turn, model.turn)
    assert read_competence_model(edition, path, "tower-2") is None
    draft = EditionDraft(
        "tower", "1", concepts={"c": ConceptDraft("c", ConceptKind.COMPETENCE, preferred={"nl": "n1"})}
    )
    assert read_competence_model(Edition(compile_edition(draft)), path, "tower-1") is None
    path.write_bytes(path.read_bytes()[:-100])
    assert read_competence_model(edition, path, "tower-1") is None


def test_too_few_names_teach_nothing(tmp_path: Path) -> None:
    draft = EditionDraft(
        "small", "1", concepts={"c": ConceptDraft("c", ConceptKind.COMPETENCE, preferred={"nl": "n1"})}
    )
    small = Edition(compile_edition(draft))

    assert train_competences(small, compute_vectors(small, tmp_path / "v.vectors", Tower()), Tower()) is None


def test_names_are_taken_evenly_and_never_the_preferred_ones(edition: Edition) -> None:
    names = names_to_learn(edition)

    assert len(names) == WORDS * (WORDS - 1) // 2
    assert all(len(name.text.split()) == 3 for name in names)


def test_competences_near_in_meaning_are_similar_and_say_so(edition: Edition, vectors: Vectors) -> None:
    reader = Reader(Taxonomy([edition]), Meaning(Tower(), vectors))
    found = reader.similar("c00-01", limit=5)

    assert [(one.concept_id, one.why) for one in found] == [("twin", How.MEANING)]
    assert found[0].score == CREDITS[0][1]
    assert reader.similar("c00-01", limit=0) == []


def test_learning_finds_the_pairs_near_in_meaning_once_each_way(edition: Edition, vectors: Vectors) -> None:
    found = near_in_meaning(edition, vectors)
    twin, like = edition.place["twin"], edition.place["c00-01"]

    assert [(twin, like), (like, twin)] == sorted(zip(found.asked.tolist(), found.held.tolist(), strict=True))[::-1]
    assert found.hundredths.tolist() == [50, 50]
    assert found.encoder == "tower-1"
    assert found.hash == near_in_meaning(edition, vectors).hash


def test_without_vectors_similar_is_what_the_taxonomy_says(edition: Edition) -> None:
    assert Reader(Taxonomy([edition])).similar("c00-01") == []
