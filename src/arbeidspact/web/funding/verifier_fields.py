"""Choosing who verifies results, and how long they have."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arbeidspact.funding.queries.verification import VERIFICATION_DAYS, verifiers_to_choose
from arbeidspact.organisations.actor import Actor


def verifier_field() -> forms.TypedChoiceField:
    """Which organisation verifies; the choices come with `offer_verifiers`."""
    return forms.TypedChoiceField(
        label=_("Who verifies the results?"),
        help_text=_("An independent organisation: not who does the work, no partner in the project, not who pays."),
        coerce=int,
        empty_value=None,
        required=False,
    )


def verification_days_field() -> forms.IntegerField:
    """How many days a verifier has, and an applicant for an answer."""
    return forms.IntegerField(
        label=_("Days to verify, or to answer a question"),
        min_value=1,
        max_value=365,
        initial=VERIFICATION_DAYS,
        required=False,
    )


def offer_verifiers(form: forms.Form, actor: Actor, *, without: Sequence[int] = ()) -> None:
    """Fills the choice of who verifies."""
    choice: Any = form.fields["verifier"]
    nobody = ("", _("Nobody else: who pays checks them"))
    choice.choices = [nobody, *((one.pk, one.name) for one in verifiers_to_choose(actor, without=without))]
