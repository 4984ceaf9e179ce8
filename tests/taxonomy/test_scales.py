import pytest

from arbeidspact.taxonomy.scales import CefrLevel, CompetenceLevel, EducationLevel, EvidenceKind, OrderedScale, Shift


@pytest.mark.parametrize(
    ("scale", "ranks"),
    [
        pytest.param(CefrLevel, {"A1": 1, "A2": 2, "B1": 3, "B2": 4, "C1": 5, "C2": 6}, id="language"),
        pytest.param(
            EducationLevel,
            {"none": 0, "lower_secondary": 1, "upper_secondary": 2, "higher_vocational": 3, "bachelor": 4, "master": 5},
            id="education",
        ),
        pytest.param(EvidenceKind, {"self_declared": 0, "seen": 1, "certified": 2}, id="evidence"),
        pytest.param(CompetenceLevel, {"basic": 0, "independent": 1, "expert": 2}, id="competence"),
    ],
)
def test_stored_values_keep_their_rank(scale: type[OrderedScale], ranks: dict[str, int]) -> None:
    assert {level.value: level.rank for level in scale} == ranks


def test_levels_compare_by_rank_and_not_by_alphabet() -> None:
    assert EducationLevel.BACHELOR > EducationLevel.UPPER_SECONDARY
    assert EducationLevel.BACHELOR >= EducationLevel.BACHELOR
    assert EducationLevel.NONE < EducationLevel.LOWER_SECONDARY
    assert EducationLevel.NONE <= EducationLevel.NONE
    assert max(CefrLevel.B1, CefrLevel.A2) is CefrLevel.B1


def test_a_level_reaches_what_is_needed_when_it_is_at_least_as_high() -> None:
    assert CefrLevel.B1.reaches(CefrLevel.B1)
    assert not CefrLevel.A2.reaches(CefrLevel.B1)


@pytest.mark.parametrize("other", [EvidenceKind.SEEN, "B1"], ids=["a member of another scale", "a plain string"])
def test_a_level_refuses_to_compare_with_something_else(other: str) -> None:
    with pytest.raises(TypeError, match="compares only with its own members"):
        assert other > CefrLevel.A1


def test_a_level_equals_what_is_stored_for_it() -> None:
    assert CefrLevel.B1 == "B1"
    assert {CefrLevel.B1: "found"}["B1"] == "found"


def test_shifts_are_the_agreed_ones() -> None:
    assert [shift.value for shift in Shift] == ["day", "early", "late", "night", "weekend", "split"]
