"""The words of vacancies, and the numbers that stand for them."""

from decimal import Decimal

import numpy as np
import pytest
from django.utils import translation

from arbeidspact.mobility import UNREACHABLE, Place, TravelMode, travel_minutes
from arbeidspact.taxonomy import ConceptKind, active_taxonomy
from arbeidspact.vacancies.languages import ISO_639_1, KNOWN_LANGUAGES, language_choices, language_name
from arbeidspact.vacancies.vocabularies import (
    GRID_DEGREES,
    MOST_LICENCES,
    cell_of,
    minutes_between,
    related_competences,
    vocabularies,
)
from arbeidspact.vacancies.wording import hours_words, wage_words


def words_with(**changes):
    given = {"competences": (), "occupations": (), "licences": (), "areas": ("muide",), "cells": (), **changes}
    return vocabularies(active_taxonomy(), **given)


def test_every_language_has_one_code_and_a_name_on_both_screens():
    assert len(set(ISO_639_1)) == len(ISO_639_1) == 183
    for language in ("nl", "en"):
        with translation.override(language):
            assert [code for code in KNOWN_LANGUAGES if language_name(code) in {"", code}] == []


def test_the_languages_that_work_asks_most_come_first():
    assert [code for code, _name in language_choices("en")[:4]] == ["nl", "fr", "en", "de"]


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        pytest.param(None, None, "", id="not known"),
        pytest.param(Decimal("19.5"), Decimal("19.5"), "19.5 h a week", id="exactly"),
        pytest.param(Decimal("20.0"), Decimal("38.0"), "20 to 38 h a week", id="between"),
        pytest.param(None, Decimal(38), "up to 38 h a week", id="at most"),
        pytest.param(Decimal(30), None, "from 30 h a week", id="at least"),
    ],
)
def test_hours_read_as_words(least, most, words):
    assert hours_words(least, most) == words


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        pytest.param(None, None, "", id="not known"),
        pytest.param(Decimal("2100.50"), None, "from € 2100.50 a month", id="from"),
        pytest.param(Decimal(2100), Decimal(2600), "€ 2100 to € 2600 a month", id="between"),
    ],
)
def test_wages_read_as_words(least, most, words):
    assert wage_words(least, most) == words


def test_what_a_held_competence_covers_is_what_the_taxonomy_says_of_the_asked_one():
    taxonomy = active_taxonomy()
    ids = taxonomy.ids(ConceptKind.COMPETENCE)
    related = related_competences(taxonomy, len(ids) + 2)
    asked = next(one for one in ids if taxonomy.related(one))

    for pair in taxonomy.related(asked):
        held = ids.index(pair.id)
        here = slice(related.starts[held], related.starts[held + 1])
        covered = dict(zip(related.covers[here].tolist(), related.credits[here].tolist(), strict=True))
        assert covered[ids.index(asked)] == pytest.approx(pair.credit, abs=1e-4)
    assert len(related.starts) == len(ids) + 3


def test_concepts_that_the_taxonomy_does_not_know_get_columns_behind_its_own():
    words = words_with(competences=["old:juggling", "ap:competence/drive-forklift"], occupations=["old:juggler"])

    assert words.competences[-1] == "old:juggling"
    assert words.occupations[-1] == "old:juggler"
    assert len(words.competences) == len(words.competence_column)


def test_no_more_licences_get_a_bit_than_there_are_bits():
    words = words_with(licences=[f"licence-{number}" for number in range(100)])

    assert len(words.licence_bit) == MOST_LICENCES
    assert words.licence_bit["licence-0"] == 0


def test_a_workplace_with_coordinates_lies_in_its_cell_and_others_in_their_area():
    words = words_with(cells=[cell_of(51.2, 3.8)])

    assert words.zone_of("muide", None) == 0
    assert words.zone_of("muide", (51.2, 3.8)) == 1
    assert words.zone_of("nowhere", None) == -1


def test_minutes_to_a_cell_are_those_to_its_middle_and_nobody_starts_from_one():
    home, cell = Place(51.0543, 3.7174), cell_of(51.2, 3.8)
    middle = Place(cell[0] * GRID_DEGREES, cell[1] * GRID_DEGREES)

    minutes = minutes_between(((home.latitude, home.longitude, 6.0),), (cell,))[TravelMode.BICYCLE]

    assert minutes[0, 1] == travel_minutes(home, middle, TravelMode.BICYCLE)
    assert np.all(minutes[1] == UNREACHABLE)
    assert 2 < minutes[0, 0] < 15
