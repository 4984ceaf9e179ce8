"""The queues are brought up to date at the command line: first said, then done."""

import pytest

from arbeidspact.followup.models import Line
from tests.organisations.factories import OrganisationFactory, UserFactory
from tests.people.factories import AccompanimentFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting():
    return AccompanimentFactory(
        person=PersonFactory(family_name="Wachtmans"), organisation=OrganisationFactory(), referent=UserFactory()
    )


def test_a_run_only_says_what_it_would_do_until_it_is_told_to(run, waiting):
    said = run("follow-up", "run")
    assert said.exit_code == 0, said.output
    assert "no_next_step" in said.output
    assert not Line.objects.exists()

    done = run("follow-up", "run", "no_next_step", "--yes")
    assert done.exit_code == 0, done.output
    assert Line.objects.get().person == waiting.person
    assert "Wachtmans" not in said.output + done.output


def test_a_rule_that_does_not_exist_is_refused_with_the_names_of_those_that_do(run):
    said = run("follow-up", "run", "haste")

    assert said.exit_code == 1
    assert "no_next_step" in said.output + said.stderr


def test_old_lines_are_brought_to_the_lead(run, waiting):
    run("follow-up", "run", "no_next_step", "--yes")
    assert "Would bring 0 lines" in run("follow-up", "escalate").output
    Line.objects.update(opened_on="2026-01-05")

    assert "Brought 1 lines" in run("follow-up", "escalate", "--yes").output
