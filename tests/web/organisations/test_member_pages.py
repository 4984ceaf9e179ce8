import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from arbeidspact.organisations.actor import actor_of
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.models import ApiToken, Invitation, Membership, Organisation, Role, SavedView, User
from arbeidspact.organisations.tokens import actor_for_token
from tests.organisations.factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "een heel lange zin"
GUEST = "amina@example.org"


@pytest.fixture
def werkpunt() -> Organisation:
    return OrganisationFactory(werkpunt=True)


@pytest.fixture
def administrator(werkpunt: Organisation) -> Membership:
    return MembershipFactory(organisation=werkpunt, roles=[Role.ADMINISTRATOR], user__first_name="Ada")


@pytest.fixture
def counsellor(werkpunt: Organisation) -> Membership:
    return MembershipFactory(organisation=werkpunt, user__first_name="Cor")


def browser(user: User | None = None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if user is not None:
        client.force_login(user)
    return client


@pytest.fixture
def office(administrator: Membership) -> Client:
    return browser(administrator.user)


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def link(office: Client, django_capture_on_commit_callbacks) -> str:
    with django_capture_on_commit_callbacks(execute=True):
        office.post(reverse("organisations:invite"), {"email": GUEST, "roles": ["counsellor"]})
    found = re.search(r"http\S+?(/organisation/invitation/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


PAGES = ["members", "settings", "audit-trail", "tokens", "profile", "leave"]


@pytest.mark.parametrize("name", PAGES)
def test_an_administrator_sees_each_page(office: Client, counsellor: Membership, name):
    answer = office.get(reverse(f"organisations:{name}"))

    assert answer.status_code == 200
    assert text_of(answer).count("<h1") == 1


@pytest.mark.parametrize("name", PAGES)
def test_who_did_not_sign_in_is_sent_to_sign_in(name):
    answer = browser().get(reverse(f"organisations:{name}"))

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["members", "settings", "audit-trail"])
def test_a_counsellor_is_refused_with_the_reason(counsellor: Membership, name):
    answer = browser(counsellor.user).get(reverse(f"organisations:{name}"))

    assert answer.status_code == 403
    assert "None of your roles" in text_of(answer)


@pytest.mark.parametrize("name", ["invite", "resend-invitation", "withdraw-invitation", "revoke-token", "forget-view"])
def test_changes_are_posted_and_never_fetched(office: Client, name):
    args = [] if name == "invite" else [1]

    assert office.get(reverse(f"organisations:{name}", args=args)).status_code == 405


def test_the_list_of_members_says_its_count_and_its_filter(office: Client, counsellor: Membership):
    everyone = text_of(office.get(reverse("organisations:members")))
    filtered = text_of(office.get(reverse("organisations:members"), {"role": "counsellor", "q": "cor"}))
    nobody = text_of(office.get(reverse("organisations:members"), {"q": "xyz"}))

    assert "2 results" in everyone
    assert "1 result <" in filtered
    assert "of 2" in filtered
    assert "Ada" not in re.sub(r"<header.*?</header>", "", filtered)
    assert "Nobody found" in nobody


def test_the_list_of_members_is_cut_into_pages(office: Client, werkpunt: Organisation):
    for _ in range(30):
        MembershipFactory(organisation=werkpunt)

    second = text_of(office.get(reverse("organisations:members"), {"page": "2", "role": ""}))

    assert "26 to 31 of 31" in second


def test_an_invitation_goes_out_and_stands_on_the_page(office: Client, link: str):
    page = text_of(office.get(reverse("organisations:members")))

    assert GUEST in page
    assert "Waits for an answer" in page


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        pytest.param({"email": "amina", "roles": ["counsellor"]}, "not a mail address", id="no address"),
        pytest.param({"email": GUEST}, "This field is required", id="no role"),
    ],
)
def test_a_wrong_invitation_keeps_what_was_typed(office: Client, answers, words):
    answer = office.post(reverse("organisations:invite"), answers)

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert answers["email"] in text_of(answer)
    assert not Invitation.objects.exists()


def test_a_mail_that_does_not_leave_is_said(office: Client, settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "tests.organisations.broken_mail.Backend"

    with django_capture_on_commit_callbacks(execute=True):
        office.post(reverse("organisations:invite"), {"email": GUEST, "roles": ["counsellor"]})

    page = text_of(office.get(reverse("organisations:members")))
    assert "Mail not sent" in page


def test_an_invitation_is_sent_again_and_withdrawn(office: Client, link: str):
    pk = Invitation.objects.get().pk
    office.post(reverse("organisations:resend-invitation", args=[pk]))
    office.post(reverse("organisations:withdraw-invitation", args=[pk]))

    assert Invitation.objects.get().withdrawn_at is not None
    again = office.post(reverse("organisations:withdraw-invitation", args=[pk]))
    assert again.status_code == 409
    assert "was withdrawn" in text_of(again)


def test_the_link_leaves_the_address_bar_before_anything_is_shown(link: str):
    client = browser()
    answer = client.get(link)

    assert answer.url == reverse("organisations:accept-invitation")
    assert GUEST in text_of(client.get(answer.url))


NEW = {
    "first_name": "Amina",
    "last_name": "Diallo",
    "language": "en",
    "password": PASSWORD,
    "password_again": PASSWORD,
}


def test_a_new_user_accepts_and_is_at_work_at_once(link: str, werkpunt: Organisation):
    client = browser()
    client.get(link)

    answer = client.post(reverse("organisations:accept-invitation"), NEW)

    assert answer.url == reverse("home")
    user = User.objects.get(email=GUEST)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert "Werkpunten Gent" in text_of(client.get(reverse("organisations:profile")))
    used = browser()
    assert used.get(link, follow=True).status_code == 410


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        pytest.param({"password": "short", "password_again": "short"}, "at least 12", id="short password"),
        pytest.param({"password_again": "something else"}, "not the same", id="two different passwords"),
        pytest.param({"first_name": ""}, "This field is required", id="no name"),
        pytest.param({"language": "xx"}, "not one of the available choices", id="unknown language"),
    ],
)
def test_a_new_user_hears_what_is_wrong_and_keeps_the_rest(link: str, answers, words):
    client = browser()
    client.get(link)

    answer = client.post(reverse("organisations:accept-invitation"), {**NEW, **answers})

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert "Diallo" in text_of(answer)
    assert not User.objects.filter(email=GUEST).exists()


def test_somebody_with_an_account_signs_in_and_confirms(link: str):
    user = UserFactory(email=GUEST)
    user.set_password(PASSWORD)
    user.save()
    client = browser()
    page = client.get(link, follow=True)
    assert "You already have an account" in text_of(page)

    signed_in = client.post(
        reverse("account_login"),
        {"login": GUEST, "password": PASSWORD, "next": reverse("organisations:accept-invitation")},
    )
    assert signed_in.url == reverse("organisations:accept-invitation")
    assert "Accept the invitation" in text_of(browser_with_english(client).get(signed_in.url))
    client.post(signed_in.url)

    assert user.memberships.count() == 1


def browser_with_english(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


def test_an_invitation_is_not_accepted_in_another_name(link: str, counsellor: Membership):
    client = browser(counsellor.user)
    client.get(link)

    for answer in (client.get("/organisation/invitation/"), client.post("/organisation/invitation/")):
        assert answer.status_code == 403
        assert "for somebody else" in text_of(answer)
        assert GUEST not in text_of(answer)


def _expire() -> None:
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def _withdraw() -> None:
    Invitation.objects.update(withdrawn_at=timezone.now())


def _forget() -> None:
    Invitation.objects.all().delete()


@pytest.mark.parametrize(
    ("happened", "words"),
    [
        pytest.param(_expire, "has expired", id="expired"),
        pytest.param(_withdraw, "was withdrawn", id="withdrawn"),
        pytest.param(_forget, "is not known", id="unknown"),
    ],
)
def test_a_link_that_no_longer_works_says_why(link: str, happened, words):
    happened()

    answer = browser().get(link, follow=True)

    assert answer.status_code == 410
    assert words in text_of(answer)


def test_roles_are_changed_on_the_page_of_a_member(office: Client, counsellor: Membership):
    address = reverse("organisations:member", args=[counsellor.pk])
    page = text_of(office.get(address))
    assert 'value="counsellor" id="id_roles_0" checked' in page or "checked" in page

    office.post(address, {"roles": ["analyst", "steering_member"]})

    assert actor_of(counsellor).roles == {Role.ANALYST, Role.STEERING_MEMBER}
    assert office.post(address, {}).status_code == 422


def test_the_last_administrator_hears_why_the_role_and_the_membership_stay(office: Client, administrator: Membership):
    roles = office.post(reverse("organisations:member", args=[administrator.pk]), {"roles": ["analyst"]})
    end = office.post(reverse("organisations:end-membership", args=[administrator.pk]))
    leave = office.post(reverse("organisations:leave"))

    assert [roles.status_code, end.status_code, leave.status_code] == [422, 409, 409]
    for answer in (roles, end, leave):
        assert "last administrator" in text_of(answer)


def test_a_membership_ends_after_a_question(office: Client, counsellor: Membership):
    client = browser(counsellor.user)
    address = reverse("organisations:end-membership", args=[counsellor.pk])

    assert "Yes, end the membership" in text_of(office.get(address))
    counsellor.refresh_from_db()
    assert counsellor.ended_at is None
    office.post(address)

    assert "do not work for an organisation" in text_of(client.get(reverse("organisations:profile")))
    assert client.get(reverse("organisations:tokens")).status_code == 403


def test_members_of_another_organisation_are_not_there(office: Client):
    other = MembershipFactory()

    assert office.get(reverse("organisations:member", args=[other.pk])).status_code == 404
    assert office.post(reverse("organisations:end-membership", args=[other.pk])).status_code == 404


def test_one_switches_between_the_own_organisations_and_to_no_other(counsellor: Membership):
    second = MembershipFactory(user=counsellor.user, organisation=OrganisationFactory(vdab=True))
    elsewhere = OrganisationFactory(ocmw=True)
    client = browser(counsellor.user)
    address = reverse("organisation-switch")

    moved = client.post(address, {"organisation": second.organisation_id, "next": "/organisation/me/"})
    assert moved.url == "/organisation/me/"
    assert client.session["membership"] == second.pk
    for wanted in (elsewhere.pk, 0, "", "x", "1e3", "²", "9" * 5_000):
        assert client.post(address, {"organisation": wanted}).status_code == 404
    assert client.session["membership"] == second.pk
    assert client.post(address, {"organisation": second.organisation_id, "next": "https://example.org/"}).url == "/"


def test_the_switcher_offers_the_own_organisations(counsellor: Membership):
    second = MembershipFactory(user=counsellor.user, organisation=OrganisationFactory(vdab=True))
    OrganisationFactory(ocmw=True)

    page = text_of(browser(counsellor.user).get(reverse("organisations:profile")))

    assert f'value="{second.organisation_id}"' in page
    assert "OCMW" not in page


def test_an_organisation_is_renamed_and_a_wrong_number_is_named(office: Client, werkpunt: Organisation):
    address = reverse("organisations:settings")

    wrong = office.post(address, {"name": "Werkpunt", "enterprise_number": "123"})
    office.post(address, {"name": "Werkpunt", "enterprise_number": "0207451227"})

    assert "ten digits" in text_of(wrong)
    werkpunt.refresh_from_db()
    assert (werkpunt.name, werkpunt.enterprise_number) == ("Werkpunt", "0207.451.227")


def test_a_token_is_shown_once_and_revoked(counsellor: Membership):
    client = browser(counsellor.user)
    address = reverse("organisations:tokens")

    made = client.post(address, {"name": "nightly export", "days": "30"})
    found = re.search(r'value="(ap_[^"]+)"', text_of(made))
    assert found is not None
    assert actor_for_token(found[1]) is not None
    assert "no-store" in made.headers["Cache-Control"]
    assert found[1] not in text_of(client.get(address))
    client.post(reverse("organisations:revoke-token", args=[ApiToken.objects.get().pk]))

    assert actor_for_token(found[1]) is None
    assert "Revoked" in text_of(client.get(address))


@pytest.mark.parametrize("answers", [{"name": "", "days": "30"}, {"name": "x", "days": "1000"}, {"name": "x"}])
def test_a_token_that_cannot_be_is_refused_on_the_form(counsellor: Membership, answers):
    answer = browser(counsellor.user).post(reverse("organisations:tokens"), answers)

    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_a_name_and_language_are_kept_and_the_next_page_speaks_it(counsellor: Membership):
    client = browser(counsellor.user)
    address = reverse("organisations:profile")

    saved = client.post(address, {"first_name": "Cor", "last_name": "Claes", "language": "en"})

    counsellor.user.refresh_from_db()
    assert (str(counsellor.user), counsellor.user.language) == ("Cor Claes", "en")
    assert saved.cookies["django_language"].value == "en"
    assert client.post(address, {"first_name": "", "last_name": "x", "language": "en"}).status_code == 422


@pytest.mark.parametrize(("wanted", "kept"), [("en", "en"), ("xx", "nl"), ("", "nl")])
def test_the_language_switch_is_remembered_on_the_user(counsellor: Membership, wanted, kept):
    answer = browser(counsellor.user).post(reverse("set_language"), {"language": wanted, "next": "/organisation/me/"})

    assert answer.url == "/organisation/me/"
    counsellor.user.refresh_from_db()
    assert counsellor.user.language == kept


def test_a_visitor_switches_language_without_an_account():
    answer = browser().post(reverse("set_language"), {"language": "nl", "next": "/account/login/"})

    assert answer.cookies["django_language"].value == "nl"


def test_the_audit_trail_is_paged_and_filtered(office: Client, administrator: Membership, werkpunt: Organisation):
    for _ in range(30):
        record(actor_of(administrator), "edit-organisation", werkpunt, fields=["name"])
    record(actor_of(administrator), "invite-member", werkpunt, roles=["analyst"])

    address = reverse("organisations:audit-trail")
    assert "26 to 31 of 31" in text_of(office.get(address, {"page": "2"}))
    filtered = text_of(office.get(address, {"action": "invite-member"}))
    assert "1 result <" in filtered
    assert "roles: analyst" in filtered
    assert "31 results" in text_of(office.get(address, {"action": "no-such-act"}))


def test_a_data_protection_officer_reads_the_audit_trail(werkpunt: Organisation):
    officer = MembershipFactory(organisation=werkpunt, roles=[Role.DATA_PROTECTION_OFFICER])

    answer = browser(officer.user).get(reverse("organisations:audit-trail"))

    assert answer.status_code == 200
    assert "Nothing was done yet" in text_of(answer)


def test_a_saved_view_is_forgotten_by_its_owner_alone(counsellor: Membership, office: Client):
    view = SavedView.objects.create(
        user=counsellor.user, organisation=counsellor.organisation, list_name="vacancies", name="Night", query=""
    )
    address = reverse("organisations:forget-view", args=[view.pk])

    assert office.post(address).status_code == 404
    assert browser(counsellor.user).post(address, {"next": "/organisation/me/"}).url == "/organisation/me/"
    assert not SavedView.objects.exists()


def test_the_page_of_members_costs_no_more_queries_for_more_members(
    office: Client, werkpunt: Organisation, django_assert_max_num_queries
):
    for _ in range(20):
        MembershipFactory(organisation=werkpunt, roles=[Role.COUNSELLOR, Role.ANALYST])

    with django_assert_max_num_queries(12):
        office.get(reverse("organisations:members"))


def test_members_and_audit_trail_come_as_files_that_no_spreadsheet_runs(
    office: Client, administrator: Membership, werkpunt: Organisation
):
    MembershipFactory(organisation=werkpunt, user__first_name="=cmd()", user__last_name="x")
    record(actor_of(administrator), "edit-organisation", werkpunt, fields=["name"])

    members = office.get(reverse("organisations:members-file"), {"role": "counsellor"}).getvalue().decode()
    audit = office.get(reverse("organisations:audit-file"), {"action": "edit-organisation"}).getvalue().decode()

    assert members.splitlines()[1].startswith("'=cmd() x,")
    assert len(members.splitlines()) == 2
    assert "Changed the organisation" in audit


def test_a_counsellor_downloads_neither(counsellor: Membership):
    client = browser(counsellor.user)

    assert client.get(reverse("organisations:members-file")).status_code == 403
    assert client.get(reverse("organisations:audit-file")).status_code == 403
