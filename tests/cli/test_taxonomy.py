"""The taxonomy at the command line."""

import csv
from pathlib import Path

import pytest

from arbeidspact.organisations.models import AuditEvent
from arbeidspact.organisations.vocabulary import current_reader, taxonomy_directory
from arbeidspact.taxonomy.starter_files import starter_edition
from arbeidspact.taxonomy.understanding import learning, vectors
from arbeidspact.taxonomy.understanding.vectors import labels_with_meaning
from tests.taxonomy.understanding.fake_encoder import FakeEncoder


@pytest.fixture
def own_directory(settings, tmp_path, monkeypatch):
    """An installation without an encoder, unless a test gives it one."""
    settings.DATA_DIR = tmp_path / "data"
    monkeypatch.setattr(learning, "installed_encoder", lambda threads: None)
    return taxonomy_directory


def write_table(path: Path, *rows: dict[str, str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, fieldnames=list(rows[0]))
        table.writeheader()
        table.writerows(rows)


@pytest.fixture
def download(tmp_path):
    """A hand-made download of ESCO with one occupation and one skill."""
    folder = tmp_path / "esco-1.2.0"
    folder.mkdir()
    concept = {"conceptType": "", "conceptUri": "", "preferredLabel": "", "altLabels": "", "status": "released"}
    occupation = {
        **concept,
        "conceptType": "Occupation",
        "conceptUri": "http://data.europa.eu/esco/occupation/1",
        "iscoGroup": "8344",
        "code": "8344.1",
        "preferredLabel": "proefwerker",
    }
    skill = {
        **concept,
        "conceptType": "KnowledgeSkillCompetence",
        "conceptUri": "http://data.europa.eu/esco/skill/1",
        "skillType": "skill/competence",
        "reuseLevel": "sector-specific",
        "preferredLabel": "proefstukken stapelen",
    }
    write_table(folder / "occupations_nl.csv", occupation)
    write_table(folder / "skills_nl.csv", skill)
    write_table(
        folder / "occupationSkillRelations_nl.csv",
        {
            "occupationUri": occupation["conceptUri"],
            "relationType": "essential",
            "skillType": "skill/competence",
            "skillUri": skill["conceptUri"],
        },
    )
    return folder


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        pytest.param(["heftruk"], "ap:occupation/forklift-driver", id="a typing mistake"),
        pytest.param(["nurse", "--language", "en", "--kind", "occupation"], "ap:occupation/nurse", id="English"),
        pytest.param(["xqzwv"], "Try fewer or other words", id="nothing"),
    ],
)
def test_search_finds_what_somebody_types(run, own_directory, arguments, found):
    result = run("taxonomy", "search", *arguments)

    assert result.exit_code == 0
    assert found in result.output


def test_the_starter_is_listed(run, own_directory):
    assert "starter-1" in run("taxonomy", "list").output


@pytest.mark.django_db
def test_an_import_is_reported_recorded_used_and_removed(run, own_directory, download):
    imported = run("taxonomy", "import", download)

    assert imported.exit_code == 0, imported.output + imported.stderr
    assert "esco-1.2.0 is in use." in imported.output
    assert "Table not in the download" in imported.output
    assert "proefwerker" in run("taxonomy", "search", "proefwerker").output

    removed = run("taxonomy", "remove", "esco-1.2.0")

    assert removed.exit_code == 0
    assert "esco" not in run("taxonomy", "list").output
    assert list(AuditEvent.objects.order_by("id").values_list("action", "subject_id")) == [
        ("import-taxonomy", "esco-1.2.0"),
        ("remove-taxonomy", "esco-1.2.0"),
    ]


@pytest.mark.django_db
def test_a_folder_without_tables_is_refused_in_words(run, own_directory, tmp_path):
    folder = tmp_path / "esco-1.2.0-empty"
    folder.mkdir()

    result = run("taxonomy", "import", folder)

    assert result.exit_code == 1
    assert "Not found in the download" in result.stderr
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_an_edition_that_is_not_there_cannot_be_removed(run, own_directory):
    result = run("taxonomy", "remove", "esco-9.9.9")

    assert result.exit_code == 1
    assert "esco-9.9.9" in result.stderr


@pytest.mark.django_db
def test_flemish_names_are_added_and_found(run, own_directory, download, tmp_path):
    row = {
        "esco_uri": "http://data.europa.eu/esco/skill/1",
        "competent_nl": "Monsters ordenen",
        "relation": "exactMatch",
    }
    write_table(tmp_path / "crosswalk.csv", row, {**row, "competent_nl": "Iets ruimers", "relation": "broadMatch"})
    run("taxonomy", "import", download)

    result = run("taxonomy", "import-competent", tmp_path / "crosswalk.csv")

    assert result.exit_code == 0, result.output + result.stderr
    assert "names added: 1 in nl; 1 competences got a name." in result.output
    assert "1 rows have a link that does not count (broad, narrow)." in result.output
    assert "Monsters ordenen" in run("taxonomy", "search", "monsters ordenen").output
    assert AuditEvent.objects.filter(action="import-synonyms", subject_id="esco-1.2.0").exists()


@pytest.mark.django_db
def test_a_wrong_row_of_names_is_told_and_nothing_is_added(run, own_directory, download, tmp_path):
    row = {"esco_uri": "http://data.europa.eu/esco/skill/1", "competent_nl": "Monsters ordenen", "relation": "same"}
    write_table(tmp_path / "crosswalk.csv", row)
    run("taxonomy", "import", download)

    result = run("taxonomy", "import-competent", tmp_path / "crosswalk.csv")

    assert result.exit_code == 1
    assert 'row 2, "relation": "same" is not known here' in result.stderr
    assert not AuditEvent.objects.filter(action="import-synonyms").exists()


@pytest.mark.django_db
def test_learning_without_an_encoder_says_what_to_install(run, own_directory, monkeypatch):
    monkeypatch.setattr(learning, "installed_encoder", lambda threads: None)

    result = run("taxonomy", "learn")

    assert result.exit_code == 1
    assert "No encoder is installed" in result.stderr
    assert "arbeidspact[text]" in result.stderr
    assert not AuditEvent.objects.filter(action="learn-taxonomy").exists()


@pytest.mark.django_db
def test_what_names_mean_is_learned_once_listed_and_used(run, own_directory, monkeypatch):
    monkeypatch.setattr(learning, "installed_encoder", lambda threads: FakeEncoder())
    assert "arbeidspact taxonomy learn makes it better" in run("taxonomy", "list").output

    result = run("taxonomy", "learn")

    names = len(labels_with_meaning(starter_edition()))
    assert result.exit_code == 0, result.output + result.stderr
    assert f"starter-1: {names} names have a meaning by fake-1" in " ".join(result.output.split())
    assert f"Texts are read by meaning: {names} names by fake-1" in " ".join(run("taxonomy", "list").output.split())
    assert AuditEvent.objects.filter(action="learn-taxonomy", subject_id="starter-1").exists()
    # The encoder that is really installed, or none, made no such vectors: they are not used.
    assert current_reader().meaning is None
    assert current_reader().normalise_title("metselaar").is_confident


@pytest.fixture
def wide_download(download):
    """The same, with occupations enough to learn from."""
    occupation = {
        "conceptType": "Occupation",
        "conceptUri": "",
        "iscoGroup": "7512",
        "code": "",
        "preferredLabel": "",
        "altLabels": "",
        "status": "released",
    }
    names = {
        "bakker": "broodbakker\nbakker van brood",
        "banketbakker": "patissier\nmaker van taart",
        "ovenist": "stoker van de oven\novenbediener",
        "hygiënist": "schoonmaker van ovens\nbakkerijreiniger",
    }
    write_table(
        download / "occupations_nl.csv",
        *(
            {
                **occupation,
                "conceptUri": f"http://data.europa.eu/esco/occupation/{number}",
                "code": f"7512.{number}",
                "preferredLabel": name,
                "altLabels": others,
            }
            for number, (name, others) in enumerate(names.items(), start=1)
        ),
    )
    return download


def one_line(result) -> str:
    return " ".join(result.output.split())


@pytest.mark.django_db
def test_an_import_goes_on_with_learning_once_it_is_complete(run, own_directory, wide_download, monkeypatch):
    monkeypatch.setattr(learning, "installed_encoder", lambda threads: FakeEncoder())

    result = run("taxonomy", "import", wide_download)

    assert result.exit_code == 0, result.output + result.stderr
    said = one_line(result)
    assert said.index("esco-1.2.0 is in use.") < said.index("Meaning of names") < said.index("Learning from names")
    assert "names have a meaning by fake-1" in said
    assert list(AuditEvent.objects.order_by("id").values_list("action", flat=True)) == [
        "import-taxonomy",
        "learn-taxonomy",
    ]
    assert "Texts are read by meaning" in one_line(run("taxonomy", "list"))


@pytest.mark.django_db
def test_learning_after_an_import_can_be_left_for_later(run, own_directory, wide_download, monkeypatch):
    monkeypatch.setattr(learning, "installed_encoder", lambda threads: FakeEncoder())

    result = run("taxonomy", "import", wide_download, "--without-learning")

    assert result.exit_code == 0
    assert "To learn what they mean: arbeidspact taxonomy learn." in one_line(result)
    assert not AuditEvent.objects.filter(action="learn-taxonomy").exists()
    assert "learned from" in one_line(run("taxonomy", "learn"))


@pytest.mark.django_db
def test_an_import_without_an_encoder_is_complete_and_says_what_to_install(run, own_directory, wide_download):
    result = run("taxonomy", "import", wide_download)

    assert result.exit_code == 0
    assert "pip install 'arbeidspact[text]', then arbeidspact taxonomy learn" in one_line(result)
    assert "bakker" in run("taxonomy", "search", "bakker").output


@pytest.mark.django_db
def test_learning_that_is_stopped_leaves_a_usable_import_and_goes_on_where_it_was(
    run, own_directory, wide_download, monkeypatch
):
    monkeypatch.setattr(vectors, "_BATCH", 2)
    stopped, second = FakeEncoder(stops_after=4), FakeEncoder()
    monkeypatch.setattr(learning, "installed_encoder", lambda threads: stopped)

    result = run("taxonomy", "import", wide_download)

    assert result.exit_code == 0, result.output
    assert "Stopped. The import is complete." in one_line(result)
    assert "arbeidspact taxonomy learn goes on where this was." in one_line(result)
    assert "bakker" in run("taxonomy", "search", "bakker").output
    monkeypatch.setattr(learning, "installed_encoder", lambda threads: second)
    learned = run("taxonomy", "learn")
    assert learned.exit_code == 0, learned.output
    assert second.read[0] not in stopped.read


@pytest.mark.django_db
def test_an_older_edition_than_the_preferred_one_is_not_learned(run, own_directory, wide_download, monkeypatch):
    monkeypatch.setattr(learning, "installed_encoder", lambda threads: FakeEncoder())
    run("taxonomy", "import", wide_download, "--without-learning")

    result = run("taxonomy", "import", wide_download, "--version", "1.1.0")

    assert result.exit_code == 0, result.output + result.stderr
    assert "esco-1.2.0 is preferred, so texts are read with that one: nothing to learn." in one_line(result)
    assert not AuditEvent.objects.filter(action="learn-taxonomy").exists()
