from collections.abc import Iterator
from pathlib import Path

import pytest

from arbeidspact.taxonomy import (
    ConceptKind,
    Licence,
    LicenceKind,
    Taxonomy,
    active_taxonomy,
    covered_licences,
    licences,
)
from arbeidspact.taxonomy.draft import compile_edition
from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.exceptions import StarterInvalid
from arbeidspact.taxonomy.starter_files import read_starter, starter_draft

GROUPS = '[[group]]\nid = "baking"\nnl = "Bakken"\nen = "Baking"\n'
COMPETENCES = '[[competence]]\nid = "knead"\nkind = "skill"\ngroup = "baking"\nnl = "kneden"\nen = "knead"\n'
OCCUPATIONS = '[[occupation]]\nid = "baker"\nisco = "7512"\nnl = "bakker"\nen = "baker"\nessential = ["knead"]\n'
ISCO = '[[isco]]\ncode = "75"\nnl = "Ambachten"\nen = "Crafts"\n'


@pytest.fixture
def starter_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "starter"
    folder.mkdir()
    for name, text in (
        ("groups.toml", GROUPS),
        ("competences-food.toml", COMPETENCES),
        ("occupations-food.toml", OCCUPATIONS),
        ("isco.toml", ISCO),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_starter_files_become_concepts_with_ids_of_our_own(starter_folder: Path) -> None:
    taxonomy = Taxonomy([Edition(compile_edition(starter_draft(read_starter(starter_folder))))])

    assert taxonomy.competences_of("ap:occupation/baker").essential == ("ap:competence/knead",)
    assert taxonomy.broader("ap:competence/knead") == ("ap:competence-group/baking",)
    assert taxonomy.concept("ap:competence/knead").competence_type == "skill"
    assert taxonomy.broader("ap:occupation/baker") == ("ap:isco/75",)


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        pytest.param(
            "groups.toml",
            GROUPS.replace('en = "Baking"\n', ""),
            r'groups\.toml, group baking, "en": field required\. Add the field\.',
            id="a label is missing",
        ),
        pytest.param(
            "competences-food.toml",
            COMPETENCES.replace('"baking"', '"backing"'),
            r'competences-food\.toml, competence knead, "group": no group has the id "backing"\. Correct the id',
            id="an unknown group",
        ),
        pytest.param(
            "competences-food.toml",
            COMPETENCES.replace('"skill"', '"talent"'),
            r'competence knead, "kind": input should be \'skill\', \'knowledge\' or \'attitude\'',
            id="an unknown kind",
        ),
        pytest.param(
            "occupations-food.toml",
            OCCUPATIONS.replace("7512", "751"),
            r'occupation baker, "isco": .* ISCO codes as digits',
            id="an ISCO code of three digits",
        ),
        pytest.param(
            "occupations-food.toml",
            OCCUPATIONS.replace('["knead"]', '["kneed"]'),
            r'occupation baker, "essential": no competence has the id "kneed"',
            id="an unknown competence",
        ),
        pytest.param(
            "occupations-food.toml",
            OCCUPATIONS + 'optional = ["knead"]\n',
            r'occupation baker, "optional": "knead" is essential as well\. Keep it in one list',
            id="a competence in both lists",
        ),
        pytest.param(
            "occupations-food.toml",
            OCCUPATIONS + "wage = 12\n",
            r'occupation baker, "wage": extra inputs are not permitted\. Remove the field or correct its name',
            id="an unknown field",
        ),
        pytest.param(
            "occupations-food.toml",
            OCCUPATIONS + OCCUPATIONS,
            r'occupation baker, "id": this id is used twice',
            id="an id used twice",
        ),
        pytest.param("isco.toml", "[[isco\n", r"isco\.toml: this is not TOML: .*line 1", id="not TOML"),
        pytest.param(
            "extra.toml", "[[trade]]\nid='x'\n", r"extra\.toml, trade: unknown table\. Use one of", id="unknown"
        ),
    ],
)
def test_an_error_names_file_entry_field_and_fix(starter_folder: Path, file: str, text: str, message: str) -> None:
    (starter_folder / file).write_text(text, encoding="utf-8")

    with pytest.raises(StarterInvalid, match=message):
        read_starter(starter_folder)


def test_all_problems_are_told_at_once(starter_folder: Path) -> None:
    (starter_folder / "groups.toml").write_text(GROUPS.replace("Bakken", ""), encoding="utf-8")
    (starter_folder / "isco.toml").write_text(ISCO.replace('"75"', '"vijf"'), encoding="utf-8")

    with pytest.raises(StarterInvalid) as refusal:
        read_starter(starter_folder)

    assert {problem.file for problem in refusal.value.problems} == {"groups.toml", "isco.toml", "competences-food.toml"}


# The starter that comes with the software


@pytest.fixture
def starter() -> Taxonomy:
    return active_taxonomy()


def _named_concepts(starter: Taxonomy) -> Iterator[str]:
    for kind in ConceptKind:
        yield from starter.ids(kind)


def test_the_starter_holds_at_least_120_occupations(starter: Taxonomy) -> None:
    assert len(starter.ids(ConceptKind.OCCUPATION)) >= 120


def test_every_starter_occupation_asks_6_to_15_competences(starter: Taxonomy) -> None:
    asked = {occupation: starter.competences_of(occupation) for occupation in starter.ids(ConceptKind.OCCUPATION)}
    counts = {occupation: len(asks.essential) + len(asks.optional) for occupation, asks in asked.items()}

    assert {occupation: count for occupation, count in counts.items() if not 6 <= count <= 15} == {}


def test_every_starter_competence_is_asked_by_an_occupation(starter: Taxonomy) -> None:
    orphans = []
    for competence in starter.ids(ConceptKind.COMPETENCE):
        asking = starter.occupations_asking(competence)
        if not asking.essential and not asking.optional:
            orphans.append(competence)

    assert orphans == []


def test_every_starter_concept_has_a_dutch_and_an_english_name(starter: Taxonomy) -> None:
    unnamed = [
        concept_id
        for concept_id in _named_concepts(starter)
        if any(starter.label(concept_id, language).is_fallback for language in ("nl", "en"))
    ]

    assert unnamed == []


def test_every_starter_occupation_stands_under_an_isco_group(starter: Taxonomy) -> None:
    outside = [
        occupation for occupation in starter.ids(ConceptKind.OCCUPATION) if starter.concept(occupation).isco is None
    ]

    assert outside == []


# Licences


def test_licences_have_names_in_both_languages() -> None:
    assert licences()
    assert all(licence.name(language) for licence in licences().values() for language in ("nl", "en"))
    assert all(licence.id == key for key, licence in licences().items())


@pytest.mark.parametrize(
    ("held", "covered"),
    [
        pytest.param([], set(), id="none"),
        pytest.param(["ce"], {"ce", "c", "b"}, id="through two steps"),
        pytest.param(["b"], {"b"}, id="not upwards"),
        pytest.param(["unknown"], {"unknown"}, id="outside the vocabulary"),
    ],
)
def test_a_licence_covers_what_it_implies(held: list[str], covered: set[str]) -> None:
    vocabulary = {
        licence_id: Licence(licence_id, {"en": licence_id}, LicenceKind.DRIVING, implies)
        for licence_id, implies in (("b", ()), ("c", ("b",)), ("ce", ("c", "b")))
    }

    assert covered_licences(held, vocabulary) == covered


def test_licences_that_imply_each_other_end() -> None:
    vocabulary = {
        "a": Licence("a", {"en": "a"}, LicenceKind.CERTIFICATE, ("b",)),
        "b": Licence("b", {"en": "b"}, LicenceKind.CERTIFICATE, ("a",)),
    }

    assert covered_licences(["a"], vocabulary) == {"a", "b"}
