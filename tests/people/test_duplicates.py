"""Two files of one person are noticed; who is a client elsewhere is not given away."""

import time
from contextlib import nullcontext
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from pydantic import SecretStr

from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import Role
from arbeidspact.people.access import IdentityRow
from arbeidspact.people.actions import set_national_number
from arbeidspact.people.commands import SetNationalNumber
from arbeidspact.people.duplicates import (
    CHECKS_AN_HOUR,
    DuplicateElsewhere,
    DuplicateWithinReach,
    Likeness,
    almost_same_day,
    likeness_of,
    person_behind,
    possible_duplicates,
)
from arbeidspact.people.models import AccessEvent, Look, Purpose
from arbeidspact.people.names import Name
from arbeidspact.settings.base import CACHES as INSTALLED_CACHES
from tests.organisations.factories import actor_with
from tests.people.factories import AccompanimentFactory, PersonFactory
from tests.people.test_national_number import written

BORN = date(1988, 3, 14)


@pytest.mark.parametrize(
    ("name", "born", "likeness"),
    [
        pytest.param(Name("Amina", "El Amrani"), BORN, Likeness.NAME_AND_BIRTH_DATE, id="the same"),
        pytest.param(Name("Amrani", "Amina"), BORN, Likeness.NAME_AND_BIRTH_DATE, id="turned, without particle"),
        pytest.param(Name("Amina", "El Amrany"), BORN, Likeness.SIMILAR_NAME_AND_BIRTH_DATE, id="one letter"),
        pytest.param(Name("Aminah", "Elamraoui"), BORN, Likeness.SIMILAR_NAME_AND_BIRTH_DATE, id="some letters"),
        pytest.param(Name("Amina", "El Amrani"), None, Likeness.NAME_ONLY, id="birth date not known"),
        pytest.param(
            Name("Amina", "El Amrani"), date(1988, 3, 15), Likeness.NAME_AND_ALMOST_BIRTH_DATE, id="a day further"
        ),
        pytest.param(Name("Amina", "El Amrani"), date(1991, 7, 2), None, id="namesake of another age"),
        pytest.param(Name("Sofie", "Maes"), BORN, None, id="born on the same day"),
    ],
)
def test_what_two_files_have_in_common(name, born, likeness):
    row = IdentityRow(1, Name("Amina", "El Amrani"), BORN, same_number=False)

    assert likeness_of(name, born, row) == likeness


@pytest.mark.parametrize(
    ("one", "other", "almost"),
    [
        pytest.param(date(1988, 3, 4), date(1988, 4, 3), True, id="day and month swapped"),
        pytest.param(date(1988, 3, 14), date(1998, 3, 14), True, id="other year"),
        pytest.param(date(1988, 3, 14), date(1988, 4, 15), False, id="two parts differ"),
    ],
)
def test_a_date_may_be_another_one_mistyped(one, other, almost):
    assert almost_same_day(one, other) is almost


def test_a_file_within_reach_is_shown_as_a_line_and_recorded(counsellor, werkpunt):
    person = PersonFactory(given_name="Amina", family_name="El Amrani", birth_date=BORN, accompanied_by=werkpunt)

    (found,) = possible_duplicates(counsellor, "amina", "elamrani", BORN)

    assert isinstance(found, DuplicateWithinReach)
    assert found.line.reference == person.reference
    assert list(AccessEvent.objects.values_list("purpose", "look")) == [(Purpose.DUPLICATE_CHECK, Look.LINE)]


def test_of_a_file_elsewhere_only_the_existence_and_the_organisation_are_told(counsellor, vdab):
    person = PersonFactory(given_name="Amina", family_name="El Amrani", birth_date=BORN, accompanied_by=vdab)

    (found,) = possible_duplicates(counsellor, "Amina", "El Amrani", BORN)

    assert isinstance(found, DuplicateElsewhere)
    assert found.organisations == ("VDAB",)
    assert str(person.reference) not in repr(found)
    assert "Amrani" not in repr(found)
    assert list(AccessEvent.objects.values_list("person", "look")) == [(person.pk, Look.EXISTENCE)]


@pytest.mark.parametrize(
    ("given_name", "family_name", "born"),
    [
        pytest.param("Amina", "El Amrani", None, id="no birth date"),
        pytest.param("Amina", "El Amrani", date(1988, 3, 15), id="another day"),
        pytest.param("Amina", "", BORN, id="only a first name"),
        pytest.param("Aminah", "Elamraoui", BORN, id="a name that is only somewhat alike"),
    ],
)
def test_nobody_learns_who_is_a_client_elsewhere_by_trying(counsellor, vdab, given_name, family_name, born):
    PersonFactory(given_name="Amina", family_name="El Amrani", birth_date=BORN, accompanied_by=vdab)

    assert possible_duplicates(counsellor, given_name, family_name, born) == []
    assert not AccessEvent.objects.exists()


def test_the_same_number_is_the_same_person_under_another_name(counsellor, counsellor_of_vdab, vdab):
    person = PersonFactory(given_name="Amina", family_name="El Amrani", birth_date=BORN, accompanied_by=vdab)
    number = SecretStr(written(1988, 3, 14, 202))
    set_national_number(SetNationalNumber(person=person.reference, national_number=number), actor=counsellor_of_vdab)

    (found,) = possible_duplicates(counsellor, "Mina", "Janssens", BORN, number)

    assert found.likeness == Likeness.NUMBER


def test_only_organisations_that_may_hold_the_number_use_it(db):
    outreach = actor_with(Role.OUTREACH_WORKER)

    with pytest.raises(NotAllowed):
        possible_duplicates(outreach, "Amina", "", BORN, SecretStr(written(1988, 3, 14, 202)))


def test_a_number_of_another_birth_date_is_refused(counsellor):
    with pytest.raises(InvalidValue) as refused:
        possible_duplicates(counsellor, "Amina", "", BORN, SecretStr(written(1990, 1, 1, 202)))

    assert refused.value.field == "national_number"


def test_the_number_of_checks_an_hour_is_limited_for_each_user(counsellor, counsellor_of_vdab):
    for _time in range(CHECKS_AN_HOUR):
        possible_duplicates(counsellor, "Amina", "El Amrani", BORN)

    with pytest.raises(Conflict, match="within the last hour"):
        possible_duplicates(counsellor, "Amina", "El Amrani", BORN)
    assert possible_duplicates(counsellor_of_vdab, "Amina", "El Amrani", BORN) == []


@pytest.mark.parametrize(
    ("minutes", "is_refused"), [pytest.param(50, True, id="within"), pytest.param(61, False, id="after")]
)
def test_in_the_cache_of_an_installation_the_checks_are_counted_for_the_whole_hour(
    counsellor, settings, monkeypatch, minutes, is_refused
):
    settings.CACHES = INSTALLED_CACHES
    call_command("createcachetable", verbosity=0)
    start = time.time()
    moment = [start]
    monkeypatch.setattr("time.time", lambda: moment[0])
    monkeypatch.setattr("django.core.cache.backends.db.tz_now", lambda: datetime.fromtimestamp(moment[0], tz=UTC))
    monkeypatch.setattr("arbeidspact.people.duplicates.CHECKS_AN_HOUR", 2)
    for minute in (0, 1):
        moment[0] = start + 60 * minute
        possible_duplicates(counsellor, "Amina", "El Amrani", BORN)

    moment[0] = start + 60 * minutes
    with pytest.raises(Conflict) if is_refused else nullcontext():
        possible_duplicates(counsellor, "Amina", "El Amrani", BORN)


def test_a_handle_serves_only_the_user_and_organisation_that_got_it(counsellor, counsellor_of_vdab, werkpunt):
    third = actor_with(Role.COUNSELLOR, organisation=werkpunt)
    person = PersonFactory(given_name="Amina", family_name="El Amrani", birth_date=BORN)
    (found,) = possible_duplicates(counsellor, "Amina", "El Amrani", BORN)

    assert isinstance(found, DuplicateElsewhere)
    assert person_behind(counsellor, found.handle) == person
    for other in (counsellor_of_vdab, third):
        with pytest.raises(NotFound):
            person_behind(other, found.handle)
    with pytest.raises(NotFound):
        person_behind(counsellor, found.handle + "x")


def test_somebody_whom_we_no_longer_accompany_counts_as_elsewhere(counsellor, werkpunt, vdab):
    person = PersonFactory(given_name="Amina", family_name="El Amrani", birth_date=BORN)
    AccompanimentFactory(person=person, organisation=werkpunt, ended=True)

    (found,) = possible_duplicates(counsellor, "Amina", "El Amrani", BORN)

    assert isinstance(found, DuplicateElsewhere)
    assert found.organisations == ()
