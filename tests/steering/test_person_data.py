"""What says who somebody is does not enter; amounts, days and codes do."""

from datetime import date

import pytest

from arbeidspact.organisations.exceptions import InvalidValue
from arbeidspact.people.national_number import check_number
from arbeidspact.steering.person_data import person_data_in, refuse_person_data

TODAY = date(2026, 11, 22)
NUMBER = "850730033" + check_number("850730033", from_2000_on=False)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(f"Het gaat om {NUMBER}.", "national number", id="eleven digits"),
        pytest.param(
            f"{NUMBER[:2]}.{NUMBER[2:4]}.{NUMBER[4:6]}-{NUMBER[6:9]}.{NUMBER[9:]}", "national number", id="dots"
        ),
        pytest.param("Schrijf naar jan.peeters@example.org.", "mail address", id="a mail address"),
        pytest.param("Bel 0470 12 34 56 voor meer.", "telephone number", id="a mobile number"),
        pytest.param("bel +32 9 266 70 00", "telephone number", id="an international number"),
        pytest.param("tel. 09/266.70.00", "telephone number", id="a number of a desk"),
    ],
)
def test_what_says_who_somebody_is_is_refused(text, says):
    assert says in str(person_data_in(text, today=TODAY))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Sinds 01/02/2026 wachten 12.739 mensen; budget 4.730.000 euro.", id="days and amounts"),
        pytest.param("Van 01/02/2026 tot 30/06/2026, elke dag van 09.00 tot 17.00", id="a span of days and hours"),
        pytest.param("Budgetcode OD10039 en SD10021, 2026-03-31 10:00", id="codes"),
        pytest.param("0,5 procent van 195.000 jobs, 0 800 gevallen", id="small numbers"),
        pytest.param("Artikel 60 @ OCMW", id="an at sign alone"),
        pytest.param("12345678901", id="eleven digits that are no number of anybody"),
    ],
)
def test_amounts_days_and_codes_are_let_through(text):
    assert person_data_in(text, today=TODAY) == ""


def test_the_refusal_names_the_field_and_never_repeats_what_stood_there():
    with pytest.raises(InvalidValue) as refused:
        refuse_person_data({"title": "Niets", "what": f"Bel {NUMBER}"}, today=TODAY)

    assert refused.value.field == "what"
    assert NUMBER not in str(refused.value)
    assert "group" in str(refused.value)
