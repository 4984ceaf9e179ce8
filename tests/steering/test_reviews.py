"""The yearly review: prepared together, frozen for good, readable beside today's."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed
from arbeidspact.organisations.models import Role
from arbeidspact.pact.models import (
    Action,
    Booking,
    BudgetLine,
    Contribution,
    Milestone,
    Partner,
    PlannedNumber,
    RealisedNumber,
    Risk,
    StatusReport,
)
from arbeidspact.steering.actions import answer_signal
from arbeidspact.steering.commands import AnswerSignal
from arbeidspact.steering.comparing import Change
from arbeidspact.steering.documents import hash_of
from arbeidspact.steering.models import AnswerKind, FrozenReview, Review, SignOffKind
from arbeidspact.steering.plan_sections import PLAN_PARTS
from arbeidspact.steering.review_commands import (
    CommentOnAction,
    DiscardReview,
    FreezeReview,
    SignReview,
    StartReview,
    WriteConclusions,
)
from arbeidspact.steering.review_queries import beside_today, latest_review, open_review
from arbeidspact.steering.reviews import (
    comment_on_action,
    discard_review,
    freeze_review,
    sign_review,
    start_review,
    write_conclusions,
)
from arbeidspact.steering.sections import ACTION_PARTS, SECTIONS
from tests.monitor.factories import a_baseline, a_target, an_indicator, figure
from tests.organisations.factories import OrganisationFactory, actor_with
from tests.steering.factories import SignalFactory, decided

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YEAR_AGO = TODAY - timedelta(days=365)


@pytest.fixture
def review(pact, steering) -> Review:
    return start_review(StartReview(pact=pact.slug, since=YEAR_AGO, until=TODAY), actor=steering)


def conclude(review, actor, text="We versnellen het eerste doel."):
    return write_conclusions(WriteConclusions(review=review.reference, text=text), actor=actor)


def frozen_of(review, actor):
    conclude(review, actor)
    freeze_review(FreezeReview(review=review.reference), actor=actor)
    return open_review(actor, review.reference)


def comment(review, actor, text="Goed op weg.", action="jobteam"):
    return comment_on_action(CommentOnAction(review=review.reference, action=action, text=text), actor=actor)


def measured():
    indicator = an_indicator(figure("2019", "68"), figure("2024", "69.5"))
    a_target(indicator, baseline=a_baseline(indicator))


def test_a_frozen_review_holds_what_stood_there_and_its_hash(pact, review, steering, partner):
    measured()
    signal = SignalFactory(title="Te weinig plaatsen")
    answer_signal(
        AnswerSignal(signal=signal.reference, kind=AnswerKind.DECISION, text="Een tweede klas."), actor=steering
    )
    decided(pact, steering)
    comment(review, partner)

    view = frozen_of(review, steering)

    document = view.document
    assert set(SECTIONS) <= set(document)
    (goal,) = document["goals"]
    assert (goal["latest"]["value"], goal["baseline"]["value"], goal["definition_version"]) == ("69.5", "68", 1)
    assert goal["observations"][-1]["source"] == "Statbel, december 2025"
    assert document["definitions"][0]["definition"]["slug"] == "employment-rate"
    (first, second) = document["actions"]
    assert set(ACTION_PARTS) | set(PLAN_PARTS) <= set(first)
    assert (first["lead"]["name"]["nl"], second["lead"]) == ("VDAB", None)
    assert first["comments"] == [{"organisation": "VDAB", "text": "Goed op weg."}]
    assert document["signals"][0]["answers"][0]["text"] == "Een tweede klas."
    assert document["decisions"][0]["minority"][0]["who"] == "Voka"
    assert document["conclusions"] == "We versnellen het eerste doel."
    assert view.frozen.sha256 == hash_of(view.frozen.document)
    assert view.is_untouched


def test_nobody_stands_in_it_by_name(pact, review, steering, steering_membership, partner, partner_membership):
    comment(review, partner)
    text = frozen_of(review, steering).frozen.document

    for member in (steering_membership, partner_membership):
        assert member.user.last_name not in text
        assert member.user.email not in text


def test_frozen_is_frozen(pact, review, steering, partner):
    view = frozen_of(review, steering)

    with pytest.raises(Conflict, match="frozen"):
        comment(review, partner)
    with pytest.raises(Conflict, match="frozen"):
        conclude(review, steering)
    with pytest.raises(Conflict, match="frozen"):
        freeze_review(FreezeReview(review=review.reference), actor=steering)
    with pytest.raises(Conflict, match="frozen"):
        discard_review(DiscardReview(review=review.reference), actor=steering)
    for change in ({"document": "{}"}, {"sha256": "0" * 64}, {"frozen_at": timezone.now()}):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            FrozenReview.objects.filter(pk=view.frozen.pk).update(**change)
    with pytest.raises(ProtectedError):
        Review.objects.get(pk=review.pk).delete()


def test_what_somebody_changed_behind_our_back_is_seen(pact, review, steering, monkeypatch):
    frozen_of(review, steering)
    monkeypatch.setattr("arbeidspact.steering.review_queries.hash_of", lambda _text: "0" * 64)

    assert not open_review(steering, review.reference).is_untouched


def test_beside_todays_it_says_what_changed_for_each_goal_and_action(pact, review, steering):
    measured()
    frozen_of(review, steering)
    an_indicator(figure("2025", "70.2"))
    action = Action.objects.get(slug="jobteam")
    action.published_status = "expanding"
    action.save()
    BudgetLine.objects.create(pact=pact, action=action, amount=Decimal("4730000"), per="term", payer="ESF")
    Action.objects.get(slug="maact").delete()
    Action.objects.create(pact=pact, slug="nieuw", name_nl="Nieuw", source="Test", order=3)

    view = open_review(steering, review.reference)
    found = beside_today(steering, view)

    (goal,) = found.goals
    assert goal.change == Change.CHANGED
    assert {"latest", "state", "observations"} <= set(goal.fields)
    assert (goal.then["latest"]["value"], goal.now["latest"]["value"]) == ("69.5", "70.2")
    assert {one.slug: one.change for one in found.actions} == {
        "jobteam": Change.CHANGED,
        "maact": Change.GONE,
        "nieuw": Change.NEW,
    }
    assert set(found.actions[0].fields) == {"published_status", "money"}


def test_right_after_freezing_nothing_changed(pact, review, steering, partner):
    measured()
    comment(review, partner)

    found = beside_today(steering, frozen_of(review, steering))

    assert {one.change for one in (*found.goals, *found.actions)} == {Change.SAME}


def test_a_frozen_review_outlives_its_pact(pact, review, steering):
    frozen_of(review, steering)
    pact.delete()

    assert open_review(steering, review.reference).document["pact"]["name"]["en"] == "Labour pact"


def test_freezing_twice_the_same_gives_the_same_but_for_the_moment(pact, review, steering):
    measured()
    one = json.loads(frozen_of(review, steering).frozen.document)
    again = start_review(StartReview(pact=pact.slug, since=YEAR_AGO, until=TODAY), actor=steering)
    other = json.loads(frozen_of(again, steering).frozen.document)

    assert {key for key in one if one[key] != other[key]} <= {"frozen_at", "review"}


def test_leads_comment_on_their_action_the_steering_group_on_all_and_others_on_none(pact, review, steering, partner):
    comment(review, partner)
    comment(review, partner, "Toch iets trager.")
    comment(review, steering, "Akkoord.")
    comment(review, steering, "Ook hier.", action="maact")
    with pytest.raises(NotAllowed):
        comment(review, partner, action="maact")
    with pytest.raises(NotAllowed):
        comment(review, actor_with(Role.TEAM_LEAD, ocmw=True))

    assert sorted(review.comments.values_list("action", "text")) == [
        ("jobteam", "Akkoord."),
        ("jobteam", "Toch iets trager."),
        ("maact", "Ook hier."),
    ]
    comment(review, partner, "")
    assert review.comments.filter(action="jobteam").count() == 1


def test_without_conclusions_nothing_is_frozen(pact, review, steering):
    with pytest.raises(Conflict, match="conclusions"):
        freeze_review(FreezeReview(review=review.reference), actor=steering)


def test_one_review_at_a_time_is_prepared(pact, review, steering):
    with pytest.raises(Conflict, match="prepared"):
        start_review(StartReview(pact=pact.slug, since=YEAR_AGO, until=TODAY), actor=steering)
    discard_review(DiscardReview(review=review.reference), actor=steering)
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [
        (TODAY, YEAR_AGO, "until"),
        (YEAR_AGO, TODAY + timedelta(days=1), "until"),
        (TODAY.replace(year=TODAY.year - 20, day=1), TODAY, "since"),
    ],
)
def test_days_that_cannot_be_are_refused(pact, steering, since, until, field):
    with pytest.raises(InvalidValue) as refused:
        start_review(StartReview(pact=pact.slug, since=since, until=until), actor=steering)

    assert refused.value.field == field


def test_only_the_steering_group_starts_concludes_and_freezes(pact, review, partner):
    for act in (
        lambda: start_review(StartReview(pact=pact.slug, since=YEAR_AGO, until=TODAY), actor=partner),
        lambda: conclude(review, partner),
        lambda: freeze_review(FreezeReview(review=review.reference), actor=partner),
        lambda: discard_review(DiscardReview(review=review.reference), actor=partner),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_partner_signs_what_was_frozen_by_its_hash_once(pact, review, steering, partner):
    with pytest.raises(Conflict, match="not frozen"):
        sign_review(SignReview(review=review.reference, kind=SignOffKind.AGREED), actor=partner)
    view = frozen_of(review, steering)

    signed = sign_review(
        SignReview(review=review.reference, kind=SignOffKind.AGREED_WITH_NOTE, note="Het derde doel mist een getal."),
        actor=partner,
    )

    assert signed.sha256 == view.frozen.sha256
    with pytest.raises(Conflict, match="already"):
        sign_review(SignReview(review=review.reference, kind=SignOffKind.AGREED), actor=partner)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        review.sign_offs.update(note="Alles goed.")


@pytest.mark.parametrize(
    ("kind", "note", "field"),
    [(SignOffKind.AGREED_WITH_NOTE, "", "note"), (SignOffKind.AGREED, "Maar niet zo.", "kind")],
)
def test_a_note_goes_with_its_kind(pact, review, steering, partner, kind, note, field):
    frozen_of(review, steering)
    with pytest.raises(InvalidValue) as refused:
        sign_review(SignReview(review=review.reference, kind=kind, note=note), actor=partner)

    assert refused.value.field == field


def test_who_is_no_partner_of_the_pact_does_not_sign(pact, review, steering):
    frozen_of(review, steering)
    other = actor_with(Role.TEAM_LEAD, organisation=OrganisationFactory(ocmw=True))

    with pytest.raises(NotAllowed):
        sign_review(SignReview(review=review.reference, kind=SignOffKind.AGREED), actor=other)
    assert not open_review(other, review.reference).may_sign


def test_the_newest_frozen_review_is_the_latest(pact, review, steering):
    assert latest_review(steering, pact.slug) is None
    frozen_of(review, steering)

    assert latest_review(steering, pact.slug) == review


def test_signals_of_another_year_stay_out_unless_they_are_still_open(pact, review, steering):
    SignalFactory(title="oud en open", days_ago=500)
    SignalFactory(title="oud en klaar", days_ago=500, answered=True)
    SignalFactory(title="nieuw", days_ago=5, withdrawn=True)

    found = [one["title"] for one in open_review(steering, review.reference).document["signals"]]

    assert found == ["oud en open", "nieuw"]


def test_a_signal_raised_after_midnight_was_raised_on_the_day_here(pact, review, steering):
    SignalFactory(raised_at=datetime(2026, 3, 2, 23, 30, tzinfo=UTC))

    (found,) = open_review(steering, review.reference).document["signals"]

    assert str(found["raised_on"]) == "2026-03-03"


def planned() -> Action:
    """An action with a plan: late, at risk as its lead says, with money, a number, a promise and a risk."""
    action, partner = Action.objects.get(slug="jobteam"), Partner.objects.get(slug="vdab")
    Milestone.objects.create(action=action, title_nl="Lokaal open", title_en="Room open", due_on=YEAR_AGO)
    Milestone.objects.create(action=action, title_nl="Weg", due_on=YEAR_AGO, withdrawn_at=timezone.now())
    Booking.objects.create(
        action=action, kind="planned", on=TODAY, year=TODAY.year, payer=partner, amount=Decimal("1000.50"), document="x"
    )
    Contribution.objects.create(action=action, partner=partner, kind="people", what_nl="Twee consulenten")
    number = PlannedNumber.objects.create(action=action, what_nl="mensen bereikt", low=Decimal(1250))
    RealisedNumber.objects.create(planned=number, on=TODAY, value=Decimal(920), told_by="Jaarverslag")
    Risk.objects.create(action=action, what="Te weinig plaatsen", likelihood=3, impact=2)
    StatusReport.objects.create(action=action, status="at_risk", reason="De klas zit vol.")
    return action


def test_the_plan_of_an_action_stands_in_it_and_beside_todays(pact, review, steering):
    action = planned()
    view = frozen_of(review, steering)

    first = view.document["actions"][0]
    assert first["status"] == {
        "status": "at_risk",
        "said": "at_risk",
        "by_the_facts": "delayed",
        "reason": "De klas zit vol.",
    }
    assert [(one["title"]["en"], one["state"]) for one in first["milestones"]] == [("Room open", "overdue")]
    assert first["ledger"] == {"planned": "1000.5", "committed": "0", "spent": "0", "lines": 1}
    assert (first["planned"][0]["low"], first["planned"][0]["realised"]) == ("1250", "920")
    assert (first["contributions"][0]["state"], first["risks"][0]["impact"]) == ("promised", 2)
    assert {one.change for one in beside_today(steering, view).actions} == {Change.SAME}

    Milestone.objects.filter(action=action).update(reached_on=TODAY)
    changed = next(one for one in beside_today(steering, view).actions if one.change == Change.CHANGED)

    assert changed.slug == "jobteam"
    assert "milestones" in changed.fields
