"""Texts in Dutch and English, and the reference every published fact carries."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

FilledText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]


class Entry(BaseModel):
    """A frozen entry of a file; a field that the file's format does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Entry):
    """The same text in Dutch and in English."""

    nl: FilledText
    en: FilledText

    def in_language(self, language: str) -> str:
        """What is the text in this language (`nl` or `en`; another language falls back to Dutch)?"""
        return self.en if language.split("-", maxsplit=1)[0] == "en" else self.nl


class Reference(Entry):
    """Where a published fact stands: the document, the place in it, and its words when quoted."""

    document: FilledText
    section: str = ""
    page: str = ""
    url: str = ""
    quote: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.document, self.section, f"p. {self.page}" if self.page else "") if part)
