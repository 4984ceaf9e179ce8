"""The words on screen for the scales and vocabularies that people and vacancies are described with."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import Message
from arbeidspact.taxonomy.scales import CefrLevel, CompetenceLevel, EducationLevel, EvidenceKind, Shift

SHIFT_WORDS: Final[Mapping[str, Message]] = {
    Shift.DAY: _("During the day"),
    Shift.EARLY: _("Early shift"),
    Shift.LATE: _("Late shift"),
    Shift.NIGHT: _("Night shift"),
    Shift.WEEKEND: _("Weekend"),
    Shift.SPLIT: _("Split shift"),
}
EDUCATION_WORDS: Final[Mapping[str, Message]] = {
    EducationLevel.NONE: _("No diploma, or primary school"),
    EducationLevel.LOWER_SECONDARY: _("Lower secondary school"),
    EducationLevel.UPPER_SECONDARY: _("Secondary school"),
    EducationLevel.HIGHER_VOCATIONAL: _("Associate degree"),
    EducationLevel.BACHELOR: _("Bachelor"),
    EducationLevel.MASTER: _("Master or higher"),
}
EVIDENCE_WORDS: Final[Mapping[str, Message]] = {
    EvidenceKind.SELF_DECLARED: _("The person says so"),
    EvidenceKind.SEEN: _("Seen at work"),
    EvidenceKind.CERTIFIED: _("Certificate"),
}
COMPETENCE_LEVEL_WORDS: Final[Mapping[str, Message]] = {
    CompetenceLevel.BASIC: _("With help"),
    CompetenceLevel.INDEPENDENT: _("Independently"),
    CompetenceLevel.EXPERT: _("Can teach others"),
}
CEFR_WORDS: Final[Mapping[str, Message]] = {
    CefrLevel.A1: _("A1: some words"),
    CefrLevel.A2: _("A2: simple sentences"),
    CefrLevel.B1: _("B1: everyday talk"),
    CefrLevel.B2: _("B2: fluent"),
    CefrLevel.C1: _("C1: very good"),
    CefrLevel.C2: _("C2: as a native speaker"),
}
# ISO 639 codes of the languages most heard at a desk in a Flemish city; "vgt" is Flemish Sign Language.
LANGUAGE_WORDS: Final[Mapping[str, Message]] = {
    "nl": _("Dutch"),
    "fr": _("French"),
    "en": _("English"),
    "de": _("German"),
    "tr": _("Turkish"),
    "bg": _("Bulgarian"),
    "ar": _("Arabic"),
    "sq": _("Albanian"),
    "am": _("Amharic"),
    "hy": _("Armenian"),
    "ber": _("Berber"),
    "bs": _("Bosnian, Croatian, Serbian"),
    "zh": _("Chinese"),
    "cs": _("Czech"),
    "fa": _("Dari or Persian"),
    "vgt": _("Flemish Sign Language"),
    "el": _("Greek"),
    "hi": _("Hindi"),
    "hu": _("Hungarian"),
    "it": _("Italian"),
    "rn": _("Kinyarwanda or Kirundi"),
    "ku": _("Kurdish"),
    "ln": _("Lingala"),
    "ne": _("Nepali"),
    "ps": _("Pashto"),
    "pl": _("Polish"),
    "pt": _("Portuguese"),
    "pa": _("Punjabi"),
    "rom": _("Romani"),
    "ro": _("Romanian"),
    "ru": _("Russian"),
    "sk": _("Slovak"),
    "so": _("Somali"),
    "es": _("Spanish"),
    "sw": _("Swahili"),
    "tl": _("Tagalog"),
    "ta": _("Tamil"),
    "th": _("Thai"),
    "ti": _("Tigrinya"),
    "tw": _("Twi"),
    "uk": _("Ukrainian"),
    "ur": _("Urdu"),
    "vi": _("Vietnamese"),
}


def language_name(code: str) -> Message:
    """What is this language called on screen? The code itself where it is not in the list."""
    return LANGUAGE_WORDS.get(code, code)
