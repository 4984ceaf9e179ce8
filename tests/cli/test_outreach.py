"""Programmes put in force, old contacts forgotten and funnels recorded at the command line; each says first what it
would do."""

import pytest

from arbeidspact.outreach.models import Contact, Programme
from tests.outreach.factories import ContactFactory, days_ago

pytestmark = pytest.mark.django_db


def test_programmes_are_shown_first_and_put_in_force_when_asked(run):
    assert "Jobteam Gent" in run("outreach", "programmes").output
    assert not Programme.objects.exists()

    result = run("outreach", "programmes", "--adopt")

    assert result.exit_code == 0, result.output + result.stderr
    assert Programme.objects.count() == 3


def test_a_file_that_cannot_be_is_refused_in_words(run, tmp_path):
    file = tmp_path / "programmes.toml"
    file.write_text('[[programme]]\nslug = "x"\n', encoding="utf-8")

    result = run("outreach", "programmes", file, "--adopt")

    assert result.exit_code == 1
    assert "this field is missing" in result.output + result.stderr


def test_old_contacts_are_counted_first_and_forgotten_when_asked(run):
    ContactFactory(met_on=days_ago(500))
    assert "Would anonymise 1 contacts" in run("outreach", "retention").output
    assert Contact.objects.get().given_name

    assert "Anonymised 1 contacts" in run("outreach", "retention", "--yes").output

    assert not Contact.objects.get().given_name
    assert "Anonymised 0 contacts" in run("outreach", "retention", "--yes").output
