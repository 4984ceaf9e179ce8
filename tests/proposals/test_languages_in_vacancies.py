"""A vacancy that asks a language asks the language, and not ESCO's competence of that name beside it."""

from pathlib import Path

import pytest

from arbeidspact.proposals.models import ProposalKind
from arbeidspact.proposals.vacancy_texts import vacancy_proposals
from arbeidspact.taxonomy import active_taxonomy
from arbeidspact.taxonomy.esco_import import import_esco
from arbeidspact.taxonomy.understanding import Reader
from tests.taxonomy.conftest import ESCO, write_table

FRENCH, SPEAKING, SERVING, DOUGH = (f"{ESCO}/skill/{slug}" for slug in ("french", "speak-french", "serve", "dough"))


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """ESCO has languages among its competences; what is here of it was made up."""
    download, installed = tmp_path / "esco-9.8.7", tmp_path / "installed"
    occupation = {"conceptUri": f"{ESCO}/occupation/baker", "iscoGroup": "7512", "status": "released"}
    write_table(download, "occupations_nl.csv", [{**occupation, "preferredLabel": "bakker"}])
    names = {FRENCH: "Frans", SPEAKING: "Frans spreken", SERVING: "klanten in het Frans bedienen", DOUGH: "deeg maken"}
    write_table(
        download,
        "skills_nl.csv",
        [
            {"conceptUri": uri, "preferredLabel": name, "skillType": "skill/competence", "status": "released"}
            for uri, name in names.items()
        ],
    )
    write_table(
        download,
        "occupationSkillRelations_nl.csv",
        [{"occupationUri": f"{ESCO}/occupation/baker", "relationType": "essential", "skillUri": DOUGH}],
    )
    import_esco([download], installed)
    return Reader(active_taxonomy(installed))


def proposed(text: str, reader: Reader) -> set[str]:
    found = vacancy_proposals(text, "nl", reader)
    return {one.value for one in found if one.kind in (ProposalKind.LANGUAGE, ProposalKind.COMPETENCE)}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("Bakker\n\nTalenkennis:\n- Frans\n- Nederlands", {"fr:B1", "nl:B1"}, id="in a list"),
        pytest.param("Bakker\n\nJe kan Frans spreken.", {"fr:B1"}, id="speaking it"),
        pytest.param("Bakker\n\nGoede kennis van het Frans.", {"fr:B1"}, id="knowing it"),
        pytest.param(
            "Bakker\n\nTalenkennis: Frans.\nJe taak: deeg maken.", {"fr:B1", DOUGH}, id="beside another competence"
        ),
    ],
)
def test_a_language_is_proposed_as_a_language_alone(reader, text, wanted):
    assert proposed(text, reader) == wanted


def test_doing_something_in_a_language_is_more_than_the_language(reader):
    assert SERVING in proposed("Bakker\n\nJe kan klanten in het Frans bedienen.", reader)
