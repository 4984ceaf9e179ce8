"""What changes an employer."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, NotFound
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.vacancies.commands import EditEmployer, EmployerDetails, RegisterEmployer
from arbeidspact.vacancies.models import Employer
from arbeidspact.vacancies.reach import decide_editing, decide_registering, insist
from arbeidspact.vacancies.terms import check_area, check_sector


def register_employer(command: RegisterEmployer, *, actor: Actor) -> Employer:
    """An employer that the platform did not know.

    Raises: `NotAllowed`; `InvalidValue` for an unknown sector or area; `Conflict` when an employer with this number,
    or with this name in this place, is there already.
    """
    require(actor, Permission.EDIT_VACANCY)
    insist(decide_registering(actor))
    _check(command)
    with transaction.atomic():
        employer = Employer(is_invented=command.is_invented)
        _write(employer, command)
        record(actor, "register-employer", employer)
    return employer


def edit_employer(command: EditEmployer, *, actor: Actor) -> Employer:
    """The employer is known from now on as the command says. Raises: as `register_employer`, and `NotFound`."""
    require(actor, Permission.EDIT_VACANCY)
    with transaction.atomic():
        employer = Employer.objects.select_for_update().filter(reference=command.employer).first()
        if employer is None:
            raise NotFound(_("There is no such employer."), hint=_("Look for it in the list of vacancies."))
        insist(decide_editing(actor, employer))
        _check(command, itself=employer)
        fields = ("name", "enterprise_number", "sector", "area")
        changed = [name for name in fields if getattr(employer, name) != getattr(command, name)]
        _write(employer, command)
        record(actor, "edit-employer", employer, fields=changed)
    return employer


def _check(details: EmployerDetails, itself: Employer | None = None) -> None:
    if details.sector:
        check_sector(details.sector)
    if details.area:
        check_area(details.area)
    others = Employer.objects.all() if itself is None else Employer.objects.exclude(pk=itself.pk)
    if details.enterprise_number and others.filter(enterprise_number=details.enterprise_number).exists():
        raise Conflict(
            _("There is already an employer with this enterprise number."),
            hint=_("Look it up and use that one."),
            field="enterprise_number",
        )
    if itself is None and others.filter(name__iexact=details.name, area=details.area).exists():
        raise Conflict(
            _("There is already an employer with this name in this place."),
            hint=_("Look it up and use that one; for another company, add what sets it apart to the name."),
            field="name",
        )


def _write(employer: Employer, details: EmployerDetails) -> None:
    employer.name = details.name
    employer.enterprise_number = details.enterprise_number
    employer.sector = details.sector
    employer.area = details.area
    employer.save()
