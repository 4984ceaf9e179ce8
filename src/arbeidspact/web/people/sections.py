"""The parts of a file that can be changed in place: which form, which action, where on the page, and what undoes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.commands import Command
from arbeidspact.organisations.exceptions import Message
from arbeidspact.people import actions, commands
from arbeidspact.web.people import forms

Action = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Section:
    """A form in the file. `anchor` is where the page goes back to; `undo` names the entry in `UNDOS`, if any."""

    form_class: type[forms.FileForm]
    action: Action
    anchor: str
    said: Message
    undo: str = ""


@dataclass(frozen=True, slots=True)
class Removal:
    """Something in the file that one press takes away, and a second puts back."""

    command_class: type[Command]
    field: str
    action: Action
    anchor: str
    said: Message


@dataclass(frozen=True, slots=True)
class Undo:
    """What puts a removed thing back."""

    command_class: type[Command]
    action: Action


SECTIONS: Final[Mapping[str, Section]] = {
    section.form_class.section: section
    for section in (
        Section(forms.IdentityForm, actions.edit_identity, "identity", _("Name and birth date are saved.")),
        Section(forms.ContactForm, actions.edit_contact, "contact", _("Contact is saved.")),
        Section(forms.NumberForm, actions.set_national_number, "identity", _("The national number is noted.")),
        Section(forms.AvailabilityForm, actions.set_availability, "availability", _("Availability is saved.")),
        Section(forms.EducationForm, actions.set_education, "education", _("The highest diploma is saved.")),
        Section(forms.OccupationForm, actions.seek_occupation, "occupations", _("The occupation is added.")),
        Section(forms.CompetenceForm, actions.add_competence, "competences", _("The competence is added.")),
        Section(forms.CompetenceChangeForm, actions.change_competence, "competences", _("The competence is changed.")),
        Section(forms.LanguageForm, actions.set_language, "languages", _("The language is saved.")),
        Section(forms.LicenceForm, actions.add_licence, "licences", _("The licence is saved.")),
        Section(forms.StatusForm, actions.open_status, "statuses", _("The status is added.")),
        Section(forms.StatusEndForm, actions.close_status, "statuses", _("The status is closed."), "statuses"),
        Section(forms.ReferentForm, actions.set_referent, "accompaniment", _("The referent is saved.")),
    )
}

MATCHED: Final = frozenset(
    {"availability", "education", "occupations", "competences", "languages", "licences", "contact"}
)
"""The anchors of what matching reads: contact, for the neighbourhood."""

REMOVALS: Final[Mapping[str, Removal]] = {
    "occupations": Removal(
        commands.DropOccupation, "concept", actions.drop_occupation, "occupations", _("The occupation is removed.")
    ),
    "competences": Removal(
        commands.RemoveCompetence, "concept", actions.remove_competence, "competences", _("The competence is removed.")
    ),
    "languages": Removal(
        commands.RemoveLanguage, "language", actions.remove_language, "languages", _("The language is removed.")
    ),
    "licences": Removal(
        commands.RemoveLicence, "licence", actions.remove_licence, "licences", _("The licence is removed.")
    ),
}

UNDOS: Final[Mapping[str, Undo]] = {
    "occupations": Undo(commands.SeekOccupation, actions.seek_occupation),
    "competences": Undo(commands.RestoreCompetence, actions.restore_competence),
    "languages": Undo(commands.SetLanguage, actions.set_language),
    "licences": Undo(commands.AddLicence, actions.add_licence),
    "statuses": Undo(commands.ReopenStatus, actions.reopen_status),
}
