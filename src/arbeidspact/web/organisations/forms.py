"""The forms of members, invitations, tokens and one's own settings."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.commands import (
    AcceptInvitation,
    EditMemberRoles,
    EditOrganisation,
    EditOwnProfile,
    InviteMember,
    IssueApiToken,
)
from arbeidspact.organisations.queries import Role
from arbeidspact.web.forms import CommandForm

TOKEN_TERMS = ((30, _("30 days")), (90, _("90 days")), (365, _("One year")))


def _roles_field(help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple, help_text=help_text
    )


class InviteForm(CommandForm[InviteMember]):
    command_class = InviteMember

    email = forms.CharField(
        label=_("Mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("The invitation goes to this address."),
    )
    roles = _roles_field(_("What this person will do here. You can change it later."))


class RolesForm(CommandForm[EditMemberRoles]):
    command_class = EditMemberRoles

    roles = _roles_field()

    def __init__(self, *args: Any, membership: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "membership": self.membership}


class NewAccountForm(CommandForm[AcceptInvitation]):
    """Who was invited and has no account yet: a name and a password."""

    command_class = AcceptInvitation

    first_name = forms.CharField(
        label=_("First name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=lambda: settings.LANGUAGES)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, token: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.token = token
        self.fields["password"].help_text = password_validators_help_text_html()

    def clean_password_again(self) -> str:
        again = str(self.cleaned_data["password_again"])
        if again != self.cleaned_data.get("password"):
            raise forms.ValidationError(_("The two passwords are not the same. Type the same password twice."))
        return again

    def command_values(self) -> dict[str, Any]:
        values = {name: value for name, value in super().command_values().items() if name != "password_again"}
        return {**values, "token": self.token}


class OrganisationForm(CommandForm[EditOrganisation]):
    command_class = EditOrganisation

    name = forms.CharField(label=_("Name"), max_length=200)
    enterprise_number = forms.CharField(
        label=_("Enterprise number"), max_length=20, required=False, help_text=_("Ten digits, such as 0123.456.749.")
    )


class ProfileForm(CommandForm[EditOwnProfile]):
    command_class = EditOwnProfile

    first_name = forms.CharField(
        label=_("First name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=lambda: settings.LANGUAGES,
        help_text=_("For the screens and for mail to you."),
    )


class TokenForm(CommandForm[IssueApiToken]):
    command_class = IssueApiToken

    name = forms.CharField(
        label=_("What is it for?"), max_length=80, help_text=_("Such as: nightly export to our own system.")
    )
    days = forms.TypedChoiceField(label=_("How long does it work?"), choices=TOKEN_TERMS, coerce=int, initial=90)
