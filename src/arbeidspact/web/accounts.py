"""Signing in: only invited people have an account, demo logins stay at home, and mail speaks the reader's language."""

import base64
import hashlib
import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm, ResetPasswordForm
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.queries import User, language_of
from arbeidspact.web.middleware import DEMO_ELSEWHERE, may_serve_demo_logins

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up on their own: an invitation makes the account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def pre_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse | None:
        """Refuses a demo login from beyond this machine, by password and by passkey alike, before a session exists."""
        if user.is_demo and not may_serve_demo_logins(request):
            return render(request, "errors/refused.html", {"message": DEMO_ELSEWHERE, "hint": ""}, status=403)
        refusal: HttpResponse | None = super().pre_login(request, user, **details)
        return refusal

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        """Shows the platform in the language that the user chose earlier, on whatever device."""
        response: HttpResponse = super().post_login(request, user, **details)
        remember_language(response, user.language)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Writes in the language of the user whose address this is."""
        known = getattr(context.get("user"), "language", None) or language_of(email)
        with translation.override(known or translation.get_language()):
            super().send_mail(template_prefix, email, context)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tells the user that a password or a second step changed. A mail server that is down does not undo that."""
        try:
            super().send_notification_mail(template_prefix, user, context, email or user.email)
        except (OSError, SMTPException) as problem:
            logger.warning("A notice about an account could not be mailed: %s", type(problem).__name__)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of second steps encrypted: a copy of the database alone is not enough to make codes."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    key = hashlib.sha256(b"second-factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def remember_language(response: HttpResponse, language: str) -> None:
    """Lets the browser ask for this language from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 60 * 60,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )


class SignInForm(LoginForm):  # type: ignore[misc]
    """The mail address and the password, without words that vanish while one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Mail address")
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        without_placeholders(self)


class ForgottenPasswordForm(ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link for a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Mail address")
        without_placeholders(self)


def without_placeholders(form: forms.Form) -> None:
    """Takes the grey words out of the fields: the label above says it, and stays."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Says in words that somebody tries too often; the sign-in library asks for it as `handler429`."""
    return render(request, "429.html", status=429)
