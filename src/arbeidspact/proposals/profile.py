"""What a CV or a story says of a person: read for whoever may change the file, and written into it once accepted."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, Message
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people import actions
from arbeidspact.people.access import PersonFile
from arbeidspact.people.commands import AddCompetence, AddLicence, SeekOccupation, SetEducation, SetLanguage
from arbeidspact.people.words import CEFR_WORDS, EDUCATION_WORDS
from arbeidspact.proposals.actions import finish_reading, keep_reading, own_reading
from arbeidspact.proposals.commands import FinishReading
from arbeidspact.proposals.models import ABOUT_A_PERSON, Decision, ProposalKind, TextReading
from arbeidspact.proposals.person_commands import ReadPersonText, WriteProfile
from arbeidspact.proposals.person_texts import PROFILE_KINDS, person_proposals
from arbeidspact.proposals.proposed import Proposed
from arbeidspact.proposals.queries import GROUP_TITLES, ProposalLine, ReadingView, reading_view
from arbeidspact.proposals.vacancy_texts import language_of
from arbeidspact.taxonomy.exceptions import TextBinary, TextEmpty, TextProblem, TextTooLong
from arbeidspact.taxonomy.scales import CefrLevel, EducationLevel
from arbeidspact.taxonomy.understanding.values import MAX_TEXT
from arbeidspact.taxonomy.understanding.words import check_text
from arbeidspact.texts import tidied

Thing = tuple[ProposalKind, str]
"""Something that a file can say: of which kind, and its value as `ProposalKind` writes it."""


class Standing(StrEnum):
    """Does the file say this already, something else in its place, or nothing?"""

    NEW = "new"
    SAME = "same"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """One proposal beside what the file says now; `now` in words, where the file says something else."""

    line: ProposalLine
    standing: Standing
    now: Message


@dataclass(frozen=True, slots=True)
class ProfileGroup:
    """The proposals for one part of the file."""

    kind: str
    title: Message
    lines: tuple[ProfileLine, ...]


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A text about a person, for whoever had it read."""

    view: ReadingView
    groups: tuple[ProfileGroup, ...]

    @property
    def replacing(self) -> tuple[int, ...]:
        """The proposals that would replace what the file says: each is looked at by itself."""
        lines = [line for group in self.groups for line in group.lines]
        return tuple(line.line.pk for line in lines if line.standing is Standing.OTHER)

    @property
    def sure(self) -> int:
        """How many are sure, not decided yet, and replace nothing."""
        return sum(
            line.is_undecided and line.proposal.is_confident and line.pk not in self.replacing
            for line in self.view.lines
            if not line.is_only_welcome
        )

    @property
    def to_write(self) -> int:
        """How many accepted proposals change something in the file."""
        lines = [line for group in self.groups for line in group.lines]
        return sum(line.line.proposal.is_accepted and line.standing is not Standing.SAME for line in lines)


@dataclass(frozen=True, slots=True)
class WaitingText:
    """A text about a person that its owner has not finished."""

    reference: UUID
    kind: str
    read_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """What became of what was accepted: `added` to the file, `known` there already, `left_out` with the reasons."""

    added: int
    known: int
    left_out: tuple[Message, ...]


TITLES: Final[Mapping[ProposalKind, Message]] = {
    **GROUP_TITLES,
    ProposalKind.OCCUPATION: _("Occupations to look for work in"),
    ProposalKind.EDUCATION: _("Highest diploma"),
}


def read_person_text(command: ReadPersonText, *, file: PersonFile) -> TextReading:
    """Reads a CV or a story and keeps it, for the actor alone and for a day at most, with what it may say.

    Nothing goes into the file by itself. Raises: `NotAllowed`; `InvalidValue` for a text that is empty, too long, none.
    """
    require(file.actor, Permission.EDIT_PERSON)
    text = checked_text(command.text, hint=_("Choose a file, or write what the person tells."))
    language = language_of(text)
    found = profile_proposals(text, language)
    return keep_reading(text, found, kind=command.kind, language=language or "", actor=file.actor, person=file.person)


def write_profile(command: WriteProfile, *, file: PersonFile) -> Written:
    """Puts everything that was accepted in the file, as the person's own word, and removes the text. All or nothing.

    What the file says already stays as it is; a language and a diploma take the place of what was known.
    Raises: `NotAllowed`, `NotFound`.
    """
    require(file.actor, Permission.EDIT_PERSON)
    with transaction.atomic():
        reading = own_reading(command.reading, actor=file.actor, person=file.person)
        written = write_things(file, accepted_of(reading))
        finish_reading(FinishReading(reading=command.reading), actor=file.actor, person=file.person)
    return written


def profile_proposals(text: str, language: str | None) -> list[Proposed]:
    """What may this text say that a profile has a place for? In the order of the text."""
    return [one for one in person_proposals(text, language) if one.kind in PROFILE_KINDS]


def accepted_of(reading: TextReading) -> list[Thing]:
    """What was accepted of this text, each thing once, in the order of the text."""
    accepted = reading.proposals.filter(decision=Decision.ACCEPTED).order_by("start", "pk")
    return list(dict.fromkeys((ProposalKind(one.kind), one.counts_as) for one in accepted))


def chosen_of(reading: TextReading) -> list[Thing]:
    """Which of what was accepted did the owner of this text choose, while nothing accepted proposed it?"""
    accepted = list(reading.proposals.filter(decision=Decision.ACCEPTED).order_by("start", "pk"))
    proposed = {(ProposalKind(one.kind), one.counts_as) for one in accepted if not one.is_chosen}
    chosen = [(ProposalKind(one.kind), one.counts_as) for one in accepted if one.is_chosen]
    return [one for one in dict.fromkeys(chosen) if one not in proposed]


def write_things(file: PersonFile, things: Iterable[Thing]) -> Written:
    """Puts these in the file, as the person's own word; what it says already stays. Inside a transaction."""
    added = known = 0
    left_out: list[Message] = []
    for kind, value in things:
        if standing_of(file, kind, value)[0] is Standing.SAME:
            known += 1
            continue
        try:
            with transaction.atomic():
                _WRITERS[kind](file.reference, value, file.actor)
        except (Conflict, InvalidValue) as refused:
            left_out.append(refused.message)
        else:
            added += 1
    return Written(added, known, tuple(left_out))


def profile_view(reference: UUID, *, file: PersonFile) -> ProfileView:
    """The text with its proposals beside what the file says now. Raises: `NotFound`, also for somebody else's text."""
    view = reading_view(reference, actor=file.actor, person=file.person)
    groups = tuple(
        ProfileGroup(group.kind, TITLES[ProposalKind(group.kind)], tuple(_line(file, line) for line in group.lines))
        for group in view.groups
    )
    return ProfileView(view, groups)


def texts_waiting(file: PersonFile) -> list[WaitingText]:
    """Which texts about this person has the actor not finished? Newest first."""
    if file.actor.user is None:
        return []
    rows = TextReading.objects.filter(
        by=file.actor.user,
        organisation=file.actor.organisation,
        person=file.person,
        kind__in=ABOUT_A_PERSON,
        expires_at__gt=timezone.now(),
    ).order_by("-read_at", "-pk")
    return [WaitingText(row.reference, str(row.get_kind_display()), row.read_at, row.expires_at) for row in rows]


def checked_text(given: str, *, hint: Message) -> str:
    """This text of a person, tidied. Arguments: `hint`, what to do where there is none. Raises: `InvalidValue`."""
    text = tidied(given)
    try:
        check_text(text)
    except TextEmpty:
        raise InvalidValue(_("There is no text."), hint=hint, field="text") from None
    except TextTooLong:
        problem = _("The text is longer than %(most)s characters.") % {"most": MAX_TEXT}
        raise InvalidValue(
            problem, hint=_("Keep only the part about work, learning and languages."), field="text"
        ) from None
    except (TextBinary, TextProblem):
        raise InvalidValue(
            _("This is the content of a file, not a text."), hint=_("Choose the file itself."), field="text"
        ) from None
    if not any(letter.isalpha() for letter in text):
        raise InvalidValue(_("There is no word in this text."), hint=hint, field="text")
    return text


def _line(file: PersonFile, line: ProposalLine) -> ProfileLine:
    standing, now = standing_of(file, ProposalKind(line.kind), line.proposal.counts_as)
    return ProfileLine(line, standing, now)


def standing_of(file: PersonFile, kind: ProposalKind, value: str) -> tuple[Standing, Message]:
    """Does the file say this, and else what stands in its place, in words?"""
    person = file.person
    if kind is ProposalKind.LANGUAGE:
        code, _mark, level = value.partition(":")
        held = next((one.level for one in person.languages.all() if one.language == code), "")
        return _compared(held, level, CEFR_WORDS.get(CefrLevel(held), "") if held else "")
    if kind is ProposalKind.EDUCATION:
        return _compared(person.education, value, EDUCATION_WORDS.get(person.education, ""))
    known: Sequence[str] = {
        ProposalKind.OCCUPATION: [one.concept for one in person.occupations_sought.all()],
        ProposalKind.COMPETENCE: [one.concept for one in person.competences.all()],
        ProposalKind.LICENCE: [one.licence for one in person.licences.all()],
    }.get(kind, [])
    return (Standing.SAME if value in known else Standing.NEW), ""


def _compared(held: str, proposed: str, words: Message) -> tuple[Standing, Message]:
    if not held:
        return Standing.NEW, ""
    return (Standing.SAME, "") if held == proposed else (Standing.OTHER, words)


def _seek(person: UUID, value: str, actor: Actor) -> None:
    actions.seek_occupation(SeekOccupation(person=person, concept=value), actor=actor)


def _can(person: UUID, value: str, actor: Actor) -> None:
    actions.add_competence(AddCompetence(person=person, concept=value), actor=actor)


def _speak(person: UUID, value: str, actor: Actor) -> None:
    code, _mark, level = value.partition(":")
    actions.set_language(SetLanguage(person=person, language=code, level=CefrLevel(level)), actor=actor)


def _hold(person: UUID, value: str, actor: Actor) -> None:
    actions.add_licence(AddLicence(person=person, licence=value), actor=actor)


def _learnt(person: UUID, value: str, actor: Actor) -> None:
    actions.set_education(SetEducation(person=person, education=EducationLevel(value)), actor=actor)


# As the person's own word: nobody saw it done and no certificate was shown.
_WRITERS: Final[Mapping[ProposalKind, Callable[[UUID, str, Actor], None]]] = {
    ProposalKind.OCCUPATION: _seek,
    ProposalKind.COMPETENCE: _can,
    ProposalKind.LANGUAGE: _speak,
    ProposalKind.LICENCE: _hold,
    ProposalKind.EDUCATION: _learnt,
}
