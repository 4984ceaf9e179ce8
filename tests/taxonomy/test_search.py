import string
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arbeidspact.taxonomy import ConceptKind, SearchHit, Taxonomy, active_taxonomy
from arbeidspact.taxonomy.draft import ConceptDraft, EditionDraft, compile_edition
from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.folding import fold

NAMES: dict[str, tuple[ConceptKind, dict[str, tuple[str, ...]]]] = {
    "nurse": (ConceptKind.OCCUPATION, {"nl": ("verpleegkundige", "ziekenverpleger"), "en": ("nurse",)}),
    "nursing": (ConceptKind.COMPETENCE, {"nl": ("verpleegkundige zorg plannen",), "en": ("plan nursing care",)}),
    "waiter": (ConceptKind.OCCUPATION, {"nl": ("ober", "kelner"), "en": ("waiter",), "fr": ("serveur de café",)}),
    "cook": (ConceptKind.OCCUPATION, {"nl": ("kok",), "en": ("cook",)}),
    "cooks": (ConceptKind.ISCO_GROUP, {"nl": ("Kok",), "en": ("Cooks",)}),
    "driver": (ConceptKind.OCCUPATION, {"nl": ("chauffeur vrachtwagen",), "en": ("lorry driver",)}),
    "driving": (ConceptKind.COMPETENCE, {"nl": ("een vrachtwagen besturen",), "en": ("drive a lorry",)}),
    "pastry": (ConceptKind.OCCUPATION, {"nl": ("pâtissier",), "en": ("pastry cook",)}),
    "cpp": (ConceptKind.COMPETENCE, {"nl": ("C++",), "en": ("C++",)}),
    "csharp": (ConceptKind.COMPETENCE, {"nl": ("C#",), "en": ("C#",)}),
    "greek": (ConceptKind.OCCUPATION, {"el": ("νοσηλευτής",), "ar": ("ممرضة",)}),
}


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    draft = EditionDraft("small", "1")
    for concept_id, (kind, names) in NAMES.items():
        concept = ConceptDraft(concept_id, kind)
        for language, labels in names.items():
            concept.add_names(language, labels[0], labels[1:])
        draft.concepts[concept_id] = concept
    return Taxonomy([Edition(compile_edition(draft))])


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("verpleegkundige", "nurse", id="the name"),
        pytest.param("VERPLEEGKUNDIGE ", "nurse", id="in capitals"),
        pytest.param("verpl", "nurse", id="a beginning"),
        pytest.param("verpleegkunidge", "nurse", id="two letters swapped"),
        pytest.param("verplegk", "nurse", id="unfinished with a typing error"),
        pytest.param("verpleeg kundige", "nurse", id="a space too many"),
        pytest.param("chauffeurvrachtwagen", "driver", id="a space too few"),
        pytest.param("vrachtwagen chauffeur", "driver", id="words in another order"),
        pytest.param("wagenchauffeur", "driver", id="a compound of which part is known"),
        pytest.param("kundige", "nurse", id="part of a compound"),
        pytest.param("patissier", "pastry", id="without diacritics"),
        pytest.param("PÂTISSIER", "pastry", id="diacritics in capitals"),
        pytest.param(unicodedata.normalize("NFD", "pâtissier"), "pastry", id="diacritics as separate marks"),
        pytest.param("kelner", "waiter", id="another name"),
        pytest.param("serveur", "waiter", id="another language"),
        pytest.param("c++", "cpp", id="signs that matter"),
        pytest.param("νοσηλευτης", "greek", id="another alphabet"),
        pytest.param("ممرضة", "greek", id="right to left"),
    ],
)
def test_what_people_type_finds_the_concept(taxonomy: Taxonomy, typed: str, found: str) -> None:
    assert taxonomy.search(typed)[0].concept_id == found


def test_a_whole_name_comes_before_a_beginning_before_a_likeness(taxonomy: Taxonomy) -> None:
    hits = taxonomy.search("kok")
    beginnings = taxonomy.search("verpleegkundig")

    assert [hit.concept_id for hit in hits[:2]] == ["cook", "cooks"]
    assert hits[0].score == 1.0
    assert [hit.concept_id for hit in beginnings[:2]] == ["nurse", "nursing"]
    assert taxonomy.search("verpleegkundge")[0].score < beginnings[1].score


def test_names_in_the_language_asked_come_first(taxonomy: Taxonomy) -> None:
    dutch, english = (taxonomy.search("C#", language=language)[0] for language in ("nl", "en"))

    assert (dutch.language, english.language) == ("nl", "en")
    assert taxonomy.search("cook", language="en")[0].score > taxonomy.search("cook", language="nl")[0].score


def test_a_hit_tells_which_name_matched(taxonomy: Taxonomy) -> None:
    assert taxonomy.search("ziekenverpleger")[0] == SearchHit(
        concept_id="nurse",
        kind=ConceptKind.OCCUPATION,
        score=0.99,
        label="ziekenverpleger",
        language="nl",
        edition="small-1",
    )


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (ConceptKind.COMPETENCE, {"nursing"}),
        (ConceptKind.OCCUPATION, {"nurse"}),
        ([ConceptKind.COMPETENCE, ConceptKind.OCCUPATION], {"nurse", "nursing"}),
        (None, {"nurse", "nursing"}),
    ],
    ids=["competences", "occupations", "both", "all"],
)
def test_only_the_sorts_asked_are_found(taxonomy: Taxonomy, kind, found: set[str]) -> None:
    assert {hit.concept_id for hit in taxonomy.search("verpleegkundige", kind=kind)} == found


@pytest.mark.parametrize("typed", ["", "   ", "\n\t", "?!…", "\x00", "́", "_"], ids=repr)
def test_nothing_typed_finds_nothing(taxonomy: Taxonomy, typed: str) -> None:
    assert taxonomy.search(typed) == []


@pytest.mark.parametrize(("limit", "count"), [(0, 0), (-3, 0), (1, 1), (10_000, 2)])
def test_the_limit_is_kept(taxonomy: Taxonomy, limit: int, count: int) -> None:
    assert len(taxonomy.search("verpleegkundige", limit=limit)) == count


def test_an_unknown_language_still_finds(taxonomy: Taxonomy) -> None:
    assert taxonomy.search("kelner", language="xx")[0].concept_id == "waiter"


def test_words_that_have_nothing_in_common_find_nothing(taxonomy: Taxonomy) -> None:
    assert taxonomy.search("zwembadonderhoud") == []


def test_the_same_name_in_a_second_edition_is_not_offered_twice(taxonomy: Taxonomy) -> None:
    second = EditionDraft("second", "1")
    for concept_id, name in (("own:cook", "Kok"), ("own:rider", "fietskoerier")):
        second.concepts[concept_id] = ConceptDraft(concept_id, ConceptKind.OCCUPATION, preferred={"nl": name})
    first = EditionDraft("first", "1")
    first.concepts["cook"] = ConceptDraft("cook", ConceptKind.OCCUPATION, preferred={"nl": "kok"})
    both = Taxonomy([Edition(compile_edition(first)), Edition(compile_edition(second))])

    assert [hit.concept_id for hit in both.search("kok")] == ["cook"]
    assert [hit.concept_id for hit in both.search("fietskoerier")] == ["own:rider"]


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_answered_in_bounds(taxonomy: Taxonomy, typed: str) -> None:
    hits = taxonomy.search(typed, limit=7)
    scores = [hit.score for hit in hits]

    assert len(hits) <= 7
    assert len({hit.concept_id for hit in hits}) == len(hits)
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


# Properties over the starter taxonomy


def _starter_names() -> list[tuple[str, str, str]]:
    """Every name of six letters or more, with its concept and language."""
    starter = active_taxonomy()
    return [
        (concept.id, language, name)
        for kind in ConceptKind
        for concept in starter.concepts(kind)
        for language, labels in concept.labels.items()
        for name in (labels.preferred or "", *labels.alternatives)
        if len(fold(name)) >= 6
    ]


def _swap(text: str, at: int, letter: str) -> str:
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


TYPOS: dict[str, Callable[[str, int, str], str]] = {
    "a letter left out": lambda text, at, letter: text[:at] + text[at + 1 :],
    "a letter too many": lambda text, at, letter: text[:at] + letter + text[at:],
    "another letter": lambda text, at, letter: text[:at] + letter + text[at + 1 :],
    "two letters swapped": _swap,
}


@pytest.mark.parametrize("typo", TYPOS.values(), ids=TYPOS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_name_with_one_typing_error_is_among_the_first_ten(
    typo: Callable[[str, int, str], str], data: st.DataObject
) -> None:
    concept_id, language, name = data.draw(st.sampled_from(_starter_names()))
    at = data.draw(st.integers(0, len(name) - 1))
    typed = typo(name, at, data.draw(st.sampled_from(string.ascii_lowercase)))

    assert concept_id in [hit.concept_id for hit in active_taxonomy().search(typed, language=language)]


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_name_without_its_diacritics_is_among_the_first_ten(data: st.DataObject) -> None:
    concept_id, language, name = data.draw(st.sampled_from(_starter_names()))
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))

    assert concept_id in [hit.concept_id for hit in active_taxonomy().search(plain, language=language)]


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_most_of_a_name_finds_it_while_it_is_being_typed(data: st.DataObject) -> None:
    concept_id, language, name = data.draw(st.sampled_from(_starter_names()))
    typed = name[: max(5, len(name) * 3 // 4)]

    assert concept_id in [hit.concept_id for hit in active_taxonomy().search(typed, language=language, limit=15)]
