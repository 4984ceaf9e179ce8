"""Who somebody is never reaches matching: swapped between people, no list, no input and no answer is another one."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arbeidspact.people.access import open_file
from arbeidspact.people.models import OriginGroup, Person, PersonLanguage
from arbeidspact.vacancies.candidates import fitting_people
from arbeidspact.vacancies.matches import fitting_work
from arbeidspact.vacancies.models import RankingLog, Vacancy
from tests.organisations.factories import AreaFactory
from tests.people.factories import PersonFactory
from tests.vacancies.factories import DRIVE_FORKLIFT, FORKLIFT_DRIVER, OFFICE_CLEANER, VacancyFactory, essentials_of

pytestmark = pytest.mark.django_db

IDENTITIES = [
    {
        "given_name": "Fatma",
        "family_name": "Yılmaz",
        "birth_date": date(1963, 2, 1),
        "origin_group": OriginGroup.NON_EU,
        "national_number_hash": "a" * 64,
        "email": "fatma@example.org",
        "phone": "0470 00 00 01",
        "language": "tr",
    },
    {
        "given_name": "Jan",
        "family_name": "Peeters",
        "birth_date": date(2004, 9, 30),
        "origin_group": OriginGroup.BELGIAN,
        "national_number_hash": "b" * 64,
        "email": "jan@example.org",
        "phone": "0470 00 00 02",
        "language": "nl",
    },
    {
        "given_name": "Zofia",
        "family_name": "",
        "birth_date": None,
        "origin_group": OriginGroup.EU,
        "national_number_hash": None,
        "email": "",
        "phone": "",
        "language": "pl",
    },
]
PROFILE = {
    "neighbourhood",
    "education",
    "hours_min",
    "hours_max",
    "shifts",
    "transport",
    "travel_minutes_max",
    "wage_wanted",
}
OF_NOBODY = {"id", "reference", "is_invented", "created_at", "changed_at"}


@pytest.fixture
def people(werkpunt):
    AreaFactory(muide=True)
    found = [
        PersonFactory(accompanied_by=werkpunt, able_to=DRIVE_FORKLIFT, with_forklift=True, seeking=FORKLIFT_DRIVER),
        PersonFactory(accompanied_by=werkpunt, able_to=essentials_of(OFFICE_CLEANER)[0], reachable_by_bicycle=True),
        PersonFactory(accompanied_by=werkpunt, able_to=DRIVE_FORKLIFT),
    ]
    Person.objects.update(neighbourhood="muide")
    PersonLanguage.objects.create(person=found[0], language="nl", level="B2")
    return found


@pytest.fixture
def work():
    return [
        VacancyFactory(forklift_night_shift=True),
        VacancyFactory(cleaning=True),
        VacancyFactory(asks=[DRIVE_FORKLIFT], needs_dutch_b1=True),
    ]


def test_the_fields_of_a_person_are_of_the_profile_or_of_the_identity_and_no_others():
    """Whoever adds a field to a person decides here which of the two it is."""
    fields = {field.name for field in Person._meta.get_fields() if field.concrete}

    assert fields == {*IDENTITIES[0], *PROFILE, *OF_NOBODY, "search_name"}


def asked_by(counsellor, people):
    """What everybody is shown, and what the log says of it."""
    RankingLog.objects.all().delete()
    works = [fitting_work(open_file(counsellor, person.reference)) for person in people]
    candidates = [fitting_people(counsellor, vacancy.reference) for vacancy in Vacancy.objects.order_by("pk")]
    shown = [
        [(one.pk, one.reasons) for one in [*found.candidates, *found.near_misses]] + [found.costs]
        for found in candidates
    ]
    logged = RankingLog.objects.order_by("pk").values_list("input_hash", "parameters", "shown")
    return works, shown, [(input_hash, said["answer_hash"], said, number) for input_hash, said, number in logged]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(identities=st.permutations(IDENTITIES))
def test_names_origins_ages_and_addresses_swapped_between_people_change_nothing(counsellor, people, work, identities):
    before = asked_by(counsellor, people)

    Person.objects.update(national_number_hash=None)
    for row, identity in zip(people, identities, strict=True):
        person = Person.objects.get(pk=row.pk)
        for field, value in identity.items():
            setattr(person, field, value)
        person.save()

    after = asked_by(counsellor, people)
    assert after[0] == before[0]
    assert after[1] == before[1]
    assert after[2] == before[2]
    assert len(after[2]) == 6
    assert any(works.matches for works in after[0])
