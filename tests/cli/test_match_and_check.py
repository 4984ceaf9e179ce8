"""Rankings at the command line name no person; the check says how things stand."""

from uuid import uuid4

import pytest

from arbeidspact.demo.load import load_demo
from arbeidspact.demo.population import Size
from arbeidspact.people.models import Person
from arbeidspact.vacancies.models import RankingLog, Vacancy

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo():
    return load_demo(Size(people=40, vacancies=40))


def test_work_for_a_person_is_ranked_without_a_name(run, demo):
    person = Person.objects.exclude(competences=None).order_by("pk").first()

    result = run("match", "person", person.reference)

    assert result.exit_code == 0, result.output + result.stderr
    assert "open vacancies are possible" in result.output
    assert person.family_name not in result.output
    assert RankingLog.objects.get().person == person


def test_people_for_a_vacancy_are_ranked_by_reference(run, demo):
    vacancy = Vacancy.objects.filter(filled_on=None, cancelled_on=None).order_by("pk").first()

    result = run("match", "vacancy", vacancy.reference)

    assert result.exit_code == 0, result.output + result.stderr
    assert "of 40 people are possible" in result.output
    assert not [
        person for person in Person.objects.all() if f"{person.given_name} {person.family_name}" in result.output
    ]


def test_a_vacancy_that_is_closed_ranks_nobody(run, demo):
    vacancy = Vacancy.objects.exclude(filled_on=None).order_by("pk").first()

    assert "not open" in run("match", "vacancy", vacancy.reference).output


@pytest.mark.parametrize("kind", ["person", "vacancy"])
def test_an_unknown_reference_is_refused_in_words(run, kind):
    result = run("match", kind, uuid4())

    assert result.exit_code == 1
    assert "There is no such" in result.stderr


@pytest.mark.parametrize("kind", ["person", "vacancy"])
def test_something_that_is_no_reference_is_refused_by_name(run, kind):
    result = run("match", kind, "Janssens")

    assert result.exit_code == 2
    assert "REFERENCE" in result.stderr


def test_the_check_says_what_is_here(run, demo):
    result = run("check")

    assert "Data directory" in result.output
    assert "40 people, 40 vacancies" in result.output
    assert "starter-1" in result.output
