from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.statutes import BonusAmount, BonusRule, BonusStep, LegalStatus, NoParameters, job_bonus, read_rules

found = read_rules().bonus("job-bonus")
assert found is not None
BONUS: BonusRule = found


def by_version(wage: str, year: int, half: int | None = None) -> dict[str, BonusAmount]:
    return {amount.version.slug: amount for amount in job_bonus(BONUS, wage=Decimal(wage), year=year, half=half)}


@pytest.mark.parametrize(
    ("wage", "amount"),
    [
        pytest.param("1500", "700", id="the full amount and the extra of that year"),
        pytest.param("1800", "700", id="up to 1,800"),
        pytest.param("2000", "534.29", id="published: 434.29 without the extra"),
        pytest.param("2200", "368.57", id="published: 268.57 without the extra"),
        pytest.param("2499.99", "120.01", id="the last wage with a right"),
        pytest.param("2500", "0", id="no right from 2,500 on"),
    ],
)
def test_the_bonus_as_enacted_for_2021(wage: str, amount: str) -> None:
    enacted = by_version(wage, 2021)["enacted-2021"]

    assert enacted.is_settled
    assert enacted.at_least == Decimal(amount)
    assert enacted.version.status == LegalStatus.ENACTED


def test_the_promise_stands_beside_the_law_and_sets_no_end() -> None:
    promised = by_version("1700", 2021)["promised-2019"]

    assert (promised.at_least, promised.at_most) == (Decimal(600), None)
    assert promised.version.status == LegalStatus.PROMISED
    assert not promised.is_settled
    assert by_version("2500", 2021)["promised-2019"].is_settled


def test_where_the_fall_is_not_published_the_answer_is_a_span() -> None:
    first = by_version("2650", 2022, half=1)["enacted-2022-first-half"]
    second = by_version("2750", 2022)

    assert (first.at_least, first.at_most) == (Decimal(50), Decimal(650))
    assert BonusStep.HOW_UNKNOWN in [line.step for line in first.trace]
    assert second["enacted-2022-first-half"].at_most == 0
    assert second["enacted-2022-second-half"].at_most == Decimal(650)


def test_for_later_years_the_law_is_not_known_and_the_promise_alone_answers() -> None:
    assert set(by_version("1500", 2025)) == {"promised-2019"}
    with pytest.raises(NoParameters, match="add them"):
        job_bonus(BONUS, wage=Decimal(1500), year=2019)


wages = st.decimals(0, 4000, places=2)


@given(one=wages, other=wages, year=st.integers(2021, 2024))
def test_a_higher_wage_never_gives_a_higher_bonus(one: Decimal, other: Decimal, year: int) -> None:
    low, high = sorted((one, other))
    for slug, amount in by_version(str(low), year).items():
        higher = by_version(str(high), year)[slug]
        assert higher.at_least <= amount.at_least
        assert amount.at_most is None or (higher.at_most is not None and higher.at_most <= amount.at_most)
