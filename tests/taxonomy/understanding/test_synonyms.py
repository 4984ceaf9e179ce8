"""Flemish names of competences, from a crosswalk invented here in the layout of the published one."""

from pathlib import Path

import pytest

from arbeidspact.taxonomy import ConceptKind, Taxonomy, active_taxonomy, installed_editions
from arbeidspact.taxonomy.draft import compile_edition
from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.exceptions import EditionNotInstalled, SynonymFileUnreadable, SynonymRowsInvalid
from arbeidspact.taxonomy.redraft import draft_of
from arbeidspact.taxonomy.starter_files import starter_edition
from arbeidspact.taxonomy.understanding.synonyms import Link, import_competent
from tests.taxonomy.conftest import DOUGH, OVEN, SOURDOUGH, write_table


def row(concept: str, name: str, relation: str = "exactMatch", french: str = "") -> dict[str, str]:
    return {
        "esco_uri": concept,
        "esco_label_nl": "",
        "competent_id": "KN-1",
        "competent_nl": name,
        "competent_fr": french,
        "relation": relation,
    }


@pytest.fixture
def crosswalk(tmp_path: Path) -> Path:
    return write_table(
        tmp_path,
        "crosswalk.csv",
        [
            row(DOUGH, "Deegbereiding", french="Préparation de pâte"),
            row(DOUGH, "Deeg maken"),
            row(OVEN, "Ovens bedienen", "closeMatch"),
            row(SOURDOUGH, "Bakkerijkennis", "broadMatch"),
            row("http://data.europa.eu/esco/skill/elsewhere", "Iets anders"),
        ],
    )


@pytest.fixture
def installed(imported: Taxonomy, editions: Path) -> Path:
    """The directory with the hand-made edition in it."""
    assert len(imported.editions) == 2
    return editions


def test_flemish_names_are_found_after_the_import(installed: Path, crosswalk: Path) -> None:
    report = import_competent(crosswalk, installed)

    taxonomy = active_taxonomy(installed)
    assert [taxonomy.search(name)[0].concept_id for name in ("deegbereiding", "ovens bedienen")] == [DOUGH, OVEN]
    assert taxonomy.search("préparation de pâte", language="fr")[0].concept_id == DOUGH
    assert report.names_added == {"fr": 1, "nl": 2}
    assert (report.names_known, report.competences_named, report.rows_left_out) == (1, 2, 1)
    assert (report.unknown, report.unknown_examples) == (1, ("http://data.europa.eu/esco/skill/elsewhere",))


def test_the_name_shown_stays_the_name_of_esco(installed: Path, crosswalk: Path) -> None:
    import_competent(crosswalk, installed)

    dough = active_taxonomy(installed).concept(DOUGH)
    assert str(dough.label("nl")) == "deeg maken"
    assert dough.labels["nl"].alternatives == ("Deegbereiding",)


def test_a_name_that_is_only_near_is_searched_but_not_shown(installed: Path, crosswalk: Path) -> None:
    import_competent(crosswalk, installed)

    oven = active_taxonomy(installed).concept(OVEN)
    assert str(oven.label("nl")) == "operate a bread oven"


def test_links_that_count_can_be_chosen(installed: Path, crosswalk: Path) -> None:
    report = import_competent(crosswalk, installed, links=[Link.EXACT])

    assert report.names_added == {"fr": 1, "nl": 1}
    assert report.rows_left_out == 2


def test_the_same_import_again_adds_nothing(installed: Path, crosswalk: Path) -> None:
    once = import_competent(crosswalk, installed)
    again = import_competent(crosswalk, installed)

    assert again.names_added == {}
    assert again.edition == once.edition


def test_whose_names_they_are_stays_with_the_edition(installed: Path, crosswalk: Path) -> None:
    report = import_competent(crosswalk, installed)

    assert "Competent (VDAB)" in report.edition.source
    assert "ESCO" in report.edition.source


def test_concepts_and_relations_stay_as_they_were(installed: Path, crosswalk: Path) -> None:
    before = active_taxonomy(installed)
    import_competent(crosswalk, installed)
    after = active_taxonomy(installed)

    ids = before.ids(ConceptKind.COMPETENCE)
    assert after.ids(ConceptKind.COMPETENCE) == ids
    assert [after.related(one) for one in ids] == [before.related(one) for one in ids]
    assert [after.occupations_asking(one) for one in ids] == [before.occupations_asking(one) for one in ids]


def test_an_edition_taken_apart_and_put_together_is_the_same(imported: Taxonomy, editions: Path) -> None:
    assert len(imported.editions) == 2
    for edition in (Edition.from_file(installed_editions(editions)[0].path), starter_edition()):
        assert compile_edition(draft_of(edition)).facts == {
            **compile_edition(draft_of(edition)).facts,
            "content_hash": edition.facts.content_hash,
            "source": edition.facts.source,
            "relations": edition.facts.relations,
        }


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        pytest.param(row("dough", "Deegbereiding"), 'row 2, "esco_uri": "dough" is not the address', id="address"),
        pytest.param(row(DOUGH, "Deegbereiding", "equal"), 'row 2, "relation": "equal" is not known', id="relation"),
        pytest.param(row(DOUGH, " ..."), 'row 2, "competent_nl": this row holds no name', id="no name"),
        pytest.param(row(DOUGH, "x" * 3000), "a name of 3000 letters", id="endless name"),
    ],
)
def test_one_wrong_row_and_nothing_is_added(
    installed: Path, tmp_path: Path, wrong: dict[str, str], message: str
) -> None:
    before = active_taxonomy(installed).version
    path = write_table(tmp_path, "wrong.csv", [wrong, row(OVEN, "Ovens bedienen")])

    with pytest.raises(SynonymRowsInvalid) as refused:
        import_competent(path, installed)

    assert message in str(refused.value)
    assert "No names were added" in str(refused.value)
    assert active_taxonomy(installed).version == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "column is missing", id="empty"),
        pytest.param(b"esco_uri,competent_nl,relation\n", "it holds no rows", id="only a header"),
        pytest.param(b"PK\x03\x04\x00\x00\x00rest", "not a text file", id="a spreadsheet"),
        pytest.param("esco_uri,competent_nl,relation\n\xe9".encode("latin-1"), "not in UTF-8", id="another encoding"),
        pytest.param(b"name;address\na;b\n", '"esco_uri": this column is missing', id="another table"),
    ],
)
def test_a_file_that_is_no_crosswalk_is_refused_in_words(
    installed: Path, tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)

    with pytest.raises((SynonymFileUnreadable, SynonymRowsInvalid), match=message):
        import_competent(path, installed)


def test_a_crosswalk_to_another_edition_is_refused(installed: Path, tmp_path: Path) -> None:
    path = write_table(tmp_path, "other.csv", [row("http://data.europa.eu/esco/skill/elsewhere", "Iets anders")])

    with pytest.raises(SynonymFileUnreadable, match=r"none of its 1 rows names a competence of esco-9\.8\.7"):
        import_competent(path, installed)


def test_a_file_that_is_not_there_is_named(installed: Path, tmp_path: Path) -> None:
    with pytest.raises(SynonymFileUnreadable, match=r"nothing\.csv: there is no such file"):
        import_competent(tmp_path / "nothing.csv", installed)


def test_without_esco_there_is_nothing_to_add_to(editions: Path, crosswalk: Path) -> None:
    with pytest.raises(EditionNotInstalled):
        import_competent(crosswalk, editions)
