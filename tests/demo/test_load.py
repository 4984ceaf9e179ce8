"""The demo comes whole, once, and never beside real data."""

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import Model, ProtectedError, QuerySet, RestrictedError
from django.utils import timezone

from arbeidspact.agreements.due import open_objections, overdue_promises, unconfirmed_agreements
from arbeidspact.agreements.models import AgreementEvent, AgreementState, AgreementVersion
from arbeidspact.agreements.states import in_state as in_agreement_state
from arbeidspact.demo.history.texts import WAITING
from arbeidspact.demo.load import GHENT, files_hash, load_demo, pending_migrations
from arbeidspact.demo.organisations import CITY, DEMO_LOGINS, DEMO_PASSWORD, PES
from arbeidspact.demo.population import Size
from arbeidspact.demo.state import demo_logins_exist, read_stamp, reset_demo, rows_that_are_not_the_demos
from arbeidspact.funding.models import Call, Contract
from arbeidspact.monitor.measures import known_measures
from arbeidspact.monitor.measuring import INVENTED_EN
from arbeidspact.monitor.models import Observation
from arbeidspact.organisations.exceptions import Conflict
from arbeidspact.organisations.models import Area, AuditEvent, Organisation, Role, RoleGrant, User
from arbeidspact.pact.models import Goal, Partner
from arbeidspact.pathways.models import Step, StepEvent, StepEventKind
from arbeidspact.people.models import Accompaniment, Person
from arbeidspact.proposals.models import Feedback, TextReading, WaitingVacancy
from arbeidspact.publications.figures import OWN_SOURCES, Mark
from arbeidspact.publications.queries import public_figures, public_indicators, public_table
from arbeidspact.reports.queries import ReportKind, public_reports
from arbeidspact.steering.models import FrozenReview
from arbeidspact.vacancies.models import Employer, Vacancy
from tests.organisations.factories import OrganisationFactory, UserFactory

SMALL = Size(people=60, vacancies=40)
pytestmark = pytest.mark.django_db


@pytest.fixture
def demo():
    return load_demo(SMALL)


def test_everything_is_there_and_marked_as_invented(demo):
    assert not demo.was_there
    assert Person.objects.count() == 60
    assert Vacancy.objects.count() == 40
    assert not Person.objects.filter(is_invented=False).exists()
    assert not Vacancy.objects.filter(is_invented=False).exists()
    assert not Employer.objects.filter(is_invented=False).exists()
    assert not Step.objects.filter(is_invented=False).exists()
    assert Call.objects.count() == 3
    assert not Call.objects.filter(is_invented=False).exists()
    assert not Contract.objects.filter(is_invented=False).exists()
    assert Goal.objects.count() == 3
    assert Area.objects.filter(kind="neighbourhood").count() == 25


def test_both_reports_of_the_first_release_are_public_and_rest_on_the_frozen_review(demo):
    found = list(public_reports())

    assert {one.kind for one in found} == set(ReportKind.values)
    assert all(one.review == str(FrozenReview.objects.get().review.reference) for one in found)


def test_every_role_has_a_login_with_the_shared_password(demo):
    assert set(RoleGrant.objects.filter(membership__user__is_demo=True).values_list("role", flat=True)) == set(Role)
    for login in DEMO_LOGINS:
        user = User.objects.get(email=login.email)
        assert user.is_demo
        assert user.check_password(DEMO_PASSWORD)


def test_colleagues_who_are_only_referents_cannot_sign_in(demo):
    colleagues = User.objects.filter(email__startswith="colleague-")

    assert colleagues.exists()
    assert all(not user.has_usable_password() for user in colleagues)


def test_partners_of_the_pact_are_the_organisations_that_take_part(demo):
    linked = dict(Partner.objects.exclude(organisation=None).values_list("slug", "organisation__slug"))

    assert linked == {"stad-gent": "stad-gent", "vdab": "vdab", "ocmw-gent": "ocmw-gent"}


def test_everybody_is_accompanied_and_the_counsellor_has_people_and_work_to_do(demo):
    counsellor = User.objects.get(email="counsellor@demo.example")

    assert not Person.objects.filter(accompaniments=None).exists()
    assert Accompaniment.objects.filter(referent=counsellor).exists()
    assert Step.objects.exists()


def test_the_coach_of_the_social_economy_company_has_people():
    load_demo(Size(people=200, vacancies=20))

    assert Accompaniment.objects.filter(referent__email="coach@demo.example").exists()


def test_the_history_of_steps_lies_in_the_past(demo):
    for event in StepEvent.objects.filter(kind=StepEventKind.AGREED).select_related("step"):
        assert event.at.date() == event.step.agreed_on


def test_agreements_stand_in_every_state_and_never_in_the_future():
    load_demo(Size(people=400, vacancies=20))

    for state in AgreementState:
        assert AgreementVersion.objects.filter(in_agreement_state(state)).exists(), state
    now = timezone.now()
    assert not AgreementEvent.objects.filter(at__gt=now).exists()
    assert not AgreementVersion.objects.filter(in_force_from__gt=now).exists()
    assert unconfirmed_agreements(timezone.localdate())
    assert overdue_promises(timezone.localdate())
    assert open_objections()


def test_a_second_time_changes_nothing(demo):
    before = AuditEvent.objects.count()

    again = load_demo()

    assert again.was_there
    assert again.stamp == demo.stamp == read_stamp()
    assert AuditEvent.objects.count() == before


def test_the_same_size_and_seed_may_be_asked_again(demo):
    assert load_demo(SMALL, seed=demo.stamp.seed).was_there


@pytest.mark.parametrize(
    ("size", "seed"),
    [pytest.param(Size(61, 40), None, id="another size"), pytest.param(None, 4, id="another seed")],
)
def test_another_population_needs_a_reset_first(demo, size, seed):
    with pytest.raises(Conflict) as refused:
        load_demo(size, seed=seed)

    assert "--reset" in str(refused.value.hint)
    assert Person.objects.count() == 60


def test_changed_files_are_loaded_again_and_the_people_stay(demo):
    event = AuditEvent.objects.get(action="load-demo")
    event.details["files"] = "older"
    event.save()
    people = set(Person.objects.values_list("reference", flat=True))

    again = load_demo()

    assert not again.was_there
    assert set(Person.objects.values_list("reference", flat=True)) == people
    assert load_demo().was_there


@pytest.mark.parametrize(
    ("situation", "named"),
    [
        pytest.param(UserFactory, "1 users", id="somebody can sign in"),
        pytest.param(lambda: OrganisationFactory(slug="stad-gent"), "1 organisations", id="the city was taken up"),
        pytest.param(lambda: Person.objects.create(given_name="Iemand"), "1 people", id="there is a person"),
    ],
)
def test_a_demo_is_not_made_in_an_installation_at_work(situation, named):
    situation()

    with pytest.raises(Conflict, match=named):
        load_demo(SMALL)

    assert not Organisation.objects.filter(slug="vdab").exists()


def forget_everything() -> None:
    """Every row that the demo wrote, in whatever order protected rows let go of each other."""
    left = [
        model
        for config in apps.get_app_configs()
        if config.name.startswith("arbeidspact.")
        for model in config.get_models()
        if model.objects.exists()
    ]
    while left:
        kept = [model for model in left if not is_forgotten(model.objects.all())]
        if kept == left:
            # What is left points at itself: those that nothing points at go first.
            gone = [is_forgotten(model.objects.filter(pk=row.pk)) for model in kept for row in model.objects.all()]
            assert any(gone), kept
        left = kept


def is_forgotten(rows: QuerySet[Model]) -> bool:
    try:
        with transaction.atomic():
            rows.delete()
    except (ProtectedError, RestrictedError):
        return False
    return True


def test_people_have_the_same_references_from_the_same_seed(demo):
    before = set(Person.objects.values_list("reference", "family_name"))
    forget_everything()
    AuditEvent.objects.filter(action="load-demo").delete()

    load_demo(SMALL)

    assert set(Person.objects.values_list("reference", "family_name")) == before


def test_what_somebody_makes_with_a_demo_login_belongs_to_the_demo(demo):
    counsellor = User.objects.get(email="counsellor@demo.example")
    person = Person.objects.create(given_name="Testje")

    assert rows_that_are_not_the_demos() == {"people": 1}

    AuditEvent.objects.create(
        user=counsellor, action="register-person", subject_kind="people.person", subject_id=str(person.reference)
    )
    assert rows_that_are_not_the_demos() == {}


def test_a_reset_refuses_beside_a_real_user_and_deletes_nothing(demo):
    UserFactory()

    with pytest.raises(Conflict, match="nothing was deleted"):
        reset_demo()

    assert Person.objects.count() == 60


@pytest.mark.django_db(transaction=True)
def test_a_reset_empties_the_database_and_a_new_demo_can_come():
    load_demo(Size(20, 20))
    assert demo_logins_exist()

    reset_demo()

    assert read_stamp() is None
    assert not demo_logins_exist()
    assert not Person.objects.exists()
    assert not load_demo(Size(20, 20), seed=9).was_there


def test_the_hash_of_the_files_is_stable_and_the_tables_are_current():
    assert files_hash() == files_hash()
    assert (GHENT / "areas.toml").is_file()
    assert pending_migrations() == []


def test_vacancies_with_titles_that_say_little_wait_and_feedback_is_there_for_who_looks(demo):
    waiting = WaitingVacancy.objects.all()
    assert waiting.count() == len(WAITING)
    assert {one.organisation.slug for one in waiting} == {PES}
    assert all(one.employer.is_invented for one in waiting)
    assert Vacancy.objects.count() == 40
    for slug in (PES, CITY):
        assert Feedback.objects.filter(organisation__slug=slug, is_invented=True).exists()
    assert not Feedback.objects.filter(is_invented=False).exists()
    assert not TextReading.objects.exists()


def test_what_the_platform_counts_of_its_own_data_has_values_and_is_open_data_by_group_too(demo):
    counted = Observation.objects.filter(origin__name__startswith=OWN_SOURCES, vintage=timezone.localdate())

    assert counted.filter(remark__flag_en=INVENTED_EN).exists()
    sources = [one.source for one in known_measures().values()]
    assert not counted.filter(origin__name__in=sources, remark=None).exclude(value=0).exists()
    of_groups = [
        one
        for slug, known in public_indicators().items()
        if known.definition.measure
        for one in public_figures(slug, breakdowns=()).figures
        if one.breakdown
    ]
    assert {one.mark for one in of_groups} <= set(Mark)
    assert len({one.indicator for one in of_groups}) >= 2


def test_the_plan_in_open_data_is_the_one_that_the_review_froze(demo):
    (plan,) = public_table("plans")

    assert plan["sha256"] == FrozenReview.objects.get().sha256
    assert sum(row["planned"] for row in public_table("ledger")) > 0
    assert [row for row in public_table("numbers") if row["realised"] == 7 and not row["counts_people"]]
    assert [row for row in public_table("actions") if row["status_reason"] and row["is_invented"]]
    assert [row for row in public_table("actions") if not row["is_invented"]]
