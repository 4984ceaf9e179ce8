"""The languages that work can ask: the two-letter codes of ISO 639-1, and what each is called."""

from functools import lru_cache
from typing import Final

from babel import Locale
from django.utils.translation import get_language

from arbeidspact.people.words import LANGUAGE_WORDS

_CODES: Final = """
aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv
dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie
ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv
mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm
rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts
tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
ISO_639_1: Final = tuple(_CODES.split())
"""The codes in force. Source: ISO 639-1, as kept by its registration authority."""

KNOWN_LANGUAGES: Final = tuple(dict.fromkeys((*ISO_639_1, *LANGUAGE_WORDS)))
"""Those codes, and the few others in which people's files name a language, such as that of Flemish Sign Language."""

ASKED_MOST: Final = ("nl", "fr", "en", "de")
"""What work in Flanders asks most, first in every list of choices."""


def language_name(code: str, language: str | None = None) -> str:
    """What is this language called in this language (None: that of the screen)? The code itself when unknown."""
    return _names(_locale_of(language)).get(code) or str(LANGUAGE_WORDS.get(code, code))


def language_choices(language: str | None = None) -> list[tuple[str, str]]:
    """Every language by code and name: those that work asks most first, then by name."""
    names = {code: language_name(code, language) for code in KNOWN_LANGUAGES}
    rest = sorted((code for code in KNOWN_LANGUAGES if code not in ASKED_MOST), key=lambda code: names[code].lower())
    return [(code, names[code]) for code in (*ASKED_MOST, *rest)]


def _locale_of(language: str | None) -> str:
    return (language or get_language() or "nl").split("-")[0]


@lru_cache(maxsize=8)
def _names(locale: str) -> dict[str, str]:
    known = Locale(locale).languages
    return {code: str(known[code]) for code in ISO_639_1 if code in known}
