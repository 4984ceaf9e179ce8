"""The forms of outreach, each making one command."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.outreach import commands
from arbeidspact.outreach.queries import (
    MomentKind,
    Place,
    PlaceKind,
    Programme,
    ReferrerKind,
    WithdrawalReason,
    places_to_choose,
    programmes_to_choose,
)
from arbeidspact.people.queries import Ground
from arbeidspact.people.words import LANGUAGE_WORDS
from arbeidspact.web.forms import C, CommandForm
from arbeidspact.web.outreach.words import programme_name
from arbeidspact.web.people.choices import PageChoices, options_of, with_empty
from arbeidspact.web.people.forms import DayInput


class ContactFields(forms.Form):
    """What is asked of somebody who was met: two fields and a place in sight, the rest folded."""

    given_name = forms.CharField(
        label=_("First name"), max_length=100, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    reach = forms.CharField(
        label=_("How can we reach them?"),
        max_length=120,
        required=False,
        help_text=_("A phone number, a mail address, or where we find them."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    place = forms.ChoiceField(label=_("Where did you meet?"))
    met_on = forms.DateField(label=_("On which day?"), required=False, widget=DayInput, initial=timezone.localdate)
    language = forms.ChoiceField(
        label=_("Language to speak with"), required=False, choices=options_of(LANGUAGE_WORDS, _("Not known"))
    )
    neighbourhood = forms.ChoiceField(label=_("Home neighbourhood"), required=False)
    referred_by = forms.CharField(
        label=_("Who sent them?"),
        max_length=120,
        required=False,
        help_text=_("An organisation, or somebody in the neighbourhood."),
        widget=forms.TextInput(attrs={"list": "referrers", "autocomplete": "off"}),
    )
    note = forms.CharField(
        label=_("What do they ask?"),
        max_length=500,
        required=False,
        help_text=_("A few words. Nothing about health, debts or justice."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: Any, actor: Actor, choices: PageChoices, keep: Place | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = places_to_choose(actor)
        offered = [*self.places, *([keep] if keep is not None and keep not in self.places else [])]
        options = [(str(one.reference), _place_words(one, choices)) for one in offered]
        place = _choose(self, "place")
        place.choices = options
        if options:
            place.initial = options[0][0]
        _choose(self, "neighbourhood").choices = with_empty(choices.homes, _("Not known"))
        self.fields["met_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    @property
    def folded(self) -> list[forms.BoundField]:
        """What is not asked of everybody."""
        names = ("programme", "met_on", "language", "neighbourhood", "referred_by", "note")
        return [self[name] for name in names if name in self.fields]

    @property
    def has_folded_errors(self) -> bool:
        """Is something wrong in a field that is folded away?"""
        return any(field.errors for field in self.folded)


class RegisterContactForm(ContactFields, CommandForm[commands.RegisterContact]):
    """Somebody was met."""

    command_class = commands.RegisterContact
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    sent_as = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        _offer_programmes(self, programmes_to_choose(actor))


class ChangeContactForm(ContactFields, CommandForm[commands.ChangeContact]):
    """What is known of a contact changes."""

    command_class = commands.ChangeContact

    def __init__(self, *args: Any, contact: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contact = contact

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "contact": self.contact}


class OfContactForm(CommandForm[C]):
    """A form about one contact that the address names."""

    def __init__(self, *args: Any, contact: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contact = contact

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "contact": self.contact}


class MomentForm(OfContactForm[commands.AddMoment]):
    """A contact was followed up."""

    command_class = commands.AddMoment
    kind = forms.ChoiceField(label=_("How?"), choices=MomentKind.choices, widget=forms.RadioSelect)
    on = forms.DateField(label=_("On which day?"), required=False, widget=DayInput, initial=timezone.localdate)
    note = forms.CharField(
        label=_("What was said?"),
        max_length=500,
        required=False,
        help_text=_("A few words. Nothing about health, debts or justice."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WithdrawForm(OfContactForm[commands.WithdrawContact]):
    """A contact is not followed up any more: why?"""

    command_class = commands.WithdrawContact
    reason = forms.ChoiceField(label=_("Why?"), choices=WithdrawalReason.choices, widget=forms.RadioSelect)


class EnrolForm(CommandForm[C]):
    """Which programme?"""

    programme = forms.ChoiceField(label=_("Programme"))

    def __init__(self, *args: Any, programmes: list[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "programme").choices = [(one.slug, programme_name(one)) for one in programmes]


class EnrolContactForm(EnrolForm[commands.EnrolContact]):
    command_class = commands.EnrolContact

    def __init__(self, *args: Any, contact: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contact = contact

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "contact": self.contact}


class EnrolPersonForm(EnrolForm[commands.EnrolPerson]):
    command_class = commands.EnrolPerson


class FileForm(OfContactForm[commands.MakeFile]):
    """A file for this contact, on a stated ground."""

    command_class = commands.MakeFile
    given_name = forms.CharField(label=_("First name"), max_length=100)
    family_name = forms.CharField(label=_("Family name"), max_length=100, required=False)
    birth_date = forms.DateField(
        label=_("Birth date"),
        required=False,
        widget=DayInput,
        help_text=_("With a birth date we can see whether another organisation already knows this person."),
    )
    ground = forms.ChoiceField(label=_("Ground for accompanying"), choices=Ground.choices)
    reason = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("For example: asked for help to find work, and agrees to a file.")
    )
    referent = forms.ChoiceField(label=_("Referent"), required=False)
    is_not = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, choices: PageChoices, is_not: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "referent").choices = with_empty(choices.colleagues, _("Nobody"))
        _choose(self, "is_not").choices = [(key, key) for key in is_not]


class PlaceFields(forms.Form):
    """What is kept of a place."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind of place"), choices=PlaceKind.choices)
    neighbourhood = forms.ChoiceField(
        label=_("Neighbourhood"),
        required=False,
        help_text=_("The funnel counts people by the place where they were met."),
    )

    def __init__(self, *args: Any, choices: PageChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "neighbourhood").choices = with_empty(choices.homes, _("None, or several"))


class AddPlaceForm(PlaceFields, CommandForm[commands.AddPlace]):
    command_class = commands.AddPlace


class ChangePlaceForm(PlaceFields, CommandForm[commands.ChangePlace]):
    command_class = commands.ChangePlace

    def __init__(self, *args: Any, place: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "place": self.place}


class ReferrerFields(forms.Form):
    """What is kept of a referrer."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Organisation or person"), choices=ReferrerKind.choices, widget=forms.RadioSelect)


class AddReferrerForm(ReferrerFields, CommandForm[commands.AddReferrer]):
    command_class = commands.AddReferrer


class ChangeReferrerForm(ReferrerFields, CommandForm[commands.ChangeReferrer]):
    command_class = commands.ChangeReferrer

    def __init__(self, *args: Any, referrer: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.referrer = referrer

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "referrer": self.referrer}


def _offer_programmes(form: forms.Form, programmes: list[Programme]) -> None:
    if not programmes:
        del form.fields["programme"]
        return
    _choose(form, "programme").choices = with_empty([(one.slug, programme_name(one)) for one in programmes], _("None"))


def _place_words(place: Place, choices: PageChoices) -> str:
    area = choices.area_name(place.neighbourhood) if place.neighbourhood else ""
    return f"{place.name} ({area})" if area else place.name


def _choose(form: forms.Form, name: str) -> forms.ChoiceField:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    return field
