"""What a budget adds up to, and every problem with it; as a table."""

from decimal import Decimal

import pytest

from arbeidspact.funding.budget import (
    AboveTheMost,
    AboveTheShare,
    Ceilings,
    EsfNotAllowed,
    Line,
    NothingAsked,
    TotalNotStated,
    TotalsDiffer,
    checked_budget,
)
from arbeidspact.funding.models import MoneySource

D = Decimal
FUND, OWN, ESF = MoneySource.FUND, MoneySource.OWN, MoneySource.ESF
CALL = Ceilings(budget=D(100_000), max_amount=D(60_000), max_share=D(80), allows_esf=False)


def check(*lines: tuple[MoneySource, str], stated: str | None, ceilings: Ceilings = CALL):
    return checked_budget([Line(source, D(amount)) for source, amount in lines], stated and D(stated), ceilings)


@pytest.mark.parametrize(
    ("lines", "stated", "problems"),
    [
        pytest.param([(FUND, "80.00"), (OWN, "20.00")], "100.00", (), id="exactly the share that is allowed"),
        pytest.param(
            [(FUND, "80.01"), (OWN, "19.99")],
            "100.00",
            (AboveTheShare(D("80.01"), D(80), D("80.00")),),
            id="a cent above the share",
        ),
        pytest.param(
            [(FUND, "0.10"), (OWN, "0.20")], "0.31", (TotalsDiffer(D("0.31"), D("0.30")),), id="a cent too much"
        ),
        pytest.param([(FUND, "0.10"), (OWN, "0.20")], "0.30", (), id="decimals add up exactly"),
        pytest.param([(FUND, "10"), (OWN, "10")], None, (TotalNotStated(),), id="nothing to compare with"),
        pytest.param([(OWN, "10")], "10", (NothingAsked(),), id="nothing asked of the fund"),
        pytest.param(
            [(FUND, "60000.01"), (OWN, "90000")],
            "150000.01",
            (AboveTheMost(D("60000.01"), D(60_000)),),
            id="above the most for one project",
        ),
        pytest.param([(FUND, "1"), (ESF, "1")], "2", (EsfNotAllowed(D("1.00")),), id="ESF where it may not be"),
    ],
)
def test_every_problem_with_a_budget_is_named(lines, stated, problems):
    assert check(*lines, stated=stated).problems == problems


def test_a_third_is_a_third():
    ceilings = Ceilings(D(100), None, D("33.33"), allows_esf=True)

    assert check((FUND, "33.33"), (OWN, "66.67"), stated="100", ceilings=ceilings).problems == ()


def test_the_sums_by_source_leave_nothing_out():
    found = check((FUND, "1.10"), (OWN, "2.20"), (FUND, "3.30"), stated="6.60")

    assert found.by_source == ((FUND, D("4.40")), (OWN, D("2.20")))
    assert (found.total, found.asked, found.share_percent) == (D("6.60"), D("4.40"), D("66.67"))


def test_an_empty_budget_has_no_share():
    assert check(stated="0").share_percent == 0
