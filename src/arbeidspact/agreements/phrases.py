"""The fixed phrases of an agreement, a file for each language; a city adds its own beside ours."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from pydantic import BaseModel, ConfigDict, Field, ValidationError

SHIPPED: Final = Path(__file__).parent / "phrases"
PLAIN: Final = "nl"
"""Every agreement can be read and printed in Dutch."""


class PhraseFile(BaseModel):
    """A file of phrases: the language, how it is written, and every phrase. Words between braces are filled in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str = Field(pattern=r"^[a-z]{2,3}$")
    own_name: str
    right_to_left: bool = False

    agreement: str
    binding_agreement: str
    intro: str
    with_organisation: str
    version: str
    who: str
    what: str
    by_when: str
    you: str
    you_promise: str
    organisation_promises: str
    as_written: str
    protected: str
    either_may_change: str
    you_may_object: str
    ask_agree: str
    agree: str
    agree_for_organisation: str
    agree_for_you: str
    you_agreed: str
    organisation_agreed: str
    organisation_not_yet: str
    person_not_yet: str
    object: str
    object_ask: str
    object_label: str
    object_send: str
    go_back: str
    thanks: str
    thanks_in_force: str
    thanks_objection: str
    signature_person: str
    signature_organisation: str
    signed_on: str
    unprintable: str
    draft: str
    no_longer: str
    replaced: str
    confirmed_until_now: str
    message_subject: str
    message_text: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one language."""

    file: PhraseFile

    @property
    def language(self) -> str:
        return self.file.language

    @property
    def direction(self) -> str:
        return "rtl" if self.file.right_to_left else "ltr"

    def say(self, phrase: str, **words: object) -> str:
        """A phrase with these words filled in; what is filled in may hold braces itself."""
        text: str = getattr(self.file, phrase)
        for name, word in words.items():
            text = text.replace("{" + name + "}", str(word))
        return text

    def day(self, day: date) -> str:
        """A day written out in this language."""
        with override(self.language):
            return date_format(day, "j F Y")


class BrokenPhrases(ValueError):
    """A file of phrases is not as it should be; names the file and what is wrong."""


def languages() -> dict[str, str]:
    """In which languages can an agreement be read? Code and own name; Dutch first, then by name."""
    found = {code: phrases.file.own_name for code, phrases in _all(str(_own_folder())).items()}
    return dict(sorted(found.items(), key=lambda one: (one[0] != PLAIN, one[1].casefold())))


def phrases_in(language: str) -> Phrases:
    """The phrases of this language, or the Dutch ones where it has none."""
    known = _all(str(_own_folder()))
    return known.get(language, known[PLAIN])


def has_phrases(language: str) -> bool:
    """Is the agreement translated into this language?"""
    return language in _all(str(_own_folder()))


def known_language(value: str) -> str:
    """The code of a language that has phrases. Raises: `ValueError`."""
    if not has_phrases(value):
        raise ValueError(_("Choose one of the languages in the list."))
    return value


def read_phrases(folder: Path) -> dict[str, Phrases]:
    """Every file of phrases in this folder, by language. Raises: `BrokenPhrases`."""
    found = {}
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else []:
        try:
            file = PhraseFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        except (ValidationError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BrokenPhrases(f"{path.name}: {error}") from error
        if file.language != path.stem:
            raise BrokenPhrases(f"{path.name}: language is {file.language!r}; name the file {file.language}.toml.")
        found[file.language] = Phrases(file)
    return found


def _own_folder() -> Path:
    return Path(settings.DATA_DIR) / "agreement-phrases"


@cache
def _all(own_folder: str) -> Mapping[str, Phrases]:
    return read_phrases(SHIPPED) | read_phrases(Path(own_folder))
