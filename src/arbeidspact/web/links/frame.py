"""The frame of a page behind a signed link: in which language and direction it stands, and which others there are."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

WORDS_FILE: Final = Path(__file__).parent / "frame_words.toml"
KEYS: Final = frozenset({"choose", "from_whom", "for_you", "no_account", "not_translated", "skip"})


@dataclass(frozen=True, slots=True)
class FrameLanguage:
    """One language that a reader can choose, named in itself."""

    code: str
    name: str
    direction: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class LinkFrame:
    """What stands around the page.

    `language`: of the frame, the one the reader chose; `content_language`: of the sentences of the product inside it,
    the same one where the product speaks it. A part with a text in the reader's own language says so itself.
    """

    language: FrameLanguage
    content_language: FrameLanguage
    choices: tuple[FrameLanguage, ...]
    words: Mapping[str, str]

    @property
    def is_translated(self) -> bool:
        """Does the product speak the language of the reader?"""
        return self.language.code == self.content_language.code


@cache
def other_words() -> Mapping[str, Mapping[str, str]]:
    """The sentences of the frame in the languages that the product itself does not speak. Raises: `ValueError`."""
    found: dict[str, dict[str, str]] = tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))
    for code, words in found.items():
        if set(words) != KEYS:
            raise ValueError(f"{WORDS_FILE.name}: {code} has other sentences than {', '.join(sorted(KEYS))}.")
    return found


def spoken_languages() -> tuple[str, ...]:
    """The languages in which the product itself speaks, the first one first."""
    return tuple(code for code, _name in settings.LANGUAGES)


def chosen_language(asked: str, given: str) -> str:
    """Which language does the reader get? The one that is asked for, else the one the link was given in, else the
    first of the product. A link in another language than those of the frame keeps the first."""
    known = (*spoken_languages(), *other_words())
    return next((code for code in (asked, given, given.partition("-")[0]) if code in known), spoken_languages()[0])


def frame_in(code: str, organisation: str = "") -> LinkFrame:
    """The frame in this language. `organisation`: who gave the link, empty when that is not known."""
    spoken = spoken_languages()
    content = code if code in spoken else spoken[0]
    return LinkFrame(
        language=_language(code, code),
        content_language=_language(content, content),
        choices=tuple(_language(one, code) for one in (*spoken, *other_words())),
        words=_words(code, organisation),
    )


def _language(code: str, current: str) -> FrameLanguage:
    info = get_language_info(code)
    direction = "rtl" if info["bidi"] else "ltr"
    name = str(info["name_local"])
    return FrameLanguage(code, name[:1].upper() + name[1:], direction, code == current)


def _words(code: str, organisation: str) -> Mapping[str, str]:
    if code in other_words():
        words = dict(other_words()[code])
    else:
        with override(code):
            words = {
                "choose": _("Choose your language"),
                "from_whom": _("This page comes from %(organisation)s."),
                "for_you": _("This page is for you alone. Give the link to nobody."),
                "no_account": _("You need no password."),
                "not_translated": "",
                "skip": _("Skip to the content"),
            }
    words["from_whom"] = words["from_whom"] % {"organisation": organisation} if organisation else ""
    return words
