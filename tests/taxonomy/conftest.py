"""A hand-made ESCO download of a few rows, invented here, in the layout of the official one."""

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from arbeidspact.taxonomy import Taxonomy, active_taxonomy
from arbeidspact.taxonomy.esco_import import import_esco

ESCO = "http://data.europa.eu/esco"
BAKER, PASTRY_COOK = f"{ESCO}/occupation/baker", f"{ESCO}/occupation/pastry-cook"
DOUGH, SOURDOUGH, OVEN, HYGIENE, ALLERGENS, MILLING = (
    f"{ESCO}/skill/{slug}" for slug in ("dough", "sourdough", "oven", "hygiene", "allergens", "milling")
)
BAKING_GROUP = f"{ESCO}/skill/group-baking"
ISCO_75, ISCO_7512 = f"{ESCO}/isco/C75", f"{ESCO}/isco/C7512"

Rows = Sequence[Mapping[str, str]]


def write_table(folder: Path, name: str, rows: Rows) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(dict.fromkeys(key for row in rows for key in row)), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def _named(uri: str, label: str, **more: str) -> dict[str, str]:
    return {"conceptUri": uri, "preferredLabel": label, "status": "released", **more}


def _write_english(folder: Path) -> None:
    write_table(
        folder,
        "occupations_en.csv",
        [
            _named(BAKER, "baker", altLabels="bread baker\nbreadmaker", iscoGroup="7512", code="7512.1"),
            _named(PASTRY_COOK, "pastry cook", iscoGroup="7512", code="7512.2", description="Makes cakes."),
        ],
    )
    write_table(
        folder,
        "skills_en.csv",
        [
            _named(DOUGH, "prepare dough", skillType="skill/competence", altLabels="knead | make dough"),
            _named(SOURDOUGH, "keep a sourdough", skillType="skill/competence"),
            _named(OVEN, "operate a bread oven", skillType="skill/competence", reuseLevel="sector-specific"),
            _named(HYGIENE, "food hygiene", skillType="knowledge"),
            _named(ALLERGENS, "allergens in food", skillType="knowledge"),
            _named(MILLING, "", skillType="knowledge"),
        ],
    )
    write_table(folder, "skillGroups_en.csv", [_named(BAKING_GROUP, "baking", code="S9.1")])
    write_table(
        folder,
        "ISCOGroups_en.csv",
        [_named(ISCO_75, "Craft workers", code="75"), _named(ISCO_7512, "Bakers and confectioners", code="7512")],
    )
    write_table(folder, "greenSkillsCollection_en.csv", [{"conceptUri": SOURDOUGH}])


def _write_relations(folder: Path) -> None:
    asked = [
        (BAKER, "essential", DOUGH),
        (BAKER, "essential", OVEN),
        (BAKER, "optional", SOURDOUGH),
        (BAKER, "optional", DOUGH),
        (PASTRY_COOK, "essential", DOUGH),
        (PASTRY_COOK, "optional", HYGIENE),
        (PASTRY_COOK, "optional", f"{ESCO}/skill/gone"),
    ]
    write_table(
        folder,
        "occupationSkillRelations_en.csv",
        [{"occupationUri": left, "relationType": how, "skillUri": right} for left, how, right in asked],
    )
    write_table(
        folder,
        "broaderRelationsSkillPillar_en.csv",
        [
            {"conceptUri": SOURDOUGH, "broaderUri": DOUGH},
            {"conceptUri": DOUGH, "broaderUri": BAKING_GROUP},
            {"conceptUri": OVEN, "broaderUri": BAKING_GROUP},
        ],
    )
    write_table(folder, "broaderRelationsOccPillar_en.csv", [{"conceptUri": ISCO_7512, "broaderUri": ISCO_75}])
    write_table(
        folder,
        "skillSkillRelations_en.csv",
        [
            {"originalSkillUri": ALLERGENS, "relationType": "essential", "relatedSkillUri": HYGIENE},
            {"originalSkillUri": MILLING, "relationType": "optional", "relatedSkillUri": HYGIENE},
        ],
    )


def _write_dutch(folder: Path) -> None:
    """Dutch is partial: no label for some skills, and one for a concept that the English files do not have."""
    write_table(
        folder,
        "occupations_nl.csv",
        [
            _named(BAKER, "bakker", altLabels="broodbakker", iscoGroup="7512"),
            _named(PASTRY_COOK, "pâtissier", altLabels="banketbakker", iscoGroup="7512"),
        ],
    )
    write_table(folder, "skills_nl.csv", [_named(DOUGH, "deeg maken"), _named(f"{ESCO}/skill/gone", "verdwenen")])


@pytest.fixture
def esco_folder(tmp_path: Path) -> Path:
    """A download in folders by language, as an operator keeps it."""
    folder = tmp_path / "esco-9.8.7"
    _write_english(folder / "en")
    _write_relations(folder / "en")
    _write_dutch(folder / "nl")
    write_table(folder, "occupation_labels_fr.csv", [{"uri": BAKER, "n": "000", "label": "boulanger"}])
    return folder


@pytest.fixture
def editions(tmp_path: Path) -> Path:
    """An empty directory for editions."""
    return tmp_path / "editions"


@pytest.fixture
def imported(esco_folder: Path, editions: Path) -> Taxonomy:
    """The taxonomy after the hand-made download was imported."""
    import_esco(esco_folder, editions)
    return active_taxonomy(editions)


@pytest.fixture
def change_cell(esco_folder: Path) -> Callable[..., Path]:
    """Writes another text in one field of the hand-made download; row 2 is the first row of data."""

    def change(name: str, row: int, column: str, text: str) -> Path:
        path = esco_folder / name
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        rows[row - 2][column] = text
        return write_table(path.parent, path.name, rows)

    return change
