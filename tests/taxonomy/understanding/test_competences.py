"""Competences in passages, by names and letters, on a hand-made edition; meaning is a fake with the same face."""

import time
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pytest

from arbeidspact.taxonomy import ConceptKind
from arbeidspact.taxonomy.draft import ConceptDraft, EditionDraft, compile_edition
from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.exceptions import TextBinary, TextEmpty, TextTooLong
from arbeidspact.taxonomy.understanding import CompetenceReading, How
from arbeidspact.taxonomy.understanding.competences import MOST_PASSAGES, CompetenceReader
from arbeidspact.taxonomy.understanding.labels import Labels

NAMES: dict[str, dict[str, tuple[str, ...]]] = {
    "dough": {"nl": ("deeg kneden", "deegbereiding"), "en": ("knead dough",)},
    "bread": {"nl": ("brood bakken",), "en": ("bake bread",)},
    "hygiene": {"nl": ("voedselhygiëne",), "en": ("food hygiene",)},
    "welding": {"nl": ("lassen",), "en": ("weld", "welding techniques")},
    "java": {"en": ("Java (computer programming)", "Java")},
    "team": {"nl": ("in een team werken",), "en": ("work in a team",)},
}


def edition() -> Edition:
    draft = EditionDraft("hand", "1")
    for concept_id, names in NAMES.items():
        concept = ConceptDraft(concept_id, ConceptKind.COMPETENCE)
        for language, (preferred, *others) in names.items():
            concept.add_names(language, preferred, others)
        draft.concepts[concept_id] = concept
    return Edition(compile_edition(draft))


@pytest.fixture
def reader() -> CompetenceReader:
    return CompetenceReader(edition())


def best(readings: list[CompetenceReading]) -> list[str]:
    return [reading.readings[0].concept_id for reading in readings if reading.is_confident]


def test_each_passage_gets_its_own_readings_in_the_order_of_the_text(reader: CompetenceReader) -> None:
    text = "Je taken:\n- Brood bakken\n- Deeg kneden"
    found = reader.read(text, "nl", 3)

    assert best(found) == ["bread", "dough"]
    assert [reading.span.of(text) for reading in found if reading.is_confident] == ["Brood bakken", "Deeg kneden"]


@pytest.mark.parametrize(
    ("text", "concept", "how", "words"),
    [
        pytest.param("Je kan goed brood bakken", "bread", How.NAME, ["brood bakken"], id="a name inside a sentence"),
        pytest.param("Ervaring met Java vereist", "java", How.NAME, ["Java"], id="a name in another language"),
        pytest.param("deegkneden", "dough", How.LETTERS, ["deegkneden"], id="written as one word"),
        pytest.param("ik kneed in deeg", "dough", How.LETTERS, ["deeg"], id="short words say nothing"),
        pytest.param("kneden van het deeg", "dough", How.LETTERS, ["kneden", "deeg"], id="other words around it"),
    ],
)
def test_a_reading_says_which_words_made_it_match(
    reader: CompetenceReader, text: str, concept: str, how: How, words: list[str]
) -> None:
    reading = reader.read(text, "nl", 3)[0].readings[0]

    assert (reading.concept_id, reading.how) == (concept, how)
    assert [span.of(text) for span in reading.words] == words


def test_words_are_placed_in_the_whole_text(reader: CompetenceReader) -> None:
    text = "Wij zoeken iemand. Deeg kneden moet je kunnen."
    words = [span.of(text) for found in reader.read(text, "nl", 1) for span in found.readings[0].words]

    assert "Deeg kneden" in words


def test_a_text_about_something_else_has_no_confident_answer(reader: CompetenceReader) -> None:
    assert best(reader.read("Wij bieden een aantrekkelijk loon en 32 vakantiedagen.", "nl", 5)) == []


def test_scores_are_likelihoods_and_fall(reader: CompetenceReader) -> None:
    for found in reader.read("brood bakken, deeg kneden en lassen in een team", "nl", 5):
        scores = [reading.score for reading in found.readings]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)
        assert len({reading.concept_id for reading in found.readings}) == len(found.readings)


def test_no_more_readings_than_asked(reader: CompetenceReader) -> None:
    assert all(len(found.readings) == 1 for found in reader.read("deeg kneden en brood bakken", "nl", 1))
    assert reader.read("deeg kneden", "nl", 0) == []


def test_a_script_in_a_web_page_is_not_read(reader: CompetenceReader) -> None:
    text = "<html><script>var x = 'lassen';</script><li>Brood bakken</li></html>"

    assert best(reader.read(text, "nl", 3)) == ["bread"]


class OfTheSameMind:
    """Meaning as an encoder would give it: "smeden van beslag" is near dough and nothing else is near anything."""

    def __init__(self, labels: Labels) -> None:
        self._owners = labels.owners.tolist()
        self._near = np.array([labels.concept_id(label) == "dough" for label in range(len(labels))], np.float32)

    def nearness(self, passages: Sequence[str]) -> Iterator[tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]]:
        middles = np.zeros(len(set(self._owners)), np.float32)
        return ((self._near * (1.6 if "beslag" in passage else 0.0), middles) for passage in passages)


def test_meaning_finds_what_shares_no_letters() -> None:
    by_letters = CompetenceReader(edition())
    by_meaning = CompetenceReader(edition(), OfTheSameMind(by_letters.labels))
    text = "Je mengt het beslag"

    assert best(by_letters.read(text, "nl", 3)) == []
    reading = by_meaning.read(text, "nl", 3)[0].readings[0]
    assert (reading.concept_id, reading.how) == ("dough", How.MEANING)
    assert reading.words


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("", TextEmpty, id="empty"),
        pytest.param(" \n\t ", TextEmpty, id="blanks"),
        pytest.param("x" * 100_001, TextTooLong, id="enormous"),
        pytest.param("PK\x03\x04\x00\x00", TextBinary, id="a file"),
    ],
)
def test_what_cannot_be_read_is_said(reader: CompetenceReader, text: str, problem: type[Exception]) -> None:
    with pytest.raises(problem):
        reader.read(text, "nl", 5)


@pytest.mark.parametrize(
    "text",
    [
        "lassen " * 14_000,
        "lassen\n" * 14_000,
        "a b c d e f g h i j\n" * 4_900,
        "\n".join(f"woord{number} werk" for number in range(6_000)),
        "<script>" * 12_000,
        "🥖" * 90_000,
        "ij" * 49_000,
    ],
    ids=["one word", "one line", "letters", "thousands of lines", "scripts", "pictures", "one endless word"],
)
def test_repetition_takes_bounded_time(reader: CompetenceReader, text: str) -> None:
    reader.read("lassen", "nl", 1)
    started = time.process_time()
    reader.read(text, "nl", 5)

    assert time.process_time() - started < 10


def test_after_many_passages_only_names_are_read(reader: CompetenceReader) -> None:
    lines = [f"regel nummer{number}" for number in range(MOST_PASSAGES + 5)]
    found = reader.read("\n".join([*lines, "deegkneden", "je kan brood bakken"]), "nl", 2)

    assert best(found) == ["bread"]


def test_the_same_text_is_read_the_same() -> None:
    text = "brood bakken, deeg kneden en lassen in een team. Java is een plus."

    assert CompetenceReader(edition()).read(text, "nl", 5) == CompetenceReader(edition()).read(text, "nl", 5)


def test_an_edition_without_competences_reads_nothing() -> None:
    draft = EditionDraft("empty", "1")
    draft.concepts["job"] = ConceptDraft("job", ConceptKind.OCCUPATION, preferred={"nl": "bakker"})

    assert CompetenceReader(Edition(compile_edition(draft))).read("bakker", "nl", 5) == []
