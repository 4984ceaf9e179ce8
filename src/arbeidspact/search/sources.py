"""Where the texts come from: one source for each kind of row that holds words about somebody."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Model, QuerySet
from django.utils import timezone

from arbeidspact.agreements.models import Promise
from arbeidspact.pathways.models import Goal, Step, StepEvent
from arbeidspact.people.domains import SENSITIVE
from arbeidspact.search.models import EntryKind
from arbeidspact.teams.models import Conversation


@dataclass(frozen=True, slots=True)
class Text:
    """A text about a person, written for an organisation. `domain`: the life domain, empty for none."""

    subject: str
    person: int
    organisation: int | None
    on: date
    text: str
    domain: str = ""

    @property
    def is_searchable(self) -> bool:
        """Not when it is empty, nobody's, or of a sensitive domain."""
        return bool(self.text.strip()) and self.organisation is not None and self.domain not in SENSITIVE


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of row: what its text is. `of` may read relations that `related` names. `has_versions`: several rows can
    be about the same thing, the newest counts."""

    kind: EntryKind
    of: Callable[[Any], Text]
    related: tuple[str, ...] = ()
    has_versions: bool = False

    def rows(self, model: type[Model]) -> QuerySet[Any]:
        """Every row of this source, as `of` reads it."""
        return model._default_manager.select_related(*self.related).order_by("pk")


def _step(step: Step) -> Text:
    return Text(
        subject=str(step.reference),
        person=step.person_id,
        organisation=step.organisation_id,
        on=step.agreed_on,
        text=f"{step.what}\n{step.note}",
        domain=step.domain,
    )


def _remark(event: StepEvent) -> Text:
    return Text(
        subject=str(event.pk),
        person=event.step.person_id,
        organisation=event.organisation_id,
        on=timezone.localdate(event.at),
        text="" if event.is_sensitive else event.note,
        domain=event.step.domain,
    )


def _goal(goal: Goal) -> Text:
    return Text(
        subject=str(goal.reference),
        person=goal.person_id,
        organisation=goal.organisation_id,
        on=goal.set_on,
        text=goal.words,
        domain=goal.domain,
    )


def _talk(talk: Conversation) -> Text:
    return Text(
        subject=str(talk.reference),
        person=talk.person_id,
        organisation=talk.organisation_id,
        on=talk.on,
        text=talk.note if talk.withdrawn_at is None else "",
        domain=talk.domain,
    )


def _promise(promise: Promise) -> Text:
    """The key stays the same in every version of an agreement: the newest wording is found."""
    agreement = promise.version.agreement
    return Text(
        subject=str(promise.key),
        person=agreement.person_id,
        organisation=agreement.organisation_id,
        on=timezone.localdate(promise.version.made_at),
        text=promise.what,
        domain=promise.domain,
    )


SOURCES: Final[Mapping[type[Model], Source]] = {
    Step: Source(EntryKind.STEP, _step),
    StepEvent: Source(EntryKind.REMARK, _remark, ("step",)),
    Goal: Source(EntryKind.GOAL, _goal),
    Conversation: Source(EntryKind.TALK, _talk),
    Promise: Source(EntryKind.PROMISE, _promise, ("version__agreement",), has_versions=True),
}
