"""Competences near in meaning count for each other where a file beside the edition says so, and nowhere else."""

from pathlib import Path

import numpy as np
import pytest

from arbeidspact.taxonomy import REASONS, ConceptKind, RelationReason, Taxonomy, active_taxonomy, remove_edition
from arbeidspact.taxonomy.draft import EditionDraft, compile_edition
from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.nearness import NearPairs, near_pairs, near_path, read_near_pairs, write_near_pairs
from tests.taxonomy.conftest import ALLERGENS, DOUGH, MILLING, OVEN, SOURDOUGH


def pairs_of(edition: Edition, *pairs: tuple[str, str, int], encoder: str = "fake-1") -> NearPairs:
    asked, held = (np.array([edition.place[pair[at]] for pair in pairs], np.int32) for at in (0, 1))
    return near_pairs(edition, encoder, asked, held, np.array([pair[2] for pair in pairs], np.int8))


@pytest.fixture
def edition(imported: Taxonomy) -> Edition:
    return imported.preferred_edition


@pytest.fixture
def pairs(edition: Edition) -> NearPairs:
    return pairs_of(edition, (OVEN, MILLING, 41), (DOUGH, SOURDOUGH, 31), (DOUGH, MILLING, 50))


def test_what_is_near_in_meaning_covers_the_asked_one_and_says_why(edition: Edition, pairs: NearPairs) -> None:
    taxonomy = Taxonomy([edition], near={edition.facts.title: pairs})
    found = {related.id: related for related in taxonomy.related(DOUGH)}

    assert (found[MILLING].credit, found[MILLING].why) == (0.5, RelationReason.NEAR)
    assert taxonomy.is_near(DOUGH, MILLING)
    assert not taxonomy.is_near(MILLING, DOUGH)
    assert not taxonomy.is_near(DOUGH, "unknown")


def test_a_relation_with_more_credit_goes_first(edition: Edition, pairs: NearPairs) -> None:
    found = {one.id: one for one in Taxonomy([edition], near={edition.facts.title: pairs}).related(DOUGH)}

    assert (found[SOURDOUGH].credit, found[SOURDOUGH].why) == (pytest.approx(0.36), RelationReason.NARROWER)


def test_the_arrays_for_matching_hold_the_near_ones_too(edition: Edition, pairs: NearPairs) -> None:
    taxonomy = Taxonomy([edition], near={edition.facts.title: pairs})
    ids = taxonomy.ids(ConceptKind.COMPETENCE)
    every = taxonomy.related_pairs(ids)

    found = {
        (ids[row], ids[column]): (round(float(credit), 4), REASONS[reason])
        for row, column, credit, reason in zip(every.rows(), every.columns, every.credits, every.reasons, strict=True)
    }
    single = {(one, other.id): (other.credit, other.why) for one in ids for other in taxonomy.related(one)}
    assert found == single
    assert found[OVEN, MILLING] == (0.41, RelationReason.NEAR)


def test_the_version_says_that_nearness_counts_and_which(edition: Edition, pairs: NearPairs) -> None:
    title = edition.facts.title
    plain, near = Taxonomy([edition]), Taxonomy([edition], near={title: pairs})
    other = Taxonomy([edition], near={title: pairs_of(edition, (OVEN, MILLING, 42))})

    assert len({plain.version, near.version, other.version}) == 3
    assert near.version == Taxonomy([edition], near={title: pairs}).version


def test_the_file_gives_back_what_was_found_for_that_edition_alone(
    edition: Edition, pairs: NearPairs, tmp_path: Path
) -> None:
    path = near_path(tmp_path, edition)
    assert read_near_pairs(edition, path) is None
    write_near_pairs(pairs, edition, path)
    once = path.read_bytes()
    write_near_pairs(pairs, edition, path)
    kept = read_near_pairs(edition, path)

    assert path.read_bytes() == once
    assert kept is not None
    assert kept.hash == pairs.hash
    assert kept.batch(np.array([edition.place[OVEN]], np.int32)).columns.tolist() == [edition.place[MILLING]]
    assert read_near_pairs(Edition(compile_edition(EditionDraft("esco", "9.8.7"))), path) is None
    path.write_bytes(once[:-50])
    assert read_near_pairs(edition, path) is None


def test_it_counts_only_where_somebody_wants_it(editions: Path, pairs: NearPairs, edition: Edition) -> None:
    write_near_pairs(pairs, edition, near_path(editions, edition))

    assert active_taxonomy(editions).near == 0
    assert active_taxonomy(editions, by_meaning=True).near == 3
    assert ALLERGENS in active_taxonomy(editions, by_meaning=True)


def test_it_goes_with_its_edition(editions: Path, pairs: NearPairs, edition: Edition) -> None:
    path = near_path(editions, edition)
    write_near_pairs(pairs, edition, path)
    remove_edition(editions, edition.facts.name, edition.facts.version)

    assert not path.exists()
    assert active_taxonomy(editions, by_meaning=True).near == 0
