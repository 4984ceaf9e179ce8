import pytest

from arbeidspact.taxonomy import ConceptKind, Taxonomy, active_taxonomy
from arbeidspact.taxonomy.exceptions import UnknownConcept
from tests.taxonomy.conftest import (
    ALLERGENS,
    BAKER,
    BAKING_GROUP,
    DOUGH,
    HYGIENE,
    ISCO_75,
    ISCO_7512,
    MILLING,
    OVEN,
    PASTRY_COOK,
    SOURDOUGH,
)


def test_a_label_is_given_in_the_language_asked(imported: Taxonomy) -> None:
    label = imported.label(BAKER, "nl")

    assert str(label) == "bakker"
    assert not label.is_fallback


@pytest.mark.parametrize(
    ("concept", "language", "text", "found_in"),
    [
        pytest.param(OVEN, "nl", "operate a bread oven", "en", id="no Dutch name: English"),
        pytest.param(BAKER, "uk", "baker", "en", id="a language nobody imported: English"),
        pytest.param(MILLING, "nl", MILLING, None, id="no name at all: the id"),
        pytest.param(PASTRY_COOK, "fr", "pastry cook", "en", id="no French name: English"),
    ],
)
def test_a_label_that_is_missing_falls_back_visibly(
    imported: Taxonomy, concept: str, language: str, text: str, found_in: str | None
) -> None:
    label = imported.label(concept, language)

    assert (label.text, label.language, label.is_fallback) == (text, found_in, True)


def test_an_occupation_tells_its_essential_and_optional_competences(imported: Taxonomy) -> None:
    asked = imported.competences_of(BAKER)

    assert asked.essential == (DOUGH, OVEN)
    assert asked.optional == (SOURDOUGH,)


def test_a_competence_tells_which_occupations_ask_it(imported: Taxonomy) -> None:
    assert imported.occupations_asking(DOUGH).essential == (BAKER, PASTRY_COOK)
    assert imported.occupations_asking(HYGIENE).optional == (PASTRY_COOK,)


def test_concepts_hang_together_upwards_and_downwards(imported: Taxonomy) -> None:
    assert imported.broader(SOURDOUGH) == (DOUGH,)
    assert imported.narrower(BAKING_GROUP) == (DOUGH, OVEN)
    assert imported.broader(BAKER) == (ISCO_7512,)
    assert imported.broader(ISCO_7512) == (ISCO_75,)


def test_a_concept_carries_its_details(imported: Taxonomy) -> None:
    pastry_cook, oven, sourdough = (imported.concept(one) for one in (PASTRY_COOK, OVEN, SOURDOUGH))

    assert (pastry_cook.kind, pastry_cook.isco, pastry_cook.code) == (ConceptKind.OCCUPATION, "7512", "7512.2")
    assert pastry_cook.labels["nl"].alternatives == ("banketbakker",)
    assert str(pastry_cook.description("nl")) == "Makes cakes."
    assert (oven.competence_type, oven.reuse) == ("skill", "sector-specific")
    assert sourdough.collections == ("green",)
    assert oven.description("nl") is None


def test_an_isco_group_is_found_by_its_code(imported: Taxonomy) -> None:
    group = imported.isco_group("7512")

    assert group is not None
    assert group.id == ISCO_7512
    assert imported.isco_group("0000") is None


def test_an_unknown_id_names_the_editions_that_were_asked(imported: Taxonomy) -> None:
    with pytest.raises(UnknownConcept, match=r'No concept "ap:occupation/nothing" in esco-9\.8\.7, starter-1'):
        imported.concept("ap:occupation/nothing")


def test_ids_of_the_starter_stay_resolvable_beside_an_imported_edition(imported: Taxonomy) -> None:
    starter_only = active_taxonomy()

    for concept_id in starter_only.ids(ConceptKind.OCCUPATION):
        assert imported.label(concept_id, "nl") == starter_only.label(concept_id, "nl")


def test_ids_come_with_the_imported_edition_first_and_each_once(imported: Taxonomy) -> None:
    ids = imported.ids(ConceptKind.OCCUPATION)

    assert ids[:2] == [BAKER, PASTRY_COOK]
    assert len(ids) == len(set(ids))
    assert [concept.id for concept in imported.concepts(ConceptKind.OCCUPATION)] == ids


def test_the_version_tells_which_editions_an_answer_is_based_on(imported: Taxonomy) -> None:
    assert imported.version.startswith("esco-9.8.7@")
    assert "+starter-1@" in imported.version


def test_membership_is_asked_by_id(imported: Taxonomy) -> None:
    assert BAKER in imported
    assert ALLERGENS in imported
    assert "nothing" not in imported


def test_a_taxonomy_needs_an_edition() -> None:
    with pytest.raises(ValueError, match="at least one edition"):
        Taxonomy([])
