"""What a person reads when they are asked whether they have met their new contact, in their own language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

WORDS_FILE: Final = Path(__file__).parent / "person_words.toml"
KEYS: Final = frozenset({"subject", "mail", "title", "told", "question", "yes", "no", "confirmed", "denied"})


@cache
def other_words() -> Mapping[str, Mapping[str, str]]:
    """The sentences in languages that the product itself does not speak. Raises: `ValueError` for a part that lacks."""
    found: dict[str, dict[str, str]] = tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))
    for code, words in found.items():
        if set(words) != KEYS:
            raise ValueError(f"{WORDS_FILE.name}: {code} has other sentences than {', '.join(sorted(KEYS))}.")
    return found


def language_for(code: str) -> str:
    """In which language can this reader be spoken to? Their own where there are sentences, else the first of ours."""
    spoken = [one for one, _name in settings.LANGUAGES]
    known = (*spoken, *other_words())
    return next((one for one in (code, code.partition("-")[0]) if one in known), spoken[0])


def words_for(code: str, *, sender: str, receiver: str) -> Mapping[str, str]:
    """The sentences for this reader, with the names of the two organisations filled in."""
    language = language_for(code)
    names = {"sender": sender, "receiver": receiver}
    if language in other_words():
        return {key: text % names for key, text in other_words()[language].items()}
    with override(language):
        words = {
            "subject": _("Have you met your new contact?"),
            "mail": _("Hello,\n\n%(receiver)s guides you from now on. Have you met? Tell us with this link:"),
            "title": _("Have you met your new contact?"),
            "told": _("%(sender)s asked %(receiver)s to guide you. They say that you have met."),
            "question": _("Is that right? Until you say yes, %(sender)s stays your contact."),
            "yes": _("Yes, we have met"),
            "no": _("No, not yet"),
            "confirmed": _("Thank you. %(receiver)s is your contact now."),
            "denied": _("Thank you for telling us. %(sender)s stays your contact, and %(receiver)s will get in touch."),
        }
        return {key: str(text) % names for key, text in words.items()}
