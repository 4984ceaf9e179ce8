"""The queue of vacancies that wait for an occupation, and the feedback on proposals, as lists."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.proposals.models import Feedback, HowFound, ProposalKind, TextKind, WaitingVacancy
from arbeidspact.proposals.queries import OtherLine
from arbeidspact.proposals.waiting import waiting_within_reach
from arbeidspact.proposals.words import value_in_words

__all__ = ["ProposalKind", "TextKind"]

LIKELY_FROM: Final = 0.5
FEEDBACK_COLUMNS: Final = (
    "day",
    "text",
    "kind",
    "proposed",
    "proposed_name",
    "label",
    "how",
    "score",
    "instead",
    "instead_name",
    "language",
    "words",
    "start",
    "end",
    "taxonomy",
)


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A waiting vacancy as a member of its organisation reads it; `candidates`, best first."""

    reference: UUID
    title: str
    employer: str
    source: str
    imported_at: datetime
    description: str
    candidates: tuple[OtherLine, ...]

    @property
    def is_likely(self) -> bool:
        """Is the first candidate likely enough to stand there chosen?"""
        return bool(self.candidates) and self.candidates[0].percent >= 100 * LIKELY_FROM


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    """A proposal that somebody rejected or put right."""

    on: date
    text_kind: str
    kind: str
    proposed: str
    instead: str
    how: str
    percent: int
    before: str
    words: str
    after: str


def waiting_count(actor: Actor) -> int:
    """How many vacancies wait for this actor? None for those who may not answer. One query at most."""
    if not (may(actor, Permission.IMPORT_VACANCIES) and may(actor, Permission.EDIT_VACANCY)):
        return 0
    return waiting_within_reach(actor).count()


def waiting_list(actor: Actor, *, text: str = "", likeliness: str = "") -> QuerySet[WaitingVacancy]:
    """The vacancies that wait, likeliest first.

    Arguments: `text`, in the title or the employer's name; `likeliness`, "likely", "unlikely" or both when empty.
    Raises: `NotAllowed`.
    """
    require(actor, Permission.IMPORT_VACANCIES)
    found = waiting_within_reach(actor).select_related("employer")
    if text:
        found = found.filter(Q(title__icontains=text) | Q(employer__name__icontains=text))
    if likeliness == "likely":
        found = found.filter(best_score__gte=LIKELY_FROM)
    elif likeliness == "unlikely":
        found = found.filter(best_score__lt=LIKELY_FROM)
    return found.order_by("-best_score", "pk")


def waiting_lines(rows: Sequence[WaitingVacancy]) -> list[WaitingLine]:
    """These vacancies as lines."""
    return [_waiting_line(row) for row in rows]


def waiting_one(actor: Actor, reference: UUID) -> WaitingLine:
    """One vacancy that waits. Raises: `NotAllowed`, `NotFound`."""
    row = waiting_list(actor).filter(reference=reference).first()
    if row is None:
        raise NotFound(_("This vacancy waits no longer."), hint=_("Somebody may have confirmed it already."))
    return _waiting_line(row)


def feedback_list(actor: Actor, *, kind: str = "", text_kind: str = "") -> QuerySet[Feedback]:
    """The feedback of the own organisation, of all for the operator; newest first. Raises: `NotAllowed`."""
    require(actor, Permission.EXPORT_FEEDBACK)
    found = Feedback.objects.all() if actor.is_operator else Feedback.objects.filter(organisation=actor.organisation)
    if kind in ProposalKind.values:
        found = found.filter(kind=kind)
    if text_kind in TextKind.values:
        found = found.filter(text_kind=text_kind)
    return found.order_by("-on", "-pk")


def feedback_lines(rows: Sequence[Feedback]) -> list[FeedbackLine]:
    """This feedback as lines."""
    return [
        FeedbackLine(
            on=row.on,
            text_kind=str(TextKind(row.text_kind).label),
            kind=str(ProposalKind(row.kind).label),
            proposed=value_in_words(row.kind, row.value),
            instead=value_in_words(row.kind, row.instead) if row.instead else "",
            how=str(HowFound(row.how).label),
            percent=round(100 * row.score),
            before=row.passage[: row.start],
            words=row.passage[row.start : row.end],
            after=row.passage[row.end :],
        )
        for row in rows
    ]


def feedback_rows(found: QuerySet[Feedback]) -> Iterator[tuple[Any, ...]]:
    """The feedback as rows of a file, under `FEEDBACK_COLUMNS`."""
    for row in found.iterator(chunk_size=2_000):
        yield (
            row.on.isoformat(),
            row.text_kind,
            row.kind,
            row.value,
            value_in_words(row.kind, row.value),
            row.label,
            row.how,
            f"{row.score:.4f}",
            row.instead,
            value_in_words(row.kind, row.instead) if row.instead else "",
            row.language,
            row.passage,
            row.start,
            row.end,
            row.taxonomy,
        )


def _waiting_line(row: WaitingVacancy) -> WaitingLine:
    return WaitingLine(
        reference=row.reference,
        title=row.title,
        employer=row.employer.name,
        source=row.source,
        imported_at=row.imported_at,
        description=row.values.get("description", ""),
        candidates=tuple(
            OtherLine(one["value"], value_in_words(ProposalKind.OCCUPATION, one["value"]), round(100 * one["score"]))
            for one in row.candidates
        ),
    )
