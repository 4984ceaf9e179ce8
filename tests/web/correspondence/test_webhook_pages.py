"""Webhooks on screen: added with a secret that is shown once, tried, changed, ended, and their log."""

import re

import pytest

from arbeidspact.correspondence.models import Notice, Subscription
from arbeidspact.organisations.models import OrganisationKind, Role
from tests.correspondence.factories import NoticeFactory, SubscriptionFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_a_webhook_is_added_tried_changed_and_ended(admin_browser, listener):
    assert "empty-state" in admin_browser.get("/organisation/webhooks/").content.decode()
    values = {"name": "Ours", "address": listener.address + "/hear", "events": ["handover.pending"]}
    added = admin_browser.post("/organisation/webhooks/add/", values).content.decode()
    secret = re.search(r"whsec_[\w-]+", added)[0]
    hook = Subscription.objects.get()
    log = f"/organisation/webhooks/{hook.reference}/"

    tried = admin_browser.post(log + "try/", follow=True)
    assert [message.level_tag for message in tried.context["messages"]] == ["success"]
    assert listener.calls
    assert secret not in tried.content.decode()

    assert admin_browser.get(log + "change/").status_code == 200
    assert admin_browser.post(log + "change/", {"name": "x", "events": []}).status_code == 422
    assert admin_browser.post(log + "change/", {"name": "New", "events": ["agreement.confirmed"]}).status_code == 303
    assert "New" in admin_browser.get("/organisation/webhooks/").content.decode()

    assert admin_browser.post(log + "end/").status_code == 303
    assert "try/" not in admin_browser.get(log).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"address": "http://program.example/"}, {"address": "https://10.0.0.1/"}, {"events": []}, {"name": ""}],
)
def test_what_is_wrong_loses_nothing_that_was_typed(admin_browser, wrong):
    values = {"name": "Ours", "address": "https://program.example/", "events": ["handover.pending"], **wrong}
    answer = admin_browser.post("/organisation/webhooks/add/", values)

    assert answer.status_code == 422
    assert answer.context["form"]["address"].value() == values["address"]
    assert not Subscription.objects.exists()


@pytest.fixture
def hook(administrator, listener):
    return SubscriptionFactory(organisation=administrator.organisation, address=listener.address + "/hear")


def test_the_log_shows_every_attempt_narrows_and_pages(admin_browser, hook):
    NoticeFactory(subscription=hook, given_up=True, tried=503, event="message.undelivered")
    for _ in range(26):
        NoticeFactory(subscription=hook, heard=True, tried=200)
    log = f"/organisation/webhooks/{hook.reference}/"

    assert "page=2" in admin_browser.get(log).content.decode()
    narrowed = admin_browser.get(log + "?state=given_up").context["page"]
    assert [view.tries[0].row.status for view in narrowed] == [503]
    assert admin_browser.get(log + "?event=message.undelivered&state=delivered").context["page"].paginator.count == 0
    assert admin_browser.get(log + "?state=nonsense&event=none").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_notice_is_sent_again_by_hand(admin_browser, hook, listener):
    notice = NoticeFactory(subscription=hook, given_up=True, tried=503)
    answer = admin_browser.post(f"/organisation/webhooks/{hook.reference}/{notice.reference}/resend/", follow=True)

    assert [message.level_tag for message in answer.context["messages"]] == ["success"]
    assert len(listener.calls) == 1


@pytest.mark.django_db(transaction=True)
def test_who_did_not_hear_is_said(admin_browser, hook, listener):
    listener.answer = lambda call: (500, {}, {})
    answer = admin_browser.post(f"/organisation/webhooks/{hook.reference}/try/", follow=True)

    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert Notice.objects.get().tries.count() == 1


def test_others_do_not_see_them(client, counsellor, hook):
    client.force_login(counsellor.user)
    assert client.get("/organisation/webhooks/").status_code == 403

    elsewhere = MembershipFactory(organisation=OrganisationFactory(), roles=[Role.ADMINISTRATOR])
    client.force_login(elsewhere.user)
    assert client.get(f"/organisation/webhooks/{hook.reference}/").status_code == 404
    assert client.post(f"/organisation/webhooks/{hook.reference}/end/").status_code == 404


def test_an_organisation_that_guides_nobody_is_not_led_there(client, db):
    employer = OrganisationFactory(kind=OrganisationKind.EMPLOYER)
    member = MembershipFactory(organisation=employer, roles=[Role.ADMINISTRATOR])
    client.force_login(member.user)

    assert "/organisation/webhooks/" not in client.get("/organisation/settings/").content.decode()
    assert client.get("/organisation/webhooks/").status_code == 403
