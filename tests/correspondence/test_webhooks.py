"""Webhooks: signed, to public addresses alone, tried again with longer waits, every attempt in the log."""

import json
import re
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.correspondence import destinations
from arbeidspact.correspondence.commands import AddWebhook, ChangeWebhook, EndWebhook, ResendNotice, TestWebhook
from arbeidspact.correspondence.delivery_round import send_what_waits
from arbeidspact.correspondence.destinations import ForbiddenDestination, checked_address, pinned
from arbeidspact.correspondence.events import EVENTS, announce, plain_payload
from arbeidspact.correspondence.models import Notice, NoticeState, Subscription
from arbeidspact.correspondence.notices import body_of, send_waiting_notice
from arbeidspact.correspondence.outcomes import WAITS
from arbeidspact.correspondence.signatures import is_signed, signature
from arbeidspact.correspondence.webhook_queries import notices_of, webhooks_of
from arbeidspact.correspondence.webhooks import add_webhook, change_webhook, end_webhook, resend_notice, try_webhook
from arbeidspact.organisations.actor import Actor, operator
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, Role
from tests.correspondence.factories import SECRET, NoticeFactory, SubscriptionFactory
from tests.organisations.factories import OrganisationFactory, UserFactory

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "webhooks.md"


@pytest.fixture
def administrator(db):
    return Actor(UserFactory(), OrganisationFactory(), frozenset({Role.ADMINISTRATOR}))


@pytest.fixture
def leaving(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def added(administrator, listener, *events):
    command = AddWebhook(name="Ours", address=listener.address + "/hear", events=events or ("handover.pending",))
    return add_webhook(command, actor=administrator)


def test_a_program_hears_of_what_it_asked_for_signed_after_the_transaction(administrator, listener, leaving):
    hook = added(administrator, listener)
    handover = uuid.uuid4()
    with leaving():
        assert announce("handover.pending", {"handover": handover}, organisation=administrator.organisation) == 1
        assert announce("handover.refused", {"handover": handover}, organisation=administrator.organisation) == 0
        assert announce("handover.pending", {"handover": handover}, organisation=OrganisationFactory()) == 0
        assert not listener.calls

    [call] = listener.calls
    notice = Notice.objects.get()
    assert call.path == "/hear"
    assert call.headers["arbeidspact-event"] == "handover.pending"
    assert call.headers["arbeidspact-notice"] == str(notice.reference)
    assert call.headers["host"] == listener.address.removeprefix("http://")
    assert call.json["data"] == {"handover": str(handover)}
    assert is_signed(call.headers["arbeidspact-signature"], call.body, hook.secret, timezone.now())
    assert notice.state == NoticeState.DELIVERED


def test_the_way_to_check_that_the_documentation_shows_works(administrator, listener, leaving):
    hook = added(administrator, listener)
    with leaving():
        announce("handover.pending", {}, organisation=administrator.organisation)
    shown: dict = {}
    exec(re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1], shown)

    [call] = listener.calls
    assert shown["is_genuine"](call.headers["arbeidspact-signature"], call.body, hook.secret)
    assert not shown["is_genuine"](call.headers["arbeidspact-signature"], call.body + b" ", hook.secret)


def test_the_documentation_names_every_event():
    assert set(re.findall(r"^\| `([a-z.-]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)) == {*EVENTS, "test"}


def test_what_is_not_heard_is_tried_again_and_given_up_and_can_be_sent_again_by_hand(administrator, listener, leaving):
    listener.answer = lambda call: (503, {}, {})
    hook = added(administrator, listener)
    with leaving():
        announce("handover.pending", {}, organisation=administrator.organisation)
    for attempt, wait in enumerate(WAITS, start=1):
        notice = Notice.objects.get()
        assert (notice.state, notice.attempts) == (NoticeState.RETRYING, attempt)
        assert abs(notice.next_attempt_at - timezone.now() - wait) < timedelta(seconds=30)
        Notice.objects.update(next_attempt_at=timezone.now())
        send_what_waits(actor=operator(), is_rehearsal=False)

    [view] = notices_of(administrator, hook.webhook.reference, state="given_up")
    assert view.notice.state == NoticeState.GIVEN_UP
    assert [one.row.status for one in view.tries] == [503] * 8
    assert webhooks_of(administrator)[0].given_up == 1

    listener.answer = lambda call: (204, {}, {})
    with leaving():
        resend_notice(ResendNotice(notice=view.notice.reference), actor=administrator)
    assert Notice.objects.get().state == NoticeState.DELIVERED
    assert {call.body for call in listener.calls} == {body_of(view.notice)}


@pytest.mark.parametrize("code", [301, 302, 307, 400, 500])
def test_every_other_answer_counts_as_not_heard_and_nothing_is_followed(administrator, listener, leaving, code):
    listener.answer = lambda call: (code, {}, {"Location": listener.address + "/elsewhere"})
    added(administrator, listener)
    with leaving():
        announce("handover.pending", {}, organisation=administrator.organisation)

    assert [call.path for call in listener.calls] == ["/hear"]
    assert Notice.objects.get().state == NoticeState.RETRYING


def test_nobody_there_is_noted_and_breaks_nothing(administrator, listener, leaving, settings):
    add_webhook(AddWebhook(name="x", address="http://127.0.0.1:1/x", events=("handover.pending",)), actor=administrator)
    with leaving():
        announce("handover.pending", {}, organisation=administrator.organisation)

    assert Notice.objects.get().tries.get().problem == "no-connection"


@pytest.mark.django_db
def test_a_notice_that_somebody_sends_is_left_alone_until_the_claim_runs_out(listener):
    notice = NoticeFactory(
        subscription__address=listener.address + "/hear", claimed_until=timezone.now() + timedelta(minutes=1)
    )
    assert send_waiting_notice(notice.pk) is None

    Notice.objects.update(claimed_until=timezone.now())
    assert send_waiting_notice(notice.pk) is not None
    assert send_waiting_notice(notice.pk) is None
    assert len(listener.calls) == 1


def test_the_secret_is_shown_once_and_kept_sealed(administrator, listener):
    hook = added(administrator, listener)

    kept = str(Subscription.objects.values().get()) + str(list(AuditEvent.objects.values()))
    assert hook.secret.startswith("whsec_")
    assert hook.secret not in kept


def test_a_test_says_whether_the_other_side_hears(administrator, listener, leaving):
    hook = added(administrator, listener)
    with leaving():
        notice = try_webhook(TestWebhook(webhook=hook.webhook.reference), actor=administrator)

    notice.refresh_from_db()
    assert notice.state == NoticeState.DELIVERED
    assert listener.calls[0].json["event"] == "test"


def test_an_ended_webhook_hears_nothing_more_not_even_what_waits(administrator, listener, leaving):
    hook = added(administrator, listener)
    waiting = NoticeFactory(subscription=hook.webhook)

    end_webhook(EndWebhook(webhook=hook.webhook.reference), actor=administrator)

    assert send_waiting_notice(waiting.pk) is None
    assert announce("handover.pending", {}, organisation=administrator.organisation) == 0
    for act in (
        lambda: end_webhook(EndWebhook(webhook=hook.webhook.reference), actor=administrator),
        lambda: try_webhook(TestWebhook(webhook=hook.webhook.reference), actor=administrator),
        lambda: resend_notice(ResendNotice(notice=waiting.reference), actor=administrator),
    ):
        with pytest.raises(Conflict):
            act()


def test_other_events_can_be_chosen_later(administrator, listener):
    hook = added(administrator, listener)
    change_webhook(
        ChangeWebhook(webhook=hook.webhook.reference, name="New", events=("message.undelivered",)), actor=administrator
    )

    hook.webhook.refresh_from_db()
    assert (hook.webhook.name, hook.webhook.events) == ("New", ["message.undelivered"])


def test_nobody_touches_webhooks_of_others_or_without_the_right(administrator, listener):
    hook = added(administrator, listener)
    other = Actor(UserFactory(), OrganisationFactory(), frozenset({Role.ADMINISTRATOR}))
    counsellor = Actor(UserFactory(), administrator.organisation, frozenset({Role.COUNSELLOR}))

    assert webhooks_of(other) == []
    assert list(notices_of(other, hook.webhook.reference)) == []
    with pytest.raises(NotFound):
        end_webhook(EndWebhook(webhook=hook.webhook.reference), actor=other)
    with pytest.raises(NotAllowed):
        webhooks_of(counsellor)


def test_two_webhooks_at_one_address_and_unknown_events_are_refused(administrator, listener):
    added(administrator, listener)
    with pytest.raises(Conflict):
        added(administrator, listener)
    with pytest.raises(InvalidValue):
        add_webhook(AddWebhook(name="x", address="https://a.example/", events=("secret.thing",)), actor=administrator)


@pytest.mark.parametrize(
    "address",
    [
        "http://program.example/x",
        "https://localhost/x",
        "https://127.0.0.1/x",
        "https://10.0.0.5/x",
        "https://192.168.1.1:8443/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/x",
        "https://[fd00::1]/x",
        "https://[::ffff:10.0.0.1]/x",
        "https://printer/x",
        "https://db.internal/x",
        "https://name:secret@program.example/x",
        "https://program.example/#part",
        "https://program.example:port/x",
        "https:///x",
        "ftp://program.example/",
        "program.example",
        "https://program.example/with space",
        "https://[broken/x",
    ],
)
def test_an_address_where_notices_may_not_go_is_refused(address):
    with pytest.raises(InvalidValue):
        checked_address(address)


@pytest.mark.parametrize(
    "address", ["https://program.example/hear?x=1", "https://93.184.216.34/x", "https://a.example"]
)
def test_a_public_address_is_taken(address):
    assert checked_address(address).startswith("https://")


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param(["10.1.2.3"], id="inside"),
        pytest.param(["93.184.216.34", "127.0.0.1"], id="one of two inside"),
        pytest.param(["::ffff:192.168.0.1"], id="inside, written as IPv6"),
        pytest.param(["fe80::1%eth0"], id="of this link"),
        pytest.param(["0.0.0.0"], id="any"),
        pytest.param([], id="nowhere"),
    ],
)
def test_a_name_that_leads_inside_is_not_called(monkeypatch, numbers):
    monkeypatch.setattr(
        destinations.socket, "getaddrinfo", lambda *a, **k: [(0, 0, 0, "", (one, 443)) for one in numbers]
    )
    with pytest.raises(ForbiddenDestination):
        pinned("https://rebound.example/x")


def test_what_was_looked_up_is_what_is_called(monkeypatch):
    found = [(0, 0, 0, "", ("2606:2800::1", 443)), (0, 0, 0, "", ("93.184.216.34", 443))]
    monkeypatch.setattr(destinations.socket, "getaddrinfo", lambda *a, **k: found)

    target = pinned("https://program.example/hear?x=1")

    assert (target.address, target.host, target.name) == (
        "https://93.184.216.34:443/hear?x=1",
        "program.example",
        "program.example",
    )


def test_a_payload_holds_no_names():
    reference = uuid.uuid4()
    assert plain_payload({"handover": reference, "on": date(2026, 7, 1), "count": 2, "state": "met", "none": None}) == {
        "handover": str(reference),
        "on": "2026-07-01",
        "count": 2,
        "state": "met",
        "none": None,
    }
    for payload in ({"name": "Amina Verzonnen"}, {"note": "Called her"}, {"Amina": 1}, {"mail": "a@mail.example"}):
        with pytest.raises(ValueError, match=r"plain|name"):
            plain_payload(payload)


@pytest.mark.django_db
def test_an_event_that_nobody_wrote_down_is_refused():
    with pytest.raises(ValueError, match="EVENTS"):
        announce("weather.changed", {}, organisation=OrganisationFactory())


NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@given(body=st.binary(max_size=200), secret=st.text(min_size=1, max_size=40))
def test_a_signature_holds_for_its_body_and_secret_alone(body, secret):
    header = signature(secret, body, NOW)

    assert is_signed(header, body, secret, NOW)
    assert not is_signed(header, body + b"x", secret, NOW)
    assert not is_signed(header, body, secret + "x", NOW)


@pytest.mark.parametrize(
    ("seconds", "holds"),
    [(0, True), (300, True), (-300, True), (301, False), (-301, False)],
)
def test_a_signature_is_worth_something_for_five_minutes(seconds, holds):
    header = signature(SECRET, b"{}", NOW)
    assert is_signed(header, b"{}", SECRET, NOW + timedelta(seconds=seconds)) is holds


@given(st.text(max_size=80))
def test_whatever_stands_in_the_header_is_no_signature(header):
    assert not is_signed(header, b"{}", SECRET, NOW)


def test_without_a_secret_nothing_is_signed():
    assert not is_signed(signature("", b"{}", NOW), b"{}", "", NOW)


@pytest.mark.django_db
def test_the_body_is_the_same_at_every_try():
    notice = NoticeFactory()
    assert body_of(notice) == body_of(Notice.objects.get())
    assert json.loads(body_of(notice))["id"] == str(notice.reference)


@pytest.mark.django_db
def test_the_lists_of_webhooks_count_what_waits_and_what_was_given_up(administrator):
    hook = SubscriptionFactory(organisation=administrator.organisation)
    NoticeFactory(subscription=hook, given_up=True, tried=500)
    NoticeFactory(subscription=hook, heard=True, tried=200)
    NoticeFactory(subscription=hook)
    SubscriptionFactory(organisation=administrator.organisation, ended=True)

    first, second = webhooks_of(administrator)
    assert (first.given_up, first.waiting, first.is_open, second.is_open) == (1, 1, True, False)
