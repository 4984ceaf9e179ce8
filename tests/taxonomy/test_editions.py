from pathlib import Path

import pytest

from arbeidspact.taxonomy import ConceptKind, active_taxonomy, installed_editions, remove_edition
from arbeidspact.taxonomy.draft import CompiledEdition, ConceptDraft, EditionDraft, compile_edition
from arbeidspact.taxonomy.edition_file import FORMAT
from arbeidspact.taxonomy.exceptions import (
    EditionDamaged,
    EditionFormatUnsupported,
    EditionNameInvalid,
    EditionNotInstalled,
)
from arbeidspact.taxonomy.installed import install_edition


def _edition(version: str, *labels: str) -> CompiledEdition:
    draft = EditionDraft("esco", version)
    for label in labels:
        concept = ConceptDraft(f"urn:{label}", ConceptKind.OCCUPATION, preferred={"nl": label})
        draft.concepts[concept.id] = concept
    return compile_edition(draft)


def test_without_an_imported_edition_the_starter_is_in_use(editions: Path) -> None:
    assert installed_editions(editions) == []
    assert [facts.name for facts in active_taxonomy(editions).editions] == ["starter"]


def test_the_newest_version_is_in_use_and_versions_count_as_numbers(editions: Path) -> None:
    for version in ("1.9.0", "1.10.0", "1.2.0"):
        install_edition(_edition(version, "bakker"), editions)

    assert [edition.title for edition in installed_editions(editions)] == ["esco-1.10.0", "esco-1.9.0", "esco-1.2.0"]
    assert active_taxonomy(editions).editions[0].version == "1.10.0"


def test_an_older_edition_can_be_chosen(editions: Path) -> None:
    install_edition(_edition("1.1.0", "bakker"), editions)
    install_edition(_edition("1.2.0", "bakker"), editions)

    assert active_taxonomy(editions, edition="esco-1.1.0").editions[0].version == "1.1.0"
    with pytest.raises(EditionNotInstalled, match=r'"esco-3\.0\.0" is not installed \(installed: esco-1\.2\.0, esco-1'):
        active_taxonomy(editions, edition="esco-3.0.0")


def test_an_id_that_only_an_older_edition_knows_resolves_but_is_not_offered(editions: Path) -> None:
    install_edition(_edition("1.1.0", "stoker", "bakker"), editions)
    install_edition(_edition("1.2.0", "bakker"), editions)
    taxonomy = active_taxonomy(editions)

    assert str(taxonomy.label("urn:stoker", "nl")) == "stoker"
    assert "urn:stoker" not in [hit.concept_id for hit in taxonomy.search("stoker")]


def test_the_same_version_is_replaced_and_the_change_is_seen_at_once(editions: Path) -> None:
    install_edition(_edition("1.2.0", "bakker"), editions)
    before = active_taxonomy(editions)
    install_edition(_edition("1.2.0", "bakker", "slager"), editions)
    after = active_taxonomy(editions)

    assert "urn:slager" not in before
    assert str(before.label("urn:bakker", "nl")) == "bakker"
    assert "urn:slager" in after
    assert len(installed_editions(editions)) == 1


def test_the_same_files_give_the_same_taxonomy(editions: Path) -> None:
    install_edition(_edition("1.2.0", "bakker"), editions)

    assert active_taxonomy(editions) is active_taxonomy(editions)


def test_a_removed_edition_is_out_of_use(editions: Path) -> None:
    install_edition(_edition("1.2.0", "bakker"), editions)
    remove_edition(editions, "esco", "1.2.0")

    assert [facts.name for facts in active_taxonomy(editions).editions] == ["starter"]
    with pytest.raises(EditionNotInstalled, match=r"installed: none"):
        remove_edition(editions, "esco", "1.2.0")


def test_the_same_content_gives_the_same_hash_in_whatever_order_it_was_read() -> None:
    assert _edition("1", "a", "b").facts["content_hash"] == _edition("2", "b", "a").facts["content_hash"]
    assert _edition("1", "a", "b").facts["content_hash"] != _edition("1", "a", "c").facts["content_hash"]


def test_a_write_that_fails_leaves_the_old_edition_and_no_traces(
    editions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = install_edition(_edition("1.2.0", "bakker"), editions)
    before = path.read_bytes()

    def disk_full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", disk_full)
    with pytest.raises(OSError, match="No space left"):
        install_edition(_edition("1.2.0", "slager"), editions)

    assert path.read_bytes() == before
    assert [entry.name for entry in editions.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        pytest.param(lambda raw: raw[:-64], "its size is not the size it was written with", id="cut off"),
        pytest.param(lambda raw: raw[:60], "its header is incomplete", id="only a beginning"),
        pytest.param(lambda raw: b"", "it is not an edition file", id="empty"),
        pytest.param(lambda raw: b"PK" + raw, "it is not an edition file", id="another sort of file"),
        pytest.param(lambda raw: raw.replace(b"bakker", b"bekker"), "was changed after it was written", id="changed"),
        pytest.param(lambda raw: raw.replace(b'"at": 0', b'"at": 9'), "was changed", id="a header that was changed"),
        pytest.param(lambda raw: raw.replace(b'"|u1"', b'"|O8"'), "lies outside the file", id="a foreign column type"),
    ],
)
def test_a_damaged_file_is_named_with_what_to_do(editions: Path, damage, problem: str) -> None:
    path = install_edition(_edition("1.2.0", "bakker"), editions)
    path.write_bytes(damage(path.read_bytes()))

    with pytest.raises(EditionDamaged, match=rf"esco-1\.2\.0\.taxonomy .*{problem}.*Import the download again"):
        active_taxonomy(editions)


def test_a_file_of_an_older_format_names_its_version_and_the_fix(editions: Path) -> None:
    path = install_edition(_edition("1.2.0", "bakker"), editions)
    path.write_bytes(path.read_bytes().replace(f'"format": {FORMAT}'.encode(), b'"format": 0'))

    with pytest.raises(EditionFormatUnsupported, match=r"version 1\.2\.0\) has file format 0, from an older version"):
        active_taxonomy(editions)


def test_a_file_that_cannot_be_used_is_listed_with_its_problem(editions: Path) -> None:
    install_edition(_edition("1.2.0", "bakker"), editions)
    (editions / "esco-1.3.0.taxonomy").write_bytes(b"nothing")
    broken, sound = installed_editions(editions)

    assert (broken.title, broken.facts) == ("esco-1.3.0", None)
    assert isinstance(broken.problem, EditionDamaged)
    assert sound.facts is not None
    assert sound.problem is None


@pytest.mark.parametrize("version", ["../../outside", "", "1.2 beta", "v" * 41, ".hidden"])
def test_a_version_that_cannot_name_a_file_is_refused(editions: Path, version: str) -> None:
    with pytest.raises(EditionNameInvalid, match="lower-case letters"):
        remove_edition(editions, "esco", version)


def test_an_empty_edition_answers_nothing(editions: Path) -> None:
    install_edition(_edition("1.2.0"), editions)
    taxonomy = active_taxonomy(editions)

    assert "urn:bakker" not in taxonomy
    assert all(hit.edition == "starter-1" for hit in taxonomy.search("verpleegkundige"))
