import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from arbeidspact.taxonomy import ConceptKind, ImportProgress, active_taxonomy, import_esco, installed_editions
from arbeidspact.taxonomy.esco_source import recognise
from arbeidspact.taxonomy.exceptions import (
    EditionNameInvalid,
    EscoFilesMissing,
    EscoRowsInvalid,
    EscoSourceUnreadable,
    EscoVersionUnknown,
)
from tests.taxonomy.conftest import BAKER, DOUGH, ESCO, MILLING, OVEN


def _zipped(folder: Path, path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*.csv")):
            archive.write(file, file.relative_to(folder))
    return path


def test_the_report_tells_what_was_read(esco_folder: Path, editions: Path) -> None:
    report = import_esco(esco_folder, editions)

    assert report.edition.title == "esco-9.8.7"
    assert report.edition.languages == ("en", "fr", "nl")
    assert report.edition.concepts[ConceptKind.OCCUPATION] == 2
    assert report.edition.concepts[ConceptKind.COMPETENCE] == 6
    assert report.edition.relations == 5
    assert {(file.file, file.table, file.language, file.rows) for file in report.files} >= {
        ("en/occupations_en.csv", "occupations", "en", 2),
        ("nl/skills_nl.csv", "skills", "nl", 2),
        ("occupation_labels_fr.csv", "labels", "fr", 1),
        ("en/greenSkillsCollection_en.csv", "green", "en", 1),
    }
    assert not report.replaced


def test_the_report_tells_what_was_missing(esco_folder: Path, editions: Path) -> None:
    (esco_folder / "en/skillSkillRelations_en.csv").unlink()
    (esco_folder / "en/notes.csv").write_text("a,b\n", encoding="utf-8")
    report = import_esco(esco_folder, editions)
    missing = {(cover.language, cover.kind.value): cover.missing for cover in report.cover}

    assert missing["nl", "competence"] == 5
    assert missing["en", "competence"] == 1
    assert missing["fr", "occupation"] == 1
    assert missing["nl", "occupation"] == 0
    assert report.tables_missing == ("skillSkillRelations",)
    assert report.files_not_used == ("en/notes.csv",)
    assert report.nameless == (MILLING,)
    assert {(left.file, left.rows, left.examples) for left in report.dangling} == {
        ("nl/skills_nl.csv", 1, (f"{ESCO}/skill/gone",)),
        ("en/occupationSkillRelations_en.csv", 1, (f"{ESCO}/skill/gone",)),
    }
    assert report.repeated == 1
    assert not report.is_complete


def test_labels_of_one_language_lie_over_the_concepts_of_another(esco_folder: Path, editions: Path) -> None:
    import_esco(esco_folder, editions)
    taxonomy = active_taxonomy(editions)

    assert str(taxonomy.label(DOUGH, "nl")) == "deeg maken"
    assert str(taxonomy.label(BAKER, "fr")) == "boulanger"
    assert f"{ESCO}/skill/gone" not in taxonomy


def test_one_language_is_enough(esco_folder: Path, editions: Path) -> None:
    report = import_esco(esco_folder / "en", editions, version="9.8.7")

    assert report.edition.languages == ("en",)


@pytest.mark.parametrize("shape", ["a zip", "a folder of zips", "two zips", "a folder and a zip"])
def test_folders_and_zips_give_the_same_edition(esco_folder: Path, editions: Path, tmp_path: Path, shape: str) -> None:
    plain = import_esco(esco_folder, editions)
    folder = tmp_path / "downloads"
    folder.mkdir()
    french = esco_folder / "nl/occupation_labels_fr.csv"
    (esco_folder / "occupation_labels_fr.csv").rename(french)
    english = _zipped(esco_folder / "en", folder / "ESCO dataset - v9.8.7 - classification - en - csv.zip")
    dutch = _zipped(esco_folder / "nl", folder / "ESCO dataset - v9.8.7 - classification - nl - csv.zip")
    sources = {
        "a zip": _zipped(esco_folder, tmp_path / "esco-9.8.7.zip"),
        "a folder of zips": folder,
        "two zips": [english, dutch],
        "a folder and a zip": [esco_folder / "en", dutch],
    }
    report = import_esco(sources[shape], editions, version="9.8.7")

    assert report.edition.content_hash == plain.edition.content_hash
    assert report.replaced


@pytest.mark.parametrize(
    ("file", "row", "column", "text", "message"),
    [
        pytest.param(
            "en/skills_en.csv",
            3,
            "conceptUri",
            "sourdough",
            r'skills_en\.csv, row 3, "conceptUri": "sourdough" is not the address of a concept\. Write an address',
            id="no address",
        ),
        pytest.param(
            "en/occupations_en.csv",
            2,
            "conceptUri",
            "",
            r'row 2, "conceptUri": this field is empty',
            id="no id",
        ),
        pytest.param(
            "en/occupations_en.csv",
            3,
            "iscoGroup",
            "110",
            r'row 3, "iscoGroup": "110" is not an ISCO code of four digits\. Keep leading zeros',
            id="a leading zero that a spreadsheet dropped",
        ),
        pytest.param(
            "en/skills_en.csv",
            2,
            "skillType",
            "talent",
            r'row 2, "skillType": "talent" is not known here\. Use one of skill/competence, knowledge',
            id="an unknown sort of skill",
        ),
        pytest.param(
            "en/occupationSkillRelations_en.csv",
            4,
            "relationType",
            "maybe",
            r'row 4, "relationType": "maybe" is not known here\. Use one of essential, optional',
            id="an unknown strength",
        ),
        pytest.param(
            "en/broaderRelationsSkillPillar_en.csv",
            2,
            "conceptUri",
            DOUGH,
            r'row 2, "broaderUri": a concept cannot be broader than itself',
            id="broader than itself",
        ),
        pytest.param(
            "nl/occupations_nl.csv",
            2,
            "preferredLabel",
            "b" * 2001,
            r'occupations_nl\.csv, row 2, "preferredLabel": a name of 2001 letters',
            id="an endless name",
        ),
        pytest.param(
            "occupation_labels_fr.csv", 2, "n", "premier", r'row 2, "n": "premier" is not a number', id="not a number"
        ),
    ],
)
def test_a_wrong_row_stops_the_import_and_is_named(
    esco_folder: Path, editions: Path, change_cell: Callable[..., Path], file, row, column, text, message
) -> None:
    change_cell(file, row, column, text)

    with pytest.raises(EscoRowsInvalid, match=message):
        import_esco(esco_folder, editions)

    assert installed_editions(editions) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"conceptUri\n", r'row 1, "preferredLabel": this column is missing', id="a column is missing"),
        pytest.param(b"", r'row 1, "conceptUri": this column is missing', id="an empty file"),
        pytest.param(
            b"conceptUri,preferredLabel\nhttp://data.europa.eu/esco/skill/x,a,b\n",
            r"row 2: 3 fields where the header has 2\. Put text that holds a comma",
            id="a comma too many",
        ),
        pytest.param(b"conceptUri,preferredLabel\n\xff\xfe,x\n", r"this file is not in UTF-8", id="not UTF-8"),
    ],
)
def test_a_table_that_is_no_table_is_named(esco_folder: Path, editions: Path, content: bytes, message: str) -> None:
    (esco_folder / "nl/skills_nl.csv").write_bytes(content)

    with pytest.raises(EscoRowsInvalid, match=message):
        import_esco(esco_folder, editions)


def test_a_table_with_semicolons_and_a_byte_order_mark_is_read(esco_folder: Path, editions: Path) -> None:
    text = f"conceptUri;preferredLabel\n{OVEN};broodoven bedienen\n"
    (esco_folder / "nl/skills_nl.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    import_esco(esco_folder, editions)

    assert str(active_taxonomy(editions).label(OVEN, "nl")) == "broodoven bedienen"


def test_control_characters_do_not_reach_the_names(
    esco_folder: Path, editions: Path, change_cell: Callable[..., Path]
) -> None:
    change_cell("nl/skills_nl.csv", 2, "preferredLabel", " deeg\x00 \x07\n  kneden ")
    import_esco(esco_folder, editions)

    assert str(active_taxonomy(editions).label(DOUGH, "nl")) == "deeg kneden"


def test_a_concept_that_is_not_released_is_left_out(
    esco_folder: Path, editions: Path, change_cell: Callable[..., Path]
) -> None:
    change_cell("en/skills_en.csv", 4, "status", "obsolete")
    report = import_esco(esco_folder, editions)

    assert report.not_released == 1
    assert OVEN not in active_taxonomy(editions)


def test_a_wrong_import_leaves_the_installed_edition_in_use(
    esco_folder: Path, editions: Path, change_cell: Callable[..., Path]
) -> None:
    before = import_esco(esco_folder, editions).edition
    change_cell("en/occupationSkillRelations_en.csv", 2, "relationType", "never")

    with pytest.raises(EscoRowsInvalid):
        import_esco(esco_folder, editions)

    assert installed_editions(editions)[0].facts == before


def test_many_wrong_rows_are_counted_and_the_first_are_shown(esco_folder: Path, editions: Path) -> None:
    rows = "".join("nowhere,x\n" for _ in range(300))
    (esco_folder / "nl/skills_nl.csv").write_text(f"conceptUri,preferredLabel\n{rows}", encoding="utf-8")

    with pytest.raises(EscoRowsInvalid, match=r"(?s)300 problems.*and 290 more") as refusal:
        import_esco(esco_folder, editions)

    assert (refusal.value.total, len(refusal.value.problems)) == (300, 200)


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        pytest.param(
            ["en/occupations_en.csv", "nl/occupations_nl.csv"],
            "Not found in the download: occupations",
            id="occupations",
        ),
        pytest.param(["en/occupationSkillRelations_en.csv"], "download: occupationSkillRelations", id="relations"),
    ],
)
def test_a_download_without_the_needed_tables_is_refused(
    esco_folder: Path, editions: Path, missing: list[str], message: str
) -> None:
    for name in missing:
        (esco_folder / name).unlink()

    with pytest.raises(EscoFilesMissing, match=message):
        import_esco(esco_folder, editions)


def test_names_without_a_language_are_refused(esco_folder: Path, editions: Path) -> None:
    (esco_folder / "en/skills_en.csv").rename(esco_folder / "skills.csv")

    with pytest.raises(EscoRowsInvalid, match=r"skills\.csv, row 1: the language of this file is not known\. End its"):
        import_esco(esco_folder, editions)


@pytest.mark.parametrize(
    ("path", "table", "language", "collection"),
    [
        ("skills_nl.csv", "skills", "nl", None),
        ("nl/skills.csv", "skills", "nl", None),
        ("occupationSkillRelations.csv", "occupationSkillRelations", None, None),
        ("OccupationSkillRelations_EN.CSV", "occupationSkillRelations", "en", None),
        ("digitalSkillsCollection_en.csv", "collection", "en", "digital"),
        ("skillsHierarchy_en.csv", None, "en", None),
        ("read me.csv", None, None, None),
    ],
)
def test_a_file_is_known_by_its_name(
    path: str, table: str | None, language: str | None, collection: str | None
) -> None:
    from pathlib import PurePosixPath

    assert recognise(PurePosixPath(path)) == (table, language, collection)


@pytest.mark.parametrize(
    ("name", "version"),
    [("esco-1.2.0", "1.2.0"), ("ESCO dataset - v1.2 - classification - nl - csv", "1.2"), ("v1.1.1", "1.1.1")],
)
def test_the_version_is_read_from_the_name(esco_folder: Path, editions: Path, name: str, version: str) -> None:
    source = esco_folder.rename(esco_folder.with_name(name))

    assert import_esco(source, editions).edition.version == version


def test_a_download_without_a_version_asks_for_one(esco_folder: Path, editions: Path) -> None:
    source = esco_folder.rename(esco_folder.with_name("download"))

    with pytest.raises(EscoVersionUnknown, match="Say which version it is"):
        import_esco(source, editions)
    with pytest.raises(EditionNameInvalid):
        import_esco(source, editions, version="../1")
    assert import_esco(source, editions, version="1.2.0").edition.version == "1.2.0"


def test_progress_rises_to_the_end(esco_folder: Path, editions: Path) -> None:
    told: list[ImportProgress] = []
    import_esco(esco_folder, editions, progress=told.append)

    assert [step.share for step in told] == sorted(step.share for step in told)
    assert told[-1].share == 1.0
    assert {step.step for step in told} == {"read", "compile", "write"}


# Downloads that are not to be trusted


def _hostile_zip(path: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("../occupations_en.csv", b"x", "leads outside the zip file", id="a name that climbs out"),
        pytest.param("/etc/occupations_en.csv", b"x", "leads outside the zip file", id="an absolute name"),
        pytest.param("..\\occupations_en.csv", b"x", "leads outside the zip file", id="a name with backslashes"),
        pytest.param("occupations_en.csv", bytes(3_000_000), "unbelievable size", id="a bomb"),
    ],
)
def test_an_unsafe_zip_is_refused(tmp_path: Path, editions: Path, name: str, content: bytes, message: str) -> None:
    source = _hostile_zip(tmp_path / "esco-1.2.0.zip", name, content)

    with pytest.raises(EscoSourceUnreadable, match=message):
        import_esco(source, editions)


def test_a_link_that_leads_outside_the_download_is_refused(esco_folder: Path, editions: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("conceptUri,preferredLabel\n", encoding="utf-8")
    (esco_folder / "nl/skills_nl.csv").unlink()
    (esco_folder / "nl/skills_nl.csv").symlink_to(secret)

    with pytest.raises(EscoSourceUnreadable, match="leads outside the download"):
        import_esco(esco_folder, editions)


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 no zip"], ids=["no file", "an empty file", "not a zip"])
def test_something_that_is_no_download_is_refused(tmp_path: Path, editions: Path, content: bytes | None) -> None:
    source = tmp_path / "esco-1.2.0.zip"
    if content is not None:
        source.write_bytes(content)

    with pytest.raises(EscoSourceUnreadable):
        import_esco(source, editions)


def test_a_zip_with_a_damaged_table_is_refused(esco_folder: Path, editions: Path, tmp_path: Path) -> None:
    path = tmp_path / "esco-9.8.7.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for file in sorted(esco_folder.rglob("*.csv")):
            archive.write(file, file.relative_to(esco_folder))
    path.write_bytes(path.read_bytes().replace(b"prepare dough", b"prepare cough"))

    with pytest.raises(EscoRowsInvalid, match="cannot be read to the end"):
        import_esco(path, editions)
