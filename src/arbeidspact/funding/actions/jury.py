"""The jury: appointed, declared, scored. Whoever has an interest is kept out, by rule or by their own word."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.funding.actions.calls import own_call_to_change
from arbeidspact.funding.commands import AppointJuror, DeclareInterest, EndJuror, SaveScores
from arbeidspact.funding.letters import tell_of_appointment
from arbeidspact.funding.models import Application, InterestDeclaration, Juror, Score, ScoreSheet, Submission
from arbeidspact.funding.queries.interests import juror_of, why_kept_out
from arbeidspact.funding.ranking import LeftOut
from arbeidspact.funding.states import CallState, state_of_call
from arbeidspact.funding.wording import KEPT_OUT_WORDS
from arbeidspact.organisations.actor import Actor, actor_of
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import Membership
from arbeidspact.organisations.permissions import Permission, may, require


def appoint_juror(command: AppointJuror, *, actor: Actor) -> Juror:
    """A member of any organisation becomes a juror, and hears of it by mail.

    Raises: `NotAllowed`; `NotFound`; `InvalidValue` when nobody who may judge has this mail address; `Conflict` when
        the call is over or they are a juror already.
    """
    require(actor, Permission.EDIT_FUND)
    with transaction.atomic():
        call = own_call_to_change(command.call, actor)
        if state_of_call(call, timezone.now()) in {CallState.CANCELLED, CallState.DECIDED}:
            raise Conflict(_("This call is over; it needs no jury any more."))
        membership = _membership_that_may_judge(command.email)
        juror = Juror.objects.filter(call=call, user=membership.user).first()
        if juror is not None and juror.ended_at is None:
            raise Conflict(_("This member is in the jury already."))
        if juror is None:
            juror = Juror(call=call, user=membership.user)
        juror.organisation, juror.appointed_by = membership.organisation, actor.user
        juror.ended_at, juror.ended_because = None, ""
        juror.save()
        record(actor, "appoint-juror", call)
        tell_of_appointment(juror, actor=actor)
    return juror


def end_juror(command: EndJuror, *, actor: Actor) -> Juror:
    """Somebody leaves the jury; what they scored stays readable and does not count.

    Raises: `NotAllowed`; `NotFound`; `Conflict` when something was decided already.
    """
    require(actor, Permission.EDIT_FUND)
    with transaction.atomic():
        call = own_call_to_change(command.call, actor)
        juror = call.jurors.filter(pk=command.juror, ended_at__isnull=True).first()
        if juror is None:
            raise NotFound(_("There is no such juror."))
        if call.applications.filter(decisions__isnull=False).exists():
            raise Conflict(_("Decisions rest on the scores of this jury; it does not change any more."))
        juror.ended_at, juror.ended_because = timezone.now(), command.reason
        juror.save(update_fields=["ended_at", "ended_because"])
        record(actor, "end-juror", call)
    return juror


def declare_interest(command: DeclareInterest, *, actor: Actor) -> InterestDeclaration:
    """A juror says whether they have an interest in an application, before they open it for the first time.

    An interest that was declared stays. Raises: `NotAllowed`; `NotFound`; `Conflict`.
    """
    require(actor, Permission.JUDGE_APPLICATIONS)
    with transaction.atomic():
        application, juror = _to_judge(command.application, actor)
        why = why_kept_out(juror, application)
        if why is LeftOut.DECLARED_INTEREST:
            raise Conflict(_("You declared an interest in this application; that stays."))
        if why in {LeftOut.SAME_ORGANISATION, LeftOut.CO_APPLICANT, LeftOut.JURY_ENDED}:
            raise NotAllowed(KEPT_OUT_WORDS[why])
        declaration = InterestDeclaration.objects.create(
            juror=juror, application=application, has_interest=command.has_interest, reason=command.reason
        )
        record(actor, "declare-interest", application, has_interest=command.has_interest)
    return declaration


def save_scores(command: SaveScores, *, actor: Actor) -> ScoreSheet:
    """Points and arguments of one juror for one application; handed in, they are final.

    Raises: `NotAllowed` with the reason when the juror is kept out; `NotFound`; `InvalidValue` for points beside the
        scale, or when something is missing from what is handed in; `Conflict`.
    """
    require(actor, Permission.JUDGE_APPLICATIONS)
    with transaction.atomic():
        application, juror = _to_judge(command.application, actor)
        if (why := why_kept_out(juror, application)) is not None:
            raise NotAllowed(KEPT_OUT_WORDS[why])
        submission = Submission.objects.get(application=application, withdrawn_at__isnull=True)
        if application.decisions.exists():
            raise Conflict(_("This application was decided about; the scores do not change any more."))
        sheet, _made = ScoreSheet.objects.select_for_update().get_or_create(juror=juror, submission=submission)
        if sheet.handed_in_at is not None:
            raise Conflict(_("You handed in these scores; they do not change any more."))
        _keep_scores(sheet, command)
        sheet.handed_in_at = timezone.now() if command.hand_in else None
        sheet.save()
        if command.hand_in:
            record(actor, "hand-in-scores", application)
    return sheet


def _keep_scores(sheet: ScoreSheet, command: SaveScores) -> None:
    criteria = {one.pk: one for one in sheet.juror.call.criteria.all()}
    given = {entry.criterion: entry for entry in command.scores}
    if set(given) - set(criteria):
        raise InvalidValue(_("The criteria changed. Open the application again."))
    for key, criterion in criteria.items():
        entry = given.get(key)
        points = entry.points if entry else None
        argument = entry.argument if entry else ""
        if points is not None and points > criterion.scale:
            raise InvalidValue(
                _("The highest score here is %(scale)s.") % {"scale": criterion.scale}, field=f"points-{key}"
            )
        if command.hand_in and points is None:
            raise InvalidValue(_("Give points for every criterion before you hand in."), field=f"points-{key}")
        if command.hand_in and not argument:
            raise InvalidValue(_("Say why, for every criterion, before you hand in."), field=f"argument-{key}")
        Score.objects.update_or_create(
            sheet=sheet, criterion=criterion, defaults={"points": points, "argument": argument}
        )


def _to_judge(reference: UUID, actor: Actor) -> tuple[Application, Juror]:
    """An application whose call is being judged, and the actor as its juror."""
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("call")
        .filter(reference=reference, submitted_at__isnull=False)
        .first()
    )
    juror = juror_of(application.call, actor) if application is not None else None
    if application is None or juror is None:
        raise NotFound(_("There is no such application for you to judge."))
    if state_of_call(application.call, timezone.now()) is not CallState.JUDGING:
        raise Conflict(_("The jury judges from the moment the call is closed until everything is decided."))
    return application, juror


def _membership_that_may_judge(email: str) -> Membership:
    memberships = (
        Membership.objects.filter(user__email=email, ended_at__isnull=True, user__is_active=True)
        .select_related("user", "organisation")
        .order_by("pk")
    )
    found = [one for one in memberships if may(actor_of(one), Permission.JUDGE_APPLICATIONS)]
    if not found:
        raise InvalidValue(
            _("No member of a partner who may judge has this mail address."),
            hint=_("Ask their administrator to invite them, or to give them a role that may judge."),
            field="email",
        )
    return found[0]
