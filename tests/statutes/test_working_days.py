from datetime import date

import pytest

from arbeidspact.statutes import BELGIUM, holiday_name


@pytest.mark.parametrize(
    ("day", "is_working_day"),
    [
        pytest.param(date(2026, 11, 10), True, id="a Tuesday"),
        pytest.param(date(2026, 11, 11), False, id="Armistice Day"),
        pytest.param(date(2026, 11, 14), False, id="a Saturday"),
        pytest.param(date(2026, 11, 15), False, id="a Sunday"),
        pytest.param(date(2026, 7, 21), False, id="the national holiday"),
        pytest.param(date(2026, 7, 11), False, id="11 July 2026 is a Saturday"),
        pytest.param(date(2025, 7, 11), True, id="the Flemish holiday is no legal one"),
    ],
)
def test_which_days_are_working_days(day: date, is_working_day: bool) -> None:
    assert BELGIUM.is_working_day(day) == is_working_day


def test_a_holiday_has_a_name_in_dutch_and_in_english() -> None:
    assert holiday_name(date(2026, 4, 6)) == "Paasmaandag"
    assert holiday_name(date(2026, 4, 6), "en") == "Easter Monday"
    assert holiday_name(date(2026, 4, 7)) == ""
