import arbeidspact.taxonomy
from arbeidspact.taxonomy import exceptions


def test_the_public_face_is_the_agreed_one() -> None:
    assert sorted(arbeidspact.taxonomy.__all__) == [
        "CompetencesOfOccupation",
        "Concept",
        "ConceptKind",
        "ConceptLabels",
        "EditionFacts",
        "ImportProgress",
        "ImportReport",
        "InstalledEdition",
        "Label",
        "Licence",
        "LicenceKind",
        "OccupationsAsking",
        "REASONS",
        "RelatedCompetence",
        "RelatedPairs",
        "RelationReason",
        "SearchHit",
        "Taxonomy",
        "active_taxonomy",
        "covered_licences",
        "import_esco",
        "installed_editions",
        "licences",
        "remove_edition",
    ]


def test_every_exported_name_exists() -> None:
    assert all(hasattr(arbeidspact.taxonomy, name) for name in arbeidspact.taxonomy.__all__)


def test_the_tree_of_errors_in_the_documentation_is_complete() -> None:
    errors = [
        name for name, value in vars(exceptions).items() if isinstance(value, type) and issubclass(value, Exception)
    ]

    assert errors
    assert [name for name in errors if f"`{name}`" not in (exceptions.__doc__ or "")] == []
