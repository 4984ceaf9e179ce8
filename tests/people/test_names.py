"""Names that are written differently and are the same, and names that only look alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.people.names import Name, name_similarity, search_name


@pytest.mark.parametrize(
    ("given_name", "family_name", "found_as"),
    [
        pytest.param("Amina", "El Amrani", "el amrani amina", id="family name first"),
        pytest.param("Zoë", "D'Hondt", "d hondt zoe", id="diacritics and apostrophe"),
        pytest.param("Łukasz", "Święcki", "swiecki lukasz", id="Polish letters"),
        pytest.param("  Jan  ", "", "jan", id="one name alone"),
        pytest.param("Фатима", "Иванова", "иванова фатима", id="Cyrillic stays"),
    ],
)
def test_people_are_found_under_a_folded_name(given_name, family_name, found_as):
    assert search_name(given_name, family_name) == found_as


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(Name("Jan", "Van den Berghe"), Name("jan", "vandenberghe"), id="particles joined"),
        pytest.param(Name("Fatima", "El Amrani"), Name("Fatima", "Amrani"), id="particle left out"),
        pytest.param(Name("Fatima", "El Amrani"), Name("Amrani", "Fatima"), id="order turned"),
        pytest.param(Name("Anaïs", "Desmedt"), Name("Anais", "De Smedt"), id="space and diacritics"),
        pytest.param(Name("MEHMET", "YILMAZ"), Name("Mehmet", "Yılmaz"), id="capitals and dotless i"),
    ],
)
def test_the_same_name_written_otherwise_is_as_good_as_equal(one, other):
    assert name_similarity(one, other) >= 0.95


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(Name("Jan", "Peeters"), Name("Sofie", "Maes"), id="nothing in common"),
        pytest.param(Name("Jan", "Van den Berghe"), Name("Piet", "Van den Heuvel"), id="only particles in common"),
        pytest.param(Name("", ""), Name("Jan", "Peeters"), id="no name"),
    ],
)
def test_other_names_are_not_alike(one, other):
    assert name_similarity(one, other) < 0.7


names = st.builds(Name, st.text(max_size=30), st.text(max_size=30))


@given(one=names, other=names)
def test_likeness_is_symmetric_and_between_zero_and_one(one, other):
    assert 0 <= name_similarity(one, other) == name_similarity(other, one) <= 1


@given(given_name=st.text(max_size=100), family_name=st.text(max_size=100))
def test_folding_twice_changes_nothing_and_fits_the_column(given_name, family_name):
    folded = search_name(given_name, family_name)

    assert len(folded) <= 210
    assert search_name(folded) == folded


@given(name=names)
def test_a_name_is_fully_alike_to_itself_unless_it_is_empty(name):
    assert name_similarity(name, name) == (1.0 if search_name(name.given, name.family) else 0.0)
