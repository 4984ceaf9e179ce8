"""Where the texts come from: one source for each kind of row that holds words about somebody."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Model, QuerySet

from arbeidspact.pathways.models import Step, StepEvent
from arbeidspact.people.domains import SENSITIVE
from arbeidspact.search.models import EntryKind


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
    """A kind of row: what its text is. `of` may read relations that `related` names."""

    kind: EntryKind
    of: Callable[[Any], Text]
    related: tuple[str, ...] = ()

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
        on=event.at.date(),
        text="" if event.is_sensitive else event.note,
        domain=event.step.domain,
    )


SOURCES: Final[Mapping[type[Model], Source]] = {
    Step: Source(EntryKind.STEP, _step),
    StepEvent: Source(EntryKind.REMARK, _remark, ("step",)),
}


def texts_of(model: type[Model], rows: Iterable[Any]) -> Iterable[Text]:
    """What these rows say."""
    source = SOURCES[model]
    return (source.of(row) for row in rows)
