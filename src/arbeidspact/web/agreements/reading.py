"""An agreement as the person reads it: on the counsellor's screen and behind a link, in their own language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from arbeidspact.agreements.phrases import PLAIN, Phrases
from arbeidspact.agreements.queries import AgreementKind, Party, PromiseView

FIXED = (
    "intro",
    "you",
    "you_promise",
    "organisation_promises",
    "either_may_change",
    "you_may_object",
    "ask_agree",
    "agree",
    "agree_for_you",
    "object",
    "object_ask",
    "object_label",
    "object_send",
    "by_when",
    "person_not_yet",
    "go_back",
    "thanks",
    "thanks_in_force",
    "thanks_objection",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One promise to read. `who` is empty for what the person promises."""

    who: str
    what: str
    by_when: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Reading:
    """The texts of one version in one language. `words`: the fixed phrases by name."""

    language: str
    direction: str
    title: str
    kind: str
    with_organisation: str
    version: str
    yours: tuple[Line, ...]
    others: tuple[Line, ...]
    as_written: str
    still_in_force: str
    agreed_person: str
    agreed_organisation: str
    agree_for_organisation: str
    words: Mapping[str, str]


def reading_of(
    phrases: Phrases, version: Any, promises: Sequence[PromiseView], agreed: Mapping[Party, date], *, is_change: bool
) -> Reading:
    """This version as the person reads it in the language of these phrases.

    Arguments: `agreed`, who agreed on which day; `is_change`, an earlier version is in force until this one is.
    """
    organisation = version.agreement.organisation.name
    lines = [(view, _line(view, phrases)) for view in promises]
    is_binding = version.kind == AgreementKind.BINDING
    person, ours = agreed.get(Party.PERSON), agreed.get(Party.ORGANISATION)
    return Reading(
        language=phrases.language,
        direction=phrases.direction,
        title=version.title,
        kind=phrases.say("binding_agreement" if is_binding else "agreement"),
        with_organisation=phrases.say("with_organisation", organisation=organisation),
        version=phrases.say("version", number=version.number, day=phrases.day(timezone.localdate(version.made_at))),
        yours=tuple(line for view, line in lines if view.is_of_person),
        others=tuple(line for view, line in lines if not view.is_of_person),
        as_written=phrases.say("as_written") if phrases.language != PLAIN else "",
        still_in_force=phrases.say("confirmed_until_now") if is_change else "",
        agreed_person=phrases.say("you_agreed", day=phrases.day(person)) if person else "",
        agreed_organisation=(
            phrases.say("organisation_agreed", organisation=organisation, day=phrases.day(ours))
            if ours
            else phrases.say("organisation_not_yet", organisation=organisation)
        ),
        agree_for_organisation=phrases.say("agree_for_organisation", organisation=organisation),
        words={name: phrases.say(name) for name in FIXED},
    )


def _line(view: PromiseView, phrases: Phrases) -> Line:
    return Line(
        who="" if view.is_of_person else view.by_whom,
        what=view.promise.what,
        by_when=phrases.day(view.promise.due_on),
        due_on=view.promise.due_on,
    )
