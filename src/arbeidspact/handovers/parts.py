"""What may travel with a handover: each part in words, as the file says it at that moment."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from arbeidspact.assessments.queries import overview_of
from arbeidspact.handovers.models import Handover, HandoverPart, PartKind
from arbeidspact.organisations.vocabulary import area_names, concept_label
from arbeidspact.pathways.states import OPEN
from arbeidspact.people.access import PersonFile
from arbeidspact.people.domains import SENSITIVE
from arbeidspact.people.models import TravelChoice
from arbeidspact.people.words import CEFR_WORDS, COMPETENCE_LEVEL_WORDS, EDUCATION_WORDS, SHIFT_WORDS, language_name
from arbeidspact.taxonomy import licences
from arbeidspact.taxonomy.exceptions import TaxonomyError
from arbeidspact.teams.telling import Line, Told, tells, told_of

STEPS_TOLD = 20


@dataclass(frozen=True, slots=True)
class Choosable:
    """A part with what it would tell now, so that the sender chooses with open eyes."""

    kind: PartKind
    told: Told

    @property
    def is_empty(self) -> bool:
        return not self.told.lines and not self.told.sensitive


def choosable_parts(file: PersonFile) -> list[Choosable]:
    """Which parts can travel, and what would each tell now? The note of the sender is written by hand."""
    return [Choosable(kind, told_of(file, kind)) for kind in PartKind if kind != PartKind.NOTE]


def parts_to_send(
    file: PersonFile, handover: Handover, chosen: Collection[PartKind], sensitive: Collection[PartKind], note: str
) -> list[HandoverPart]:
    """The rows of what travels, not yet stored: only what was chosen, and sensitive only where that was chosen too."""
    rows = []
    for kind in PartKind:
        told = Told(((_("Note"), note),) if note else ()) if kind == PartKind.NOTE else told_of(file, kind)
        if told.lines and (kind in chosen or kind == PartKind.NOTE):
            rows.append(HandoverPart(handover=handover, kind=kind, lines=_stored(told.lines)))
        if told.sensitive and kind in chosen and kind in sensitive:
            rows.append(HandoverPart(handover=handover, kind=kind, is_sensitive=True, lines=_stored(told.sensitive)))
    return rows


@tells(PartKind.CONTACT)
def _contact(file: PersonFile) -> Told:
    person = file.person
    home = area_names().get(person.neighbourhood, person.neighbourhood) if person.neighbourhood else ""
    return _told((_("Phone"), person.phone), (_("Mail address"), person.email), (_("Neighbourhood"), home))


@tells(PartKind.AVAILABILITY)
def _availability(file: PersonFile) -> Told:
    person = file.person
    hours = " - ".join(
        f"{one.normalize():f}" for one in dict.fromkeys((person.hours_min, person.hours_max)) if one is not None
    )
    minutes = person.travel_minutes_max
    return _told(
        (_("Hours a week"), hours),
        (_("Possible shifts"), ", ".join(str(SHIFT_WORDS[one]) for one in person.shifts if one in SHIFT_WORDS)),
        (
            _("Transport"),
            ", ".join(str(TravelChoice(one).label) for one in person.transport if one in TravelChoice.values),
        ),
        (_("Travel time at most"), _("%(minutes)d minutes") % {"minutes": minutes} if minutes is not None else ""),
    )


@tells(PartKind.COMPETENCES)
def _competences(file: PersonFile) -> Told:
    person = file.person
    held = sorted(f"{_label(one.concept)} ({COMPETENCE_LEVEL_WORDS[one.level]})" for one in person.competences.all())
    known = {licence.id: licence.name("nl") for licence in licences().values()}
    return _told(
        (_("Occupations sought"), ", ".join(sorted(_label(one.concept) for one in person.occupations_sought.all()))),
        (_("Competences"), ", ".join(held)),
        (
            _("Languages"),
            ", ".join(f"{language_name(one.language)} ({CEFR_WORDS[one.level]})" for one in person.languages.all()),
        ),
        (_("Licences"), ", ".join(known.get(one.licence, one.licence) for one in person.licences.all())),
        (_("Highest diploma"), str(EDUCATION_WORDS.get(person.education, ""))),
    )


@tells(PartKind.PLAN)
def _plan(file: PersonFile) -> Told:
    goals = file.person.goals.filter(reached_on__isnull=True, dropped_on__isnull=True).order_by("position", "pk")
    steps = file.person.steps.filter(OPEN).order_by("due_on", "pk")[:STEPS_TOLD]
    lines: list[tuple[str, Line]] = [(goal.domain, (_("Goal"), goal.words)) for goal in goals]
    lines += [
        (step.domain, (_("By %(day)s") % {"day": date_format(step.due_on, "j F Y")}, step.what)) for step in steps
    ]
    return Told(
        tuple(line for domain, line in lines if domain not in SENSITIVE),
        tuple(line for domain, line in lines if domain in SENSITIVE),
    )


@tells(PartKind.ASSESSMENT)
def _assessment(file: PersonFile) -> Told:
    latest = overview_of(file).latest
    if latest is None:
        return Told()
    on = latest.assessment.finished_on
    known = [line for line in latest.lines if line.result.is_known]
    lines = [(line.domain.label, line.result.counts.label) for line in known if not line.is_sensitive]
    day = ((_("Assessed on"), date_format(on, "j F Y")),) if on is not None and lines else ()
    sensitive = tuple((line.domain.label, line.result.counts.label) for line in known if line.is_sensitive)
    return Told((*day, *lines), sensitive)


def _told(*lines: Line) -> Told:
    return Told(tuple((label, text) for label, text in lines if str(text).strip()))


def _label(concept: str) -> str:
    try:
        return concept_label(concept)
    except TaxonomyError:
        return concept


def _stored(lines: Sequence[Line]) -> list[list[str]]:
    return [[str(label), str(text)] for label, text in lines]
