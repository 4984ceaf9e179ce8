"""Fitting work on a person's page, in words."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from arbeidspact.organisations.models import Role
from arbeidspact.people.access import open_file
from arbeidspact.people.models import PersonLanguage
from arbeidspact.web.vacancies.panels import fitting_work_panel
from tests.organisations.factories import actor_with
from tests.people.factories import PersonFactory
from tests.vacancies.factories import DRIVE_FORKLIFT, VacancyFactory


@pytest.fixture
def show(vdab):
    def shown(person, role=Role.COUNSELLOR):
        file = open_file(actor_with(role, organisation=vdab), person.reference)
        context, template = fitting_work_panel(RequestFactory().get("/"), file)
        return " ".join(render_to_string(template, context).split())

    return shown


def test_a_match_says_how_much_there_is_where_and_what_to_plan(vdab, show):
    person = PersonFactory(
        accompanied_by=vdab,
        able_to=DRIVE_FORKLIFT,
        with_forklift=True,
        neighbourhood="muide",
        reachable_by_bicycle=True,
    )
    vacancy = VacancyFactory(forklift_night_shift=True)

    panel = show(person)

    assert "Forklift driver, nights" in panel
    assert "1 of 1 competences" in panel
    assert "min travel" in panel
    assert f"?vacancy={vacancy.reference}" in panel
    assert "What to ask next" in panel


def test_a_near_miss_says_what_is_in_the_way_and_what_would_open_it(vdab, show):
    person = PersonFactory(accompanied_by=vdab, able_to=DRIVE_FORKLIFT, with_forklift=True)
    PersonLanguage.objects.create(person=person, language="nl", level="A1")
    VacancyFactory(forklift_night_shift=True, needs_dutch_b1=True)

    panel = show(person)

    assert "No open vacancy fits yet" in panel
    assert "Dutch: asks B1, has A1" in panel
    ways = panel.partition('id="open-more"')[2]
    assert "<strong>+ 1</strong> <span>vacancy</span>" in ways
    assert "<strong>Dutch at level B1</strong>" in ways


def test_too_little_known_asks_first(vdab, show):
    VacancyFactory(forklift_night_shift=True)

    panel = show(PersonFactory(accompanied_by=vdab))

    assert "Not enough is known to rank work" in panel
    assert "What can this person do?" in panel


def test_an_outreach_worker_is_told_who_can_look(vdab, show):
    panel = show(PersonFactory(accompanied_by=vdab), role=Role.OUTREACH_WORKER)

    assert "A counsellor of your organisation can look." in panel


def test_levels_of_one_language_are_one_way_with_its_steps_and_a_course_says_what_it_does(vdab, show):
    person = PersonFactory(accompanied_by=vdab, able_to=DRIVE_FORKLIFT, with_forklift=True)
    for level in ("A2", "B1", "B1", "C1"):
        VacancyFactory(asks=[DRIVE_FORKLIFT], needs_language={"nl": level})
    for _number in range(2):
        VacancyFactory(cleaning=True)

    ways = show(person).partition('id="open-more"')[2]

    assert ways.count("<strong>Dutch</strong>") == 1
    assert "<strong>+ 4</strong> <span>vacancies</span>" in ways
    assert "<li>A2: <strong>+ 1</strong></li><li>B1: <strong>+ 3</strong></li><li>C1: <strong>+ 4</strong></li>" in ways


def test_more_than_a_handful_of_ways_is_folded(vdab, show):
    person = PersonFactory(accompanied_by=vdab, able_to=DRIVE_FORKLIFT)
    for licence in ("driving-b", "driving-c", "forklift", "driving-d", "driving-a", "driving-ce", "driving-de"):
        VacancyFactory(asks=[DRIVE_FORKLIFT], needs_licence=licence)

    ways = show(person).partition('id="open-more"')[2]

    assert ways.partition("<details")[0].count('class="way"') == 5
    assert "Show 2 more" in ways
