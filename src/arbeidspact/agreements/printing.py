"""The agreement on paper: an accessible PDF (PDF/UA) in Dutch or in the language of the person."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import typst
from django.conf import settings
from django.utils import timezone

from arbeidspact.agreements.models import AgreementKind, AgreementVersion, Confirmation, Party
from arbeidspact.agreements.phrases import PLAIN, Phrases, phrases_in
from arbeidspact.agreements.queries import AgreementState, PromiseView

TEMPLATE: Final = Path(__file__).parent / "print.typ"
SQUARE: Final = "\N{WHITE SQUARE}"
UNDISPLAYABLE: Final = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)


class NotPrintable(ValueError):
    """No font of this machine has the signs of this language: the fixed phrases cannot be printed in it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed: for whom, one version, the promises that may be seen, and who agreed with it.

    `protected`: how many promises are left out.
    """

    person: str
    version: AgreementVersion
    state: AgreementState
    is_replaced: bool
    promises: Sequence[PromiseView]
    protected: int
    confirmations: Sequence[Confirmation]


def agreement_as_pdf(sheet: Sheet, language: str) -> bytes:
    """This agreement as a PDF that screen readers can read.

    Arguments: `language`, of the fixed phrases; what people wrote stays as it is. Signs that no font has become a
    square, and the print says so. Fonts: those of Typst, of this machine, and of the folder `fonts` in the data
    directory. Raises: `NotPrintable` when the phrases themselves need such signs.
    """
    phrases = phrases_in(language)
    missing: set[str] = set()
    # Each try names signs that no font has; a text holds few kinds of them.
    for _try in range(6):
        try:
            return _compile(_data(sheet, phrases, missing))
        except typst.TypstError as error:
            found = {sign for text in UNDISPLAYABLE.findall(_told(error)) for sign in text}
            if not found - missing:
                raise
            missing |= found
        if missing & signs_of(phrases):
            break
    raise NotPrintable(phrases.language)


def signs_of(phrases: Phrases) -> set[str]:
    """Which signs do the fixed phrases of this language need?"""
    return {sign for text in phrases.file.model_dump().values() if isinstance(text, str) for sign in text}


def _told(error: typst.TypstError) -> str:
    return "\n".join(str(part) for part in (*error.args, getattr(error, "diagnostic", "")) if part)


def _compile(data: Mapping[str, Any]) -> bytes:
    own_fonts = Path(settings.DATA_DIR) / "fonts"
    folders = [own_fonts] if own_fonts.is_dir() else []
    pdf: bytes = typst.compile(
        TEMPLATE,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"sheet": json.dumps(data)},
        font_paths=folders,
    )
    return pdf


def _data(sheet: Sheet, phrases: Phrases, missing: set[str]) -> dict[str, Any]:
    version, organisation = sheet.version, sheet.version.agreement.organisation.name
    is_open = not sheet.is_replaced and sheet.state in {
        AgreementState.DRAFT,
        AgreementState.TO_CONFIRM,
        AgreementState.OBJECTED,
    }

    def written(text: str) -> str:
        return "".join(SQUARE if sign in missing else sign for sign in text)

    kind = "binding_agreement" if version.kind == AgreementKind.BINDING else "agreement"
    return {
        "title": written(version.title),
        "organisation": written(organisation),
        "person": written(sheet.person),
        "language": phrases.language,
        "right_to_left": phrases.file.right_to_left,
        # What colleagues write is in Dutch more often than in anything else: a screen reader reads it so.
        "written_language": PLAIN,
        "asks_signatures": is_open,
        "promises": [
            {
                "is_you": view.is_of_person,
                "who": written(view.by_whom),
                "what": written(view.promise.what),
                "by_when": phrases.day(view.promise.due_on),
            }
            for view in sheet.promises
        ],
        "words": {
            **{
                name: phrases.say(name)
                for name in (
                    "intro",
                    "who",
                    "what",
                    "by_when",
                    "you",
                    "you_promise",
                    "organisation_promises",
                    "either_may_change",
                    "you_may_object",
                    "signature_person",
                    "signed_on",
                )
            },
            "kind": phrases.say(kind),
            "with_organisation": phrases.say("with_organisation", organisation=written(organisation)),
            "version": phrases.say(
                "version", number=version.number, day=phrases.day(timezone.localdate(version.made_at))
            ),
            "notice": _notice(sheet, phrases),
            "protected": phrases.say("protected", number=sheet.protected) if sheet.protected else "",
            "as_written": phrases.say("as_written") if phrases.language != PLAIN else "",
            "unprintable": phrases.say("unprintable") if missing else "",
            "signature_organisation": phrases.say("signature_organisation", organisation=written(organisation)),
            "agreed": _agreed(sheet, phrases, written(organisation)),
        },
    }


def _notice(sheet: Sheet, phrases: Phrases) -> str:
    if sheet.is_replaced:
        return phrases.say("replaced")
    if sheet.state == AgreementState.DRAFT:
        return phrases.say("draft")
    return phrases.say("no_longer") if sheet.state in {AgreementState.WITHDRAWN, AgreementState.ENDED} else ""


def _agreed(sheet: Sheet, phrases: Phrases, organisation: str) -> list[str]:
    days = {one.party: one.signed_on or timezone.localdate(one.at) for one in sheet.confirmations}
    lines = []
    if Party.PERSON in days:
        lines.append(phrases.say("you_agreed", day=phrases.day(days[Party.PERSON])))
    if Party.ORGANISATION in days:
        day = phrases.day(days[Party.ORGANISATION])
        lines.append(phrases.say("organisation_agreed", day=day, organisation=organisation))
    return lines
