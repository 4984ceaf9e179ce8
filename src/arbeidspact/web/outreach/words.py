"""The words on screen for contacts and programmes."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from arbeidspact.outreach.queries import Contact, ContactState, Programme

STATE_TONES = {
    ContactState.MET: "info",
    ContactState.IN_CONTACT: "info",
    ContactState.WITH_FILE: "success",
    ContactState.WITHDRAWN: "neutral",
    ContactState.ANONYMISED: "neutral",
}


def contact_name(contact: Contact) -> str:
    """How is this contact called in a list? Who left no name is somebody who was seen."""
    if contact.given_name:
        return contact.given_name
    if contact.anonymised_on is not None:
        return _("Anonymised contact")
    return _("Somebody without a name") if contact.reach else _("Only seen")


def programme_name(programme: Programme) -> str:
    """The name of a programme in the language of the screen."""
    return programme.name_en if is_english() and programme.name_en else programme.name_nl


def programme_summary(programme: Programme) -> str:
    """What a programme is, in the language of the screen."""
    return programme.summary_en if is_english() and programme.summary_en else programme.summary_nl


def is_english() -> bool:
    """Is the screen in English?"""
    return (get_language() or "nl").startswith("en")
