import pytest

from arbeidspact.taxonomy import REASONS, ConceptKind, RelationReason, Taxonomy, active_taxonomy
from arbeidspact.taxonomy.draft import ConceptDraft, EditionDraft, compile_edition
from arbeidspact.taxonomy.edition import Edition
from tests.taxonomy.conftest import ALLERGENS, DOUGH, HYGIENE, MILLING, OVEN, SOURDOUGH


@pytest.mark.parametrize(
    ("asked", "held", "credit", "why"),
    [
        pytest.param(DOUGH, SOURDOUGH, 0.36, RelationReason.NARROWER, id="the special case covers part of the general"),
        pytest.param(SOURDOUGH, DOUGH, 0.27, RelationReason.BROADER, id="the general covers less of the special case"),
        pytest.param(HYGIENE, ALLERGENS, 0.51, RelationReason.NEEDED_BY, id="what builds on it shows it"),
        pytest.param(ALLERGENS, HYGIENE, 0.37, RelationReason.BUILDS_ON, id="what it builds on is a start"),
        pytest.param(HYGIENE, MILLING, 0.51, RelationReason.NEEDED_BY, id="often learned together"),
        pytest.param(DOUGH, OVEN, 0.31, RelationReason.SAME_GROUP, id="same small group"),
    ],
)
def test_a_held_competence_covers_part_of_the_asked_one(
    imported: Taxonomy, asked: str, held: str, credit: float, why: RelationReason
) -> None:
    found = {related.id: related for related in imported.related(asked)}

    assert found[held].credit == pytest.approx(credit)
    assert found[held].why is why


def test_related_competences_come_with_the_highest_credit_first(imported: Taxonomy) -> None:
    credits = [related.credit for related in imported.related(HYGIENE)]

    assert credits == sorted(credits, reverse=True)


@pytest.fixture(params=["imported", "starter"])
def taxonomy(request: pytest.FixtureRequest) -> Taxonomy:
    return request.getfixturevalue("imported") if request.param == "imported" else active_taxonomy()


def test_the_arrays_for_matching_hold_the_same_credits_as_single_questions(taxonomy: Taxonomy) -> None:
    ids = taxonomy.ids(ConceptKind.COMPETENCE)
    pairs = taxonomy.related_pairs(ids)

    for row, concept_id in enumerate(ids):
        here = slice(pairs.starts[row], pairs.starts[row + 1])
        found = {
            ids[column]: (pytest.approx(credit), REASONS[reason])
            for column, credit, reason in zip(
                pairs.columns[here], pairs.credits[here], pairs.reasons[here], strict=True
            )
        }
        assert found == {related.id: (related.credit, related.why) for related in taxonomy.related(concept_id)}


def test_the_arrays_are_sparse_rows_without_a_diagonal(taxonomy: Taxonomy) -> None:
    pairs = taxonomy.related_pairs(taxonomy.ids(ConceptKind.COMPETENCE))

    assert pairs.starts[-1] == len(pairs) == len(pairs.rows())
    assert (pairs.rows() != pairs.columns).all()
    assert (pairs.credits > 0).all()
    assert (pairs.credits <= 1).all()
    rows, columns = pairs.rows(), pairs.columns
    assert all(left < right for left, right in zip(zip(rows, columns), zip(rows[1:], columns[1:])))  # noqa: B905


def test_a_choice_of_competences_gives_only_pairs_among_them(imported: Taxonomy) -> None:
    pairs = imported.related_pairs([SOURDOUGH, "unknown", DOUGH])

    assert pairs.rows().tolist() == [0, 2]
    assert pairs.columns.tolist() == [2, 0]


@pytest.mark.parametrize("ids", [[], ["unknown"]], ids=["none", "an unknown one"])
def test_no_competences_give_no_pairs(imported: Taxonomy, ids: list[str]) -> None:
    assert len(imported.related_pairs(ids)) == 0


def test_a_repeated_id_is_refused(imported: Taxonomy) -> None:
    with pytest.raises(ValueError, match="pass each once"):
        imported.related_pairs([DOUGH, DOUGH])


def _edition(name: str, *concepts: tuple[str, str, str, str]) -> Edition:
    """An edition of competences: id, Dutch name, group, type."""
    draft = EditionDraft(name, "1")
    for concept_id, label, group, competence_type in concepts:
        draft.concepts.setdefault(group, ConceptDraft(group, ConceptKind.COMPETENCE_GROUP))
        concept = ConceptDraft(
            concept_id,
            ConceptKind.COMPETENCE,
            competence_type=competence_type,
            preferred={"nl": label},
            broader=[group],
        )
        draft.concepts[concept_id] = concept
    return Edition(compile_edition(draft))


def test_one_competence_under_two_ids_in_two_editions_counts_in_full() -> None:
    taxonomy = Taxonomy(
        [
            _edition("large", ("big:1", "Deeg maken", "big:g", "skill")),
            _edition("small", ("own:1", "deeg maken", "own:g", "skill")),
        ]
    )

    assert [(item.id, item.credit, item.why) for item in taxonomy.related("own:1")] == [
        ("big:1", 1.0, RelationReason.SAME_NAME)
    ]
    assert taxonomy.related_pairs(["own:1", "big:1"]).credits.tolist() == [1.0, 1.0]


def test_attitudes_say_nothing_about_each_other() -> None:
    edition = _edition(
        "own", ("patient", "geduldig zijn", "g", "attitude"), ("punctual", "op tijd komen", "g", "attitude")
    )

    assert Taxonomy([edition]).related("patient") == []


@pytest.mark.parametrize(
    ("size", "credit"),
    [(2, 0.31), (4, 0.31), (5, 0.21), (20, 0.21), (21, 0.15), (40, 0.15), (41, None)],
    ids=["a pair", "four", "five", "twenty", "twenty-one", "forty", "forty-one"],
)
def test_the_larger_a_group_the_less_membership_says(size: int, credit: float | None) -> None:
    edition = _edition("own", *((f"c{number}", f"naam {number}", "group", "skill") for number in range(size)))
    found = {related.id: related.credit for related in Taxonomy([edition]).related("c0")}

    assert found.get("c1") == (pytest.approx(credit) if credit is not None else None)
