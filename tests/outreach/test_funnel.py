"""The funnel: each stage from facts, everybody once, small numbers hidden."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.indicators import InvalidFile
from arbeidspact.indicators.disclosure import SMALLEST_INSIDE, shown_count, shown_counts
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.organisations.models import Role
from arbeidspact.outreach.actions import adopt_programmes, enrol_person, leave_programme, make_file
from arbeidspact.outreach.commands import AdoptProgrammes, EnrolPerson, LeaveProgramme, MakeFile
from arbeidspact.outreach.funnel import FunnelQuestion, SplitBy, funnel, funnel_counts
from arbeidspact.outreach.models import Enrolment, Programme
from arbeidspact.outreach.models import WithdrawalReason as Why
from arbeidspact.outreach.programmes_file import SHIPPED, StageFact, read_programmes
from arbeidspact.outreach.stages import Facts, merged, stage_days
from arbeidspact.people.access import open_file
from arbeidspact.people.models import Ground, StatusKind
from tests.organisations.factories import actor_with
from tests.outreach.factories import ContactFactory, PlaceFactory, accompany, days_ago, works
from tests.pathways.factories import StepFactory
from tests.people.factories import PersonFactory

MET, TALKED, FILE, STEP, WORK = (date(2026, month, 1) for month in (1, 2, 3, 4, 5))
ALL = tuple(StageFact)
days = st.dates(date(2025, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("facts", "stage", "day"),
    [
        pytest.param(Facts(MET), StageFact.MET, MET, id="met"),
        pytest.param(Facts(MET), StageFact.REACHABLE, None, id="left no way to reach them"),
        pytest.param(Facts(MET, is_reachable=True), StageFact.REACHABLE, MET, id="reachable from the first day"),
        pytest.param(Facts(MET, talked_again_on=TALKED), StageFact.REACHABLE, TALKED, id="met again without a number"),
        pytest.param(Facts(MET, is_reachable=True), StageFact.TALKED_AGAIN, None, id="a number is not a talk"),
        pytest.param(Facts(MET, accompanied_on=FILE), StageFact.TALKED_AGAIN, FILE, id="a file says they talked"),
        pytest.param(
            Facts(MET, accompanied_on=FILE, steps_agreed_on=(MET, STEP)), StageFact.STEP_AGREED, STEP,
            id="a step agreed before the file does not count",
        ),
        pytest.param(Facts(MET, steps_agreed_on=(STEP,)), StageFact.STEP_AGREED, None, id="no file, no guidance"),
        pytest.param(
            Facts(MET, accompanied_on=FILE, works_since=(MET,)), StageFact.IN_WORK, None, id="worked before guidance"
        ),
        pytest.param(
            Facts(MET, accompanied_on=FILE, works_since=(FILE,)), StageFact.IN_WORK, FILE, id="on the very day"
        ),
        pytest.param(
            Facts(MET, accompanied_on=FILE, studies_since=(WORK,)), StageFact.IN_WORK_OR_TRAINING, WORK, id="training"
        ),
        pytest.param(
            Facts(MET, accompanied_on=FILE, studies_since=(WORK,)), StageFact.IN_WORK, None, id="training is not work"
        ),
        pytest.param(
            Facts(MET, accompanied_on=FILE, works_since=(WORK,)), StageFact.STEP_AGREED, WORK,
            id="in work without a step was guided on that day at the latest",
        ),
    ],
)  # fmt: skip
def test_each_stage_is_reached_by_its_fact(facts, stage, day):
    assert dict(zip(ALL, stage_days(facts, ALL), strict=True))[stage] == day


@given(
    st.builds(
        Facts,
        days,
        st.booleans(),
        st.none() | days,
        st.none() | days,
        st.tuples(days),
        st.tuples(days),
        st.tuples(days),
    )
)
def test_nobody_reaches_a_stage_without_the_ones_before_it(facts):
    reached = stage_days(facts, ALL)

    known = [day for day in reached if day is not None]
    assert reached[: len(known)] == tuple(known)
    assert known == sorted(known)


def test_who_was_met_twice_was_talked_to_again():
    both = merged([Facts(TALKED), Facts(MET, is_reachable=True)])

    assert (both.met_on, both.talked_again_on, both.is_reachable) == (MET, TALKED, True)


@pytest.mark.parametrize(
    ("count", "shown"), [(0, 0), (1, None), (SMALLEST_INSIDE - 1, None), (SMALLEST_INSIDE, SMALLEST_INSIDE)]
)
def test_a_small_count_is_not_shown(count, shown):
    assert shown_count(count) == shown


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([10, 20], [10, 20]),
        ([3, 20, 9], [None, 20, None]),
        ([3, 4, 20], [None, None, 20]),
        ([3, 0], [None, 0]),
        ([3], [None]),
        ([], []),
    ],
)
def test_no_part_can_be_reckoned_from_the_total(counts, shown):
    assert shown_counts(counts) == shown


def counts_of(found) -> dict[str, int | None]:
    return {one.stage.slug: one.count for one in found.stages}


@pytest.fixture
def analyst(werkpunt):
    return actor_with(Role.ANALYST, organisation=werkpunt)


def test_the_funnel_follows_people_to_work(jobteam, place, analyst, django_assert_num_queries):
    for _each in range(5):
        ContactFactory(place=place, in_programme=jobteam)
    for _each in range(6):
        ContactFactory(place=place, in_programme=jobteam, talked_again=True)
    for _each in range(5):
        guided = ContactFactory(place=place, in_programme=jobteam, with_file=True)
        StepFactory(person=guided.person, organisation=place.organisation, agreed_on=days_ago(10))
    for kind in (*[StatusKind.EMPLOYED] * 5, *[StatusKind.STUDENT] * 5):
        arrived = ContactFactory(place=place, in_programme=jobteam, with_file=True)
        works(arrived.person, days_ago(3), kind)

    with django_assert_num_queries(9):
        found = funnel(analyst, FunnelQuestion("jobteam"))

    assert counts_of(found) == {
        "reached": 26,
        "in-contact": 21,
        "guided": 15,
        "in-work-or-training": 10,
        "in-work": 5,
    }


@pytest.mark.django_db
def test_two_contacts_of_one_file_are_one_person(jobteam, place, analyst):
    person = PersonFactory()
    for _each in range(2):
        ContactFactory(place=place, in_programme=jobteam, with_file=person)
    for _each in range(4):
        ContactFactory(place=place, in_programme=jobteam)

    assert counts_of(funnel(analyst, FunnelQuestion("jobteam")))["reached"] == 5


@pytest.mark.django_db
def test_mistakes_do_not_count_and_who_was_forgotten_does(jobteam, place, analyst):
    for reason in (Why.MISTAKE, Why.DUPLICATE):
        ContactFactory(place=place, in_programme=jobteam, withdrawn_on=days_ago(1), withdrawn_because=reason)
    for _each in range(5):
        ContactFactory(
            place=place,
            in_programme=jobteam,
            only_seen=True,
            withdrawn_on=days_ago(1),
            withdrawn_because=Why.FORGET,
            anonymised_on=days_ago(1),
        )

    assert counts_of(funnel(analyst, FunnelQuestion("jobteam")))["reached"] == 5


@pytest.mark.django_db
def test_the_funnel_is_narrowed_and_split(jobteam, place, analyst, ocmw, werkpunt):
    elsewhere = PlaceFactory(organisation=ocmw, name="Wijkgezondheidscentrum", neighbourhood="rabot")
    for _each in range(7):
        ContactFactory(place=place, organisation=werkpunt, in_programme=jobteam)
    for _each in range(6):
        ContactFactory(place=elsewhere, organisation=ocmw, in_programme=jobteam, met_on=days_ago(500))

    def reached(**narrowed) -> int | None:
        return counts_of(funnel(analyst, FunnelQuestion("jobteam", **narrowed)))["reached"]

    assert reached() == 13
    assert reached(only_own=True) == 7
    assert reached(place=place.reference) == 7
    assert reached(neighbourhood="rabot") == 6
    assert reached(since=days_ago(100)) == 7
    assert reached(until=days_ago(100)) == 6
    rows = funnel(analyst, FunnelQuestion("jobteam", split_by=SplitBy.NEIGHBOURHOOD)).rows
    assert [(row.key, row.counts[0]) for row in rows] == [("muide", 7), ("rabot", 6)]


@pytest.mark.django_db
def test_small_rows_are_hidden(jobteam, place, analyst, werkpunt):
    ContactFactory(place=PlaceFactory(organisation=werkpunt, name="Plein"), in_programme=jobteam)
    for _each in range(7):
        ContactFactory(place=place, in_programme=jobteam)

    rows = funnel(analyst, FunnelQuestion("jobteam", split_by=SplitBy.PLACE)).rows

    assert [row.counts[0] for row in rows] == [None, None]


@pytest.mark.django_db
def test_somebody_with_a_file_takes_part_without_a_contact(jobteam, worker, analyst, werkpunt):
    for _each in range(5):
        person = PersonFactory()
        accompany(person, werkpunt, days_ago(100))
        file = open_file(worker, person.reference)
        enrolment = enrol_person(EnrolPerson(programme="jobteam"), file=file)
    leave_programme(LeaveProgramme(enrolment=enrolment.pk), actor=worker)

    assert Enrolment.objects.filter(until__isnull=True).count() == 4
    assert counts_of(funnel(analyst, FunnelQuestion("jobteam")))["in-contact"] == 5


@pytest.mark.django_db
def test_a_file_made_of_a_contact_shows_up_in_the_funnel(jobteam, place, worker):
    contacts = [ContactFactory(place=place, in_programme=jobteam) for _each in range(5)]
    keys: set[str] = set()
    for place_in_row, contact in enumerate(contacts):
        name = ("Anna", "Boris", "Carmen", "Dawit", "Evi")[place_in_row]
        make_file(
            MakeFile(
                contact=contact.reference,
                given_name=name,
                family_name=name * 2,
                ground=Ground.CONSENT,
                is_not=frozenset(keys),
            ),
            actor=worker,
        )

    assert counts_of(funnel(worker, FunnelQuestion("jobteam")))["in-contact"] == 5


@pytest.mark.django_db
def test_the_figures_count_until_a_day(jobteam, place):
    for days_before in (10, 400):
        ContactFactory(place=place, in_programme=jobteam, met_on=days_ago(days_before))

    def reached(on: date) -> int:
        (figure,) = [one for one in funnel_counts(operator(), on=on) if one.indicator == "jobteam-reached"]
        return figure.count

    assert reached(days_ago(0)) == 2
    assert reached(days_ago(100)) == 1


@pytest.mark.django_db
def test_who_may_not_see_the_funnel_is_refused(jobteam, werkpunt):
    with pytest.raises(NotAllowed):
        funnel(actor_with(Role.STEERING_MEMBER, organisation=werkpunt), FunnelQuestion("jobteam"))


@pytest.mark.django_db
def test_a_programme_left_out_of_the_file_ends(jobteam):
    entries = read_programmes()

    adopt_programmes(AdoptProgrammes(programmes=entries[1:]), actor=operator())

    assert set(Programme.objects.filter(ended_on__isnull=True).values_list("slug", flat=True)) == {
        entry.slug for entry in entries[1:]
    }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('fact = "met"', 'fact = "talked_again"', "first stage"),
        ('fact = "talked_again"', 'fact = "in_work"', "follow each other"),
        ('fact = "met"', 'fact = "walked_by"', "not possible"),
    ],
)
def test_a_file_of_programmes_that_cannot_be_is_refused_in_words(old, new, said, tmp_path):
    path = tmp_path / "programmes.toml"
    path.write_text(SHIPPED.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    with pytest.raises(InvalidFile, match=said):
        read_programmes(path)
