"""What programs read of steering: signals, decisions, frozen reviews."""

from datetime import timedelta

import pytest
from django.utils import timezone

from arbeidspact.organisations.actor import actor_of
from arbeidspact.organisations.models import Role
from arbeidspact.steering.actions import answer_signal
from arbeidspact.steering.commands import AnswerSignal
from arbeidspact.steering.documents import hash_of
from arbeidspact.steering.review_commands import FreezeReview, StartReview, WriteConclusions
from arbeidspact.steering.reviews import freeze_review, start_review, write_conclusions
from tests.organisations.factories import MembershipFactory
from tests.steering.factories import SignalFactory, decided

pytestmark = pytest.mark.django_db


@pytest.fixture
def steering(city):
    return actor_of(MembershipFactory(organisation=city.organisation, roles=[Role.STEERING_MEMBER]))


def test_signals_with_their_terms_and_answers(program, figures, steering):
    late = SignalFactory(pact="ghent", about_kind="pact", about="", overdue=True)
    done = SignalFactory(pact="ghent", about_kind="pact", about="")
    answer_signal(
        AnswerSignal(signal=done.reference, kind="declined", text="Dit jaar is er geen geld voor."), actor=steering
    )

    page = program.get("/pacts/ghent/signals").json()
    one = program.get(f"/signals/{done.reference}").json()

    assert [(item["reference"], item["term"]) for item in page["items"]] == [(str(late.reference), "overdue")]
    assert (page["count"], page["terms_counted"], page["answered_in_time"]) == (1, 2, 1)
    assert program.get("/pacts/ghent/signals?state=answered").json()["count"] == 1
    assert one["answers"][0]["kind"] == "declined"
    assert one["answers"][0]["in_time"] is True
    assert program.get("/signals/00000000-0000-4000-8000-000000000000").status_code == 404


def test_decisions_with_minority_notes(program, figures, steering):
    decision = decided(figures, steering, about=("pact",))
    decided(figures, steering, adopted=False, about=("pact",))

    page = program.get("/pacts/ghent/decisions").json()

    assert page["count"] == 1
    assert page["items"][0]["number"] == decision.number
    assert page["items"][0]["minority"] == [{"who": "Voka", "why": "De klas is te ver van de bedrijven."}]
    assert program.get("/pacts/ghent/decisions?standing=superseded").json()["count"] == 0


def test_a_frozen_review_fits_its_hash(program, figures, steering):
    today = timezone.localdate()
    review = start_review(StartReview(pact="ghent", since=today - timedelta(days=300), until=today), actor=steering)
    assert program.get(f"/reviews/{review.reference}/document").status_code == 404
    write_conclusions(WriteConclusions(review=review.reference, text="Goed op weg."), actor=steering)
    freeze_review(FreezeReview(review=review.reference), actor=steering)

    (listed,) = program.get("/pacts/ghent/reviews").json()["items"]
    document = program.get(f"/reviews/{review.reference}/document").json()

    assert listed["sha256"] == document["sha256"] == hash_of(document["text"])


def test_employers_read_none_of_it(program_of, figures, city):
    signal = SignalFactory(pact="ghent", about_kind="pact", about="")
    program = program_of(Role.DATA_PROTECTION_OFFICER, Role.ANALYST)
    assert program.get(f"/signals/{signal.reference}").status_code == 200

    city.organisation.kind = "employer"
    city.organisation.save()
    assert program.get(f"/signals/{signal.reference}").status_code == 403
