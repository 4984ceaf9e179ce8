"""The file of thresholds: ours, a city's own, and what is wrong in it."""

import pytest

from arbeidspact.followup.thresholds import OWN_FILE, read_thresholds, thresholds
from arbeidspact.organisations.exceptions import InvalidValue

OURS = OWN_FILE.read_text(encoding="utf-8")


def test_without_a_setting_the_thresholds_of_the_product_hold():
    assert thresholds().silence_weeks == 5
    assert thresholds().aftercare_months == (3, 6, 12)


def test_a_city_brings_its_own(tmp_path, settings):
    path = tmp_path / "own.toml"
    path.write_text(OURS.replace("silence_weeks = 5", "silence_weeks = 3"), encoding="utf-8")
    settings.FOLLOW_UP_FILE = str(path)

    assert thresholds().silence_weeks == 3


@pytest.mark.parametrize(
    ("content", "named"),
    [
        pytest.param("= nothing", "TOML", id="not TOML"),
        pytest.param(OURS.replace("silence_weeks = 5", "silence_weeks = -1"), "silence_weeks", id="a negative number"),
        pytest.param(OURS.replace("silence_weeks = 5", ""), "silence_weeks", id="a number that is missing"),
        pytest.param(OURS + "\nhurry = 3\n", "hurry", id="a word that is unknown"),
        pytest.param(OURS.replace("[3, 6, 12]", "[]"), "aftercare_months", id="no month of after-care"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_the_field(tmp_path, content, named):
    path = tmp_path / "own.toml"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(InvalidValue, match=named) as refused:
        read_thresholds(path)

    assert "own.toml" in str(refused.value)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InvalidValue, match="cannot be read"):
        read_thresholds(tmp_path / "none.toml")
