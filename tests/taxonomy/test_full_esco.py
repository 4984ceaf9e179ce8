"""The whole of ESCO 1.2.0 in English, Dutch and French, where the reference data stand beside the repository."""

import random
import time
from pathlib import Path

import pytest

from arbeidspact.taxonomy import ConceptKind, ImportReport, Taxonomy, active_taxonomy, import_esco
from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.folding import fold

ESCO_FOLDER = Path(__file__).parents[3] / "shared" / "data" / "esco-1.2.0"

pytestmark = pytest.mark.skipif(
    not ESCO_FOLDER.is_dir(), reason="the ESCO 1.2.0 download is not at ../shared/data/esco-1.2.0"
)


@pytest.fixture(scope="module")
def full_import(tmp_path_factory: pytest.TempPathFactory) -> tuple[ImportReport, Path]:
    directory = tmp_path_factory.mktemp("editions")
    return import_esco(ESCO_FOLDER, directory), directory


@pytest.fixture(scope="module")
def esco(full_import: tuple[ImportReport, Path]) -> Taxonomy:
    return active_taxonomy(full_import[1])


@pytest.fixture(scope="module")
def esco_alone(full_import: tuple[ImportReport, Path]) -> Taxonomy:
    """Without the starter, whose namesakes would stand for the ones looked for."""
    return Taxonomy([Edition.from_file(next(full_import[1].glob("*.taxonomy")))])


def test_all_of_esco_is_read(full_import: tuple[ImportReport, Path]) -> None:
    report, _ = full_import

    assert report.edition.title == "esco-1.2.0"
    assert report.edition.languages == ("en", "fr", "nl")
    assert report.edition.concepts == {
        ConceptKind.OCCUPATION: 3039,
        ConceptKind.COMPETENCE: 13939,
        ConceptKind.ISCO_GROUP: 619,
        ConceptKind.COMPETENCE_GROUP: 640,
    }
    # 128,997 rows; 17 pairs are in it as essential and as optional.
    assert (report.edition.relations, report.repeated) == (128_980, 17)


def test_the_gaps_of_the_reference_data_are_reported(full_import: tuple[ImportReport, Path]) -> None:
    report, _ = full_import
    labelled = {(cover.language, cover.kind.value): cover.labelled for cover in report.cover}

    assert labelled["nl", "occupation"] == 3039
    assert labelled["nl", "competence"] == 5352
    assert {left.file: left.rows for left in report.dangling} == {
        "nl/skills_nl.csv": 101,
        "occupation_labels_fr.csv": 26,
    }
    assert len(report.nameless) == 1


def test_loading_takes_less_than_four_tenths_of_a_second(full_import: tuple[ImportReport, Path]) -> None:
    path = next(full_import[1].glob("*.taxonomy"))
    times = []
    for _ in range(3):
        start = time.perf_counter()
        edition = Edition.from_file(path)
        assert edition.place
        times.append(time.perf_counter() - start)

    assert min(times) < 0.4


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("bakker", "bakker"),
        ("vrachtwagenchauffeur", "vrachtwagenchauffeur"),
        ("chaufeur vrachtwagen", "chauffeur vrachtwagen"),
        ("metsler", "metser"),
        ("las ser", "lasser"),
        ("heftruck", "heftruckchauffeur"),
        ("patissier", "patissier"),
    ],
)
def test_what_people_type_comes_first(esco_alone: Taxonomy, typed: str, label: str) -> None:
    assert fold(esco_alone.search(typed, kind=ConceptKind.OCCUPATION)[0].label) == label


def test_names_with_one_letter_left_out_are_found_in_typical_time(esco_alone: Taxonomy) -> None:
    draw = random.Random(1919)
    names = [
        (concept.id, concept.labels["nl"].preferred or "")
        for concept in draw.sample(list(esco_alone.concepts(ConceptKind.OCCUPATION)), 150)
        if "nl" in concept.labels
    ]
    lost, times = [], []
    esco_alone.search("eerste vraag")
    for concept_id, name in names:
        if len(fold(name)) < 6:
            continue
        at = draw.randrange(len(name))
        start = time.perf_counter()
        hits = esco_alone.search(name[:at] + name[at + 1 :])
        times.append(time.perf_counter() - start)
        if concept_id not in [hit.concept_id for hit in hits]:
            lost.append(name)

    assert lost == []
    # Typically 15 ms; the bound leaves room for a busy machine.
    assert sorted(times)[len(times) // 2] < 0.06


def test_related_pairs_of_all_competences_are_made_at_once(esco: Taxonomy) -> None:
    pairs = esco.related_pairs(esco.ids(ConceptKind.COMPETENCE))

    assert len(pairs) > 100_000
    assert pairs.credits.max() <= 1
