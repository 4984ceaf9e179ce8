"""What changes a vacancy: one action each, with its permission, its rule and its record."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.vacancies.commands import (
    CancelVacancy,
    CreateVacancy,
    EditVacancy,
    FillVacancy,
    PublishVacancy,
    ReopenVacancy,
    VacancyDetails,
)
from arbeidspact.vacancies.models import (
    Employer,
    Vacancy,
    VacancyCompetence,
    VacancyLanguage,
    VacancyLicence,
    VacancyState,
)
from arbeidspact.vacancies.reach import decide_changing, decide_offering, insist
from arbeidspact.vacancies.states import state_on
from arbeidspact.vacancies.terms import check_words

PLAIN_FIELDS = (
    "title",
    "description",
    "occupation",
    "contract",
    "hours_min",
    "hours_max",
    "starts_at",
    "ends_at",
    "area",
    "latitude",
    "longitude",
    "positions",
    "wage_min",
    "wage_max",
    "opens_on",
    "closes_on",
)


def create_vacancy(command: CreateVacancy, *, actor: Actor) -> Vacancy:
    """A new vacancy, kept by the organisation that the actor works for.

    Raises: `NotAllowed`; `NotFound` for an unknown employer; `InvalidValue` for a word the platform does not know;
    `Conflict` when the source already gave a vacancy with this number.
    """
    require(actor, Permission.EDIT_VACANCY)
    employer = _employer(command.employer)
    insist(decide_offering(actor, employer))
    check_words(command)
    _check_new(command)
    with transaction.atomic():
        vacancy = Vacancy(
            employer=employer,
            organisation=actor.organisation,
            source=command.source,
            external_id=command.external_id,
            is_invented=command.is_invented or employer.is_invented,
        )
        _write(vacancy, command)
        record(actor, "create-vacancy", vacancy, positions=vacancy.positions)
    return vacancy


def edit_vacancy(command: EditVacancy, *, actor: Actor) -> Vacancy:
    """The vacancy says from now on what the command says.

    Raises: `NotAllowed`, `NotFound`, `InvalidValue`; `Conflict` when more positions are filled than would remain.
    """
    require(actor, Permission.EDIT_VACANCY)
    with transaction.atomic():
        vacancy = vacancy_to_change(command.vacancy, actor)
        check_words(command)
        if command.positions < vacancy.positions_filled:
            raise Conflict(
                _("More positions are filled already than this."),
                hint=_("Give at least the number that was filled."),
                field="positions",
            )
        if vacancy.filled_on is not None and command.opens_on > vacancy.filled_on:
            raise Conflict(_("The vacancy was filled before this day."), field="opens_on")
        changed = _changed_fields(vacancy, command)
        _write(vacancy, command)
        record(actor, "edit-vacancy", vacancy, fields=changed)
    return vacancy


def publish_vacancy(command: PublishVacancy, *, actor: Actor) -> Vacancy:
    """The vacancy opens on another day than was planned, and closes on the day given.

    Raises: `Conflict` when it is filled or cancelled; `InvalidValue` when it would close before it opens.
    """
    require(actor, Permission.EDIT_VACANCY)
    with transaction.atomic():
        vacancy = vacancy_to_change(command.vacancy, actor)
        _insist_on_state(vacancy, {VacancyState.ANNOUNCED, VacancyState.OPEN, VacancyState.EXPIRED})
        if command.closes_on is not None and command.closes_on < command.opens_on:
            raise InvalidValue(
                _("The last day comes before the first."), hint=_("Correct one of the two dates."), field="closes_on"
            )
        vacancy.opens_on, vacancy.closes_on = command.opens_on, command.closes_on
        vacancy.save()
        record(actor, "publish-vacancy", vacancy, opens_on=command.opens_on)
    return vacancy


def fill_vacancy(command: FillVacancy, *, actor: Actor) -> Vacancy:
    """Positions were filled; with the last of them, the vacancy is.

    Raises: `Conflict` when the vacancy is not open or expired; `InvalidValue` for a day to come or before it opened,
    or for more positions than are open.
    """
    require(actor, Permission.EDIT_VACANCY)
    with transaction.atomic():
        vacancy = vacancy_to_change(command.vacancy, actor)
        _insist_on_state(vacancy, {VacancyState.OPEN, VacancyState.EXPIRED})
        _check_past(command.filled_on, "filled_on")
        if command.filled_on < vacancy.opens_on:
            raise InvalidValue(
                _("The vacancy was not open yet on this day."),
                hint=_("Give a day on or after the first day."),
                field="filled_on",
            )
        filled = vacancy.positions_open if command.positions is None else command.positions
        if not 1 <= filled <= vacancy.positions_open:
            raise InvalidValue(
                _("There are %(open)s open positions.") % {"open": vacancy.positions_open},
                hint=_("Give a number from 1 to that."),
                field="positions",
            )
        vacancy.positions_filled += filled
        if vacancy.positions_open == 0:
            vacancy.filled_on = command.filled_on
        vacancy.save()
        record(actor, "fill-vacancy", vacancy, positions=filled, filled_on=command.filled_on)
    return vacancy


def cancel_vacancy(command: CancelVacancy, *, actor: Actor) -> Vacancy:
    """The employer stops looking.

    Raises: `Conflict` when it is filled or cancelled already; `InvalidValue` for a day to come.
    """
    require(actor, Permission.EDIT_VACANCY)
    with transaction.atomic():
        vacancy = vacancy_to_change(command.vacancy, actor)
        _insist_on_state(vacancy, {VacancyState.ANNOUNCED, VacancyState.OPEN, VacancyState.EXPIRED})
        _check_past(command.cancelled_on, "cancelled_on")
        vacancy.cancelled_on = command.cancelled_on
        vacancy.save()
        record(actor, "cancel-vacancy", vacancy, cancelled_on=command.cancelled_on)
    return vacancy


def reopen_vacancy(command: ReopenVacancy, *, actor: Actor) -> Vacancy:
    """The employer looks again, for so many positions.

    Raises: `Conflict` when the vacancy is open or announced; `InvalidValue` when its last day lies in the past.
    """
    require(actor, Permission.EDIT_VACANCY)
    with transaction.atomic():
        vacancy = vacancy_to_change(command.vacancy, actor)
        _insist_on_state(vacancy, {VacancyState.FILLED, VacancyState.CANCELLED, VacancyState.EXPIRED})
        if command.positions < 1:
            raise InvalidValue(_("A vacancy has at least one position."), field="positions")
        if command.closes_on is not None and command.closes_on < timezone.localdate():
            raise InvalidValue(
                _("The last day lies in the past."), hint=_("Give a day to come, or leave it open."), field="closes_on"
            )
        vacancy.positions = vacancy.positions_filled + command.positions
        vacancy.filled_on = vacancy.cancelled_on = None
        vacancy.closes_on = command.closes_on
        vacancy.opens_on = min(vacancy.opens_on, timezone.localdate())
        vacancy.save()
        record(actor, "reopen-vacancy", vacancy, positions=command.positions)
    return vacancy


def vacancy_to_change(reference: UUID, actor: Actor) -> Vacancy:
    """The vacancy with this reference, locked for the change. Raises: `NotFound`, or `NotAllowed` with the reason."""
    vacancy = (
        Vacancy.objects.select_for_update(of=("self",)).select_related("employer").filter(reference=reference).first()
    )
    if vacancy is None:
        raise NotFound(_("There is no such vacancy."), hint=_("Look for it in the list of vacancies."))
    insist(decide_changing(actor, vacancy))
    return vacancy


def _employer(reference: UUID) -> Employer:
    employer = Employer.objects.filter(reference=reference).first()
    if employer is None:
        raise NotFound(_("There is no such employer."), hint=_("Register the employer first."), field="employer")
    return employer


def _check_new(command: CreateVacancy) -> None:
    same = Vacancy.objects.filter(source=command.source, external_id=command.external_id)
    if command.external_id and same.exists():
        raise Conflict(
            _("There is already a vacancy with this number from this source."),
            hint=_("Change that one instead."),
            field="external_id",
        )


def _insist_on_state(vacancy: Vacancy, wanted: Iterable[VacancyState]) -> None:
    state = state_on(vacancy, timezone.localdate())
    if state not in wanted:
        raise Conflict(
            _("This cannot be done now: the vacancy is %(state)s.") % {"state": str(state.label).lower()},
            hint=_("Look at its dates on its page."),
        )


def _check_past(day: date, field: str) -> None:
    if day > timezone.localdate():
        raise InvalidValue(_("This day is still to come."), hint=_("Give today or an earlier day."), field=field)


def _write(vacancy: Vacancy, details: VacancyDetails) -> None:
    for name in PLAIN_FIELDS:
        setattr(vacancy, name, getattr(details, name))
    vacancy.shifts = [shift.value for shift in details.shifts]
    vacancy.education_required = details.education_required.value if details.education_required else ""
    vacancy.save()
    vacancy.competences.all().delete()
    vacancy.languages.all().delete()
    vacancy.licences.all().delete()
    asked = [(concept, True) for concept in details.competences_required]
    asked += [(concept, False) for concept in details.competences_nice]
    VacancyCompetence.objects.bulk_create(
        VacancyCompetence(vacancy=vacancy, concept=concept, is_required=is_required) for concept, is_required in asked
    )
    VacancyLanguage.objects.bulk_create(
        VacancyLanguage(vacancy=vacancy, language=one.language, level=one.level.value) for one in details.languages
    )
    VacancyLicence.objects.bulk_create(VacancyLicence(vacancy=vacancy, licence=licence) for licence in details.licences)


def _changed_fields(vacancy: Vacancy, details: VacancyDetails) -> list[str]:
    changed = [name for name in PLAIN_FIELDS if getattr(vacancy, name) != getattr(details, name)]
    lists = {
        "shifts": (vacancy.shifts, [shift.value for shift in details.shifts]),
        "education_required": (vacancy.education_required, details.education_required or ""),
        "competences": (
            {(row.concept, row.is_required) for row in vacancy.competences.all()},
            {(concept, True) for concept in details.competences_required}
            | {(concept, False) for concept in details.competences_nice},
        ),
        "languages": (
            {(row.language, row.level) for row in vacancy.languages.all()},
            {(one.language, one.level.value) for one in details.languages},
        ),
        "licences": ({row.licence for row in vacancy.licences.all()}, set(details.licences)),
    }
    return changed + [name for name, (before, after) in lists.items() if before != after]
