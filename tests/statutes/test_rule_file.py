from pathlib import Path

import pytest

from arbeidspact.indicators import InvalidFile
from arbeidspact.statutes import OWN_RULES, Effect, LegalStatus, read_rules

SCREENING = (OWN_RULES / "screening.toml").read_text(encoding="utf-8")


def problems_of(*folders: Path) -> str:
    with pytest.raises(InvalidFile) as refused:
        read_rules(*folders)
    return str(refused.value)


def test_every_rule_of_the_product_has_a_status_a_validity_a_source_and_words_in_both_languages() -> None:
    book = read_rules()

    assert [rule.slug for rule in book.terms] == [
        "benefit-limit",
        "binding-agreement",
        "community-service",
        "newcomer-registration",
        "return-considered",
        "return-started",
        "screening",
        "signal-answer",
    ]
    for rule in (*book.terms, *book.bonuses):
        assert rule.name.nl != rule.name.en
        for version in rule.versions:
            assert version.reference.document
            assert version.valid_from is not None or version.flag is not None
            assert version.status in LegalStatus


def test_what_was_promised_and_what_was_enacted_for_newcomers_stand_beside_each_other() -> None:
    rule = read_rules().term("newcomer-registration")
    assert rule is not None

    found = {version.status: version.length.amount for version in rule.versions}

    assert found == {LegalStatus.PROMISED: 2, LegalStatus.ENACTED: 3}
    assert [version.status for version in rule.versions if version.is_followed] == [LegalStatus.ENACTED]


def test_proposals_are_never_followed() -> None:
    followed = [version for rule in read_rules().terms for version in rule.versions if version.is_followed]

    assert {version.status for version in followed} == {
        LegalStatus.CONVENTION,
        LegalStatus.PROMISED,
        LegalStatus.ENACTED,
    }
    assert {rule.effect for rule in read_rules().terms if any(v.is_followed for v in rule.versions)} == {Effect.DUE_BY}


def test_a_city_brings_its_own_rule_and_takes_the_place_of_another(tmp_path: Path) -> None:
    own = SCREENING.replace("amount = 2", "amount = 6").replace('unit = "months"', 'unit = "weeks"')
    (tmp_path / "screening.toml").write_text(own, encoding="utf-8")

    rule = read_rules(OWN_RULES, tmp_path).term("screening")

    assert rule is not None
    assert (rule.versions[0].length.amount, rule.versions[0].length.unit) == (6, "weeks")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(('status = "promised"', 'status = "almost"'), "almost is not possible here", id="a status"),
        pytest.param(('slug = "screening"', 'slug = "Screening!"'), "slug", id="a slug"),
        pytest.param(
            ('met_by = ["assessed", "assessed_elsewhere"]', ""), "met_by goes with effect due_by", id="nothing meets it"
        ),
        pytest.param(("length = ", "lenght = "), "this field is unknown", id="a field"),
        pytest.param(('status = "promised"', 'status = "proposed"'), "nobody can be held to a proposal", id="followed"),
        pytest.param(('status = "promised"', 'status = "repealed"'), "write valid_until", id="repealed, no last day"),
        pytest.param(("[term]", "[tern]"), "a file holds one rule", id="no rule"),
        pytest.param(
            ("valid_from = 2019-09-30", "valid_from = 2019-09-30\nvalid_until = 2019-01-01"), "swap them", id="order"
        ),
        pytest.param(("[term]", "[term"), "this is not TOML", id="not TOML"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place_and_the_fix(change: tuple[str, str], says: str, tmp_path: Path) -> None:
    (tmp_path / "screening.toml").write_text(SCREENING.replace(*change, 1), encoding="utf-8")

    found = problems_of(tmp_path)

    assert says in found
    assert "screening.toml" in found


def test_two_versions_that_are_both_followed_on_a_day_are_refused(tmp_path: Path) -> None:
    version = SCREENING[SCREENING.index("[[version]]") :].replace("promised-2019", "promised-again")
    (tmp_path / "screening.toml").write_text(SCREENING + "\n" + version, encoding="utf-8")

    assert "follow one of the two" in problems_of(tmp_path)


def test_parameters_that_do_not_give_the_published_amount_are_refused(tmp_path: Path) -> None:
    bonus = (OWN_RULES / "job-bonus.toml").read_text(encoding="utf-8").replace('"434.29"', '"434.30"')
    (tmp_path / "job-bonus.toml").write_text(bonus, encoding="utf-8")

    assert "434.29 for 2000, not 434.30" in problems_of(tmp_path)


def test_every_problem_of_every_file_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(SCREENING.replace("promised-2019", "Promised!"), encoding="utf-8")
    (tmp_path / "two.toml").write_text("[other]\n", encoding="utf-8")

    found = problems_of(tmp_path, tmp_path / "nowhere")

    assert all(name in found for name in ("one.toml", "two.toml", "nowhere"))


def test_a_rule_stands_in_one_file_of_a_folder(tmp_path: Path) -> None:
    for name in ("one.toml", "two.toml"):
        (tmp_path / name).write_text(SCREENING, encoding="utf-8")

    assert "screening stands in 2 files" in problems_of(tmp_path)
