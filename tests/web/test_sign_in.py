import json
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.test import Client
from django.urls import reverse

from arbeidspact.organisations.actions import issue_api_token
from arbeidspact.organisations.actor import actor_of
from arbeidspact.organisations.commands import IssueApiToken
from arbeidspact.organisations.models import Membership, User
from tests.organisations.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "een heel lange zin"
AWAY = "203.0.113.7"


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def membership() -> Membership:
    membership = MembershipFactory()
    membership.user.set_password(PASSWORD)
    membership.user.save()
    return membership


@pytest.fixture
def user(membership: Membership) -> User:
    return membership.user


def sign_in(client: Client, user: User, password: str = PASSWORD, **extra: str):
    return client.post(reverse("account_login"), {"login": user.email, "password": password}, **extra)


def sign_in_and_confirm(client: Client, user: User) -> None:
    """As somebody who is about to change how the account is protected."""
    sign_in(client, user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def totp_code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_member_signs_in_and_hears_the_own_language_from_then_on(client: Client, user: User):
    User.objects.filter(pk=user.pk).update(language="nl")

    answer = sign_in(client, user)

    assert answer.url == reverse("home")
    assert answer.cookies["django_language"].value == "nl"


@pytest.mark.parametrize("email", ["member@example.org", "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: Client, email):
    UserFactory(email="member@example.org")

    answer = client.post(reverse("account_login"), {"login": email, "password": "wrong password"})

    assert "are not correct" in answer.content.decode()
    assert not is_signed_in(client)


def test_a_closed_account_does_not_get_in(client: Client, user: User):
    User.objects.filter(pk=user.pk).update(is_active=False)

    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True)

    assert not is_signed_in(client)
    assert answer.status_code == 200


def test_a_session_ends_when_the_account_is_closed(client: Client, user: User):
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert client.get(reverse("organisations:profile")).status_code == 302


def test_guessing_is_stopped_after_five_wrong_passwords(client: Client, user: User):
    for _ in range(5):
        sign_in(client, user, "wrong password")

    answer = sign_in(client, user)

    assert not is_signed_in(client)
    assert "Too many" in answer.content.decode()


def test_nobody_signs_up_without_an_invitation(client: Client):
    page = client.get(reverse("account_signup"))
    posted = client.post(
        reverse("account_signup"), {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )

    assert "by invitation" in page.content.decode()
    assert "by invitation" in posted.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "path",
    ["/account/email/", "/account/confirm-email/", "/account/confirm-email/abc/", "/account/login/code/confirm/"],
)
def test_pages_that_the_product_does_not_use_are_not_there(client: Client, user: User, path):
    client.force_login(user)

    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_a_forgotten_password_is_replaced_by_the_link_in_the_mail(client: Client, user: User):
    User.objects.filter(pk=user.pk).update(language="en")
    client.post(reverse("account_reset_password"), {"email": user.email})
    found = re.search(r"https?://testserver(/account/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert found is not None
    form = client.get(found[1], follow=True)
    new = "nog een langere zin"

    weak = client.post(form.redirect_chain[-1][0], {"password1": "short", "password2": "short"})
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})

    assert "at least 12" in weak.content.decode()
    user.refresh_from_db()
    assert user.check_password(new)
    again = client.get(found[1], follow=True)
    assert "does not work" in again.content.decode()
    assert mail.outbox[-1].to == [user.email]


def test_a_changed_password_is_mailed_and_stands_when_the_mail_server_is_down(client: Client, user: User, settings):
    new = "nog een langere zin"
    answers = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    settings.EMAIL_BACKEND = "tests.organisations.broken_mail.Backend"
    sign_in(client, user)

    answer = client.post(reverse("account_change_password"), answers)

    assert answer.status_code == 302
    user.refresh_from_db()
    assert user.check_password(new)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    sign_in(client, user, new)
    client.post(reverse("account_change_password"), {**answers, "oldpassword": new, "password1": PASSWORD})
    client.post(reverse("account_change_password"), {"oldpassword": new, "password1": PASSWORD, "password2": PASSWORD})
    assert [letter.to for letter in mail.outbox] == [[user.email]]


def test_asking_for_a_link_says_the_same_for_an_unknown_address_and_mails_nobody(client: Client, user: User):
    known = client.post(reverse("account_reset_password"), {"email": user.email}, follow=True)
    letters = len(mail.outbox)
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert letters == len(mail.outbox) == 1


SIGNED_OUT_PAGES = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_inactive",
]
SIGNED_IN_PAGES = [
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
]
EXECUTED_INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|\son\w+=|\sstyle=", re.I)


def page_is_sound(answer) -> None:
    html = answer.content.decode()
    assert answer.status_code == 200
    assert html.count("<h1") == 1
    assert not EXECUTED_INLINE.search(html)
    assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", SIGNED_OUT_PAGES)
def test_pages_before_signing_in_render_without_inline_script(client: Client, name):
    page_is_sound(client.get(reverse(name)))


@pytest.mark.parametrize("name", SIGNED_IN_PAGES)
def test_pages_of_the_own_account_render_without_inline_script(client: Client, user: User, name):
    sign_in_and_confirm(client, user)

    page_is_sound(client.get(reverse(name)))


def test_changing_the_second_step_asks_for_the_password_again(client: Client, user: User):
    client.force_login(user)

    answer = client.get(reverse("mfa_activate_totp"))

    assert answer.url.startswith(reverse("account_reauthenticate"))
    page_is_sound(client.get(answer.url))


@pytest.mark.django_db(transaction=True)
def test_an_app_with_codes_becomes_the_second_step(client: Client, user: User):
    user.language = "en"
    user.save()
    sign_in_and_confirm(client, user)
    form = client.get(reverse("mfa_activate_totp")).context["form"]

    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    form = client.get(reverse("mfa_activate_totp")).context["form"]
    codes = client.post(reverse("mfa_activate_totp"), {"code": totp_code(form.secret)}, follow=True)

    page_is_sound(wrong)
    page_is_sound(codes)
    assert "10 codes left of 10" in codes.content.decode()
    for name in ("mfa_index", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_view_recovery_codes"):
        page_is_sound(client.get(reverse(name)))
    assert client.get(reverse("mfa_download_recovery_codes")).status_code == 200
    assert {tuple(letter.to) for letter in mail.outbox} == {(user.email,)}


def test_signing_in_asks_for_the_second_step(client: Client, user: User):
    secret = generate_totp_secret()
    TOTP.activate(user, secret)

    first = sign_in(client, user)
    page = client.get(first.url)
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})

    assert first.url == reverse("mfa_authenticate")
    page_is_sound(page)
    page_is_sound(wrong)
    assert not is_signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": totp_code(secret)})
    assert is_signed_in(client)


def test_a_passkey_gets_a_challenge_to_sign_in_and_another_each_time(client: Client):
    challenges = set()
    for _ in range(2):
        answer = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
        options = json.loads(answer.content)["request_options"]["publicKey"]
        challenges.add(options["challenge"])
        assert options["rpId"] == "testserver"

    assert len(challenges) == 2


def test_adding_a_passkey_gives_a_challenge_to_the_page(client: Client, user: User):
    sign_in_and_confirm(client, user)

    page = client.get(reverse("mfa_add_webauthn"))

    options = page.context["js_data"]["creation_options"]["publicKey"]
    assert options["challenge"]
    assert options["rp"]["id"] == "testserver"
    assert 'type="application/json"' in page.content.decode()


def test_keys_are_listed_renamed_and_removed(client: Client, user: User):
    sign_in_and_confirm(client, user)
    key = Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone", "credential": {}}
    )

    assert "Phone" in client.get(reverse("mfa_list_webauthn")).content.decode()
    page_is_sound(client.get(reverse("mfa_edit_webauthn", args=[key.pk])))
    page_is_sound(client.get(reverse("mfa_remove_webauthn", args=[key.pk])))
    client.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    ("path", "is_open"),
    [
        pytest.param("/", False, id="home"),
        pytest.param("/organisation/me/", False, id="own name"),
        pytest.param("/api/v1/vacancies", False, id="the API with a session"),
        pytest.param("/account/2fa/", True, id="setting up the second step"),
        pytest.param("/account/logout/", True, id="signing out"),
    ],
)
def test_without_the_demanded_second_step_only_its_own_pages_open(client: Client, user: User, settings, path, is_open):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(user)

    answer = client.get(path)

    assert (answer.status_code == 200) is is_open
    if not is_open:
        assert answer.url == reverse("mfa_index")


def test_the_page_of_the_second_step_says_why_one_lands_there(client: Client, user: User, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(user)

    assert "First set up a second step" in client.get("/", follow=True).content.decode()
    client.post(reverse("set_language"), {"language": "nl", "next": "/"})
    user.refresh_from_db()
    assert user.language == "nl"


def test_the_secret_of_the_app_is_not_in_the_database_in_clear(user: User):
    secret = generate_totp_secret()
    second_step = TOTP.activate(user, secret)

    assert secret not in str(Authenticator.objects.values().get())
    assert second_step.validate_code(totp_code(secret))


def test_with_a_second_step_the_platform_opens(client: Client, user: User, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    TOTP.activate(user, generate_totp_secret())
    client.force_login(user)

    assert client.get(reverse("organisations:profile")).status_code == 200


@pytest.fixture
def demo_user(user: User) -> User:
    User.objects.filter(pk=user.pk).update(is_demo=True)
    user.refresh_from_db()
    return user


ELSEWHERE = [
    pytest.param({"REMOTE_ADDR": AWAY}, id="from another machine"),
    pytest.param({"HTTP_X_FORWARDED_FOR": AWAY}, id="through a proxy"),
    pytest.param({"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, id="through a proxy that says it is here"),
    pytest.param({"HTTP_FORWARDED": "for=127.0.0.1"}, id="through a proxy of the new kind"),
    pytest.param({"HTTP_X_REAL_IP": AWAY}, id="through a proxy that passes an address"),
    pytest.param({"HTTP_CF_CONNECTING_IP": AWAY}, id="through a network that delivers pages"),
    pytest.param({"HTTP_X_FORWARDED_SERVER": "outside"}, id="through a proxy that names itself"),
    pytest.param({"HTTP_HOST": "pact.example.org"}, id="by a name that leads here from outside"),
    pytest.param({"REMOTE_ADDR": ""}, id="from nowhere"),
]


@pytest.mark.parametrize("extra", ELSEWHERE)
def test_a_demo_login_is_refused_beyond_this_machine(client: Client, demo_user: User, settings, extra):
    settings.ALLOWED_HOSTS = ["*"]
    if extra.get("REMOTE_ADDR") == "":
        settings.ACCOUNT_RATE_LIMITS = False
    answer = sign_in(client, demo_user, **extra) if extra.get("REMOTE_ADDR") != "" else None
    assert answer is None or (answer.status_code == 403 and "on the machine" in answer.content.decode())
    assert not is_signed_in(client)

    client.force_login(demo_user)
    assert client.get(reverse("organisations:profile"), **extra).status_code == 403
    assert not is_signed_in(client)


@pytest.mark.parametrize("extra", ELSEWHERE)
def test_a_demo_token_is_refused_beyond_this_machine(
    client: Client, membership: Membership, demo_user: User, settings, extra
):
    settings.ALLOWED_HOSTS = ["*"]
    raw = issue_api_token(IssueApiToken(name="demo"), actor=actor_of(membership)).raw

    answer = client.get("/account/login/", headers={"authorization": f"Bearer {raw}"}, **extra)

    assert answer.status_code == 403


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "127.4.5.6"])
def test_a_demo_login_works_on_this_machine(client: Client, demo_user: User, address):
    assert sign_in(client, demo_user, REMOTE_ADDR=address).status_code == 302
    assert is_signed_in(client)


def test_a_real_login_works_from_anywhere(client: Client, user: User):
    assert sign_in(client, user, REMOTE_ADDR=AWAY).status_code == 302


def test_an_anonymous_visitor_from_elsewhere_costs_no_query(client: Client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/favicon.ico", REMOTE_ADDR=AWAY)


def test_too_many_requests_for_a_link_get_a_page_in_words(client: Client, user: User):
    answers = [client.post(reverse("account_reset_password"), {"email": user.email}) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert "Wait a minute" in answers[-1].content.decode()
    assert len(mail.outbox) == 3
