"""Starting, cancelling and resuming matching rounds."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, NotFound
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people.access import profiles_for_round
from arbeidspact.rounds.commands import CancelRound, ResumeRound, StartRound
from arbeidspact.rounds.launching import Launch, launch_process
from arbeidspact.rounds.models import MatchingRound, RoundState
from arbeidspact.rounds.policies import configured_reranking, parameters_of
from arbeidspact.rounds.queries import rounds_of
from arbeidspact.rounds.states import GOING, RESUMABLE, going, state_of
from arbeidspact.vacancies.models import Vacancy
from arbeidspact.vacancies.states import open_on


def start_round(command: StartRound, *, actor: Actor, launch: Launch = launch_process) -> MatchingRound:
    """Everybody within the actor's reach is matched with all vacancies that are open today.

    Arguments: `launch` begins the work once the round is kept; by default in a process of its own.
    Raises: `NotAllowed`; `Conflict` when a round of this organisation is going on, or when there is nobody or nothing
        to match.
    """
    require(actor, Permission.RUN_ROUNDS)
    now = timezone.now()
    day = timezone.localdate(now)
    with transaction.atomic():
        _refuse_second(actor.organisation, now)
        if not profiles_for_round(actor).exists():
            raise Conflict(
                _("There is nobody to match: your organisation accompanies nobody."),
                hint=_("Register people first, or start to accompany them."),
            )
        if not Vacancy.objects.filter(open_on(day)).exists():
            raise Conflict(_("No vacancy is open today."), hint=_("Make or import vacancies first."))
        reranking = command.reranking or configured_reranking()
        round_ = MatchingRound.objects.create(
            organisation=actor.organisation,
            user=actor.user,
            is_by_operator=actor.is_operator,
            day=day,
            k=command.k,
            weights=command.weights,
            reranking=reranking,
            reranking_parameters=parameters_of(reranking, price_percent=command.price_percent, cap=command.cap),
            session_asked_at=now,
        )
        record(actor, "start-round", round_, k=command.k, reranking=reranking.value)
        _after_commit(launch, round_)
    return round_


def cancel_round(command: CancelRound, *, actor: Actor) -> MatchingRound:
    """The round stops within a few seconds; what was done is kept and it can be resumed.

    Raises: `NotAllowed`, `NotFound`, `Conflict` when it is over already.
    """
    with transaction.atomic():
        round_ = _locked_round(command.round, actor)
        now = timezone.now()
        if state_of(round_, now) not in GOING | {RoundState.STOPPED}:
            raise Conflict(_("This round is over already."), hint=_("Look at its page."))
        round_.cancelled_at = now
        round_.save(update_fields=["cancelled_at"])
        record(actor, "cancel-round", round_)
    return round_


def resume_round(command: ResumeRound, *, actor: Actor, launch: Launch = launch_process) -> MatchingRound:
    """A round that was cancelled, failed or stopped unexpectedly goes on where it was.

    Raises: `NotAllowed`, `NotFound`; `Conflict` when it is going on or finished, when its files were removed, or when
        another round of the organisation is going on.
    """
    with transaction.atomic():
        round_ = _locked_round(command.round, actor)
        now = timezone.now()
        state = state_of(round_, now)
        if state in GOING:
            raise Conflict(
                _("This round is going on."),
                hint=_("When its process gives no sign of life for a minute, you can resume it."),
            )
        if state not in RESUMABLE:
            raise Conflict(_("This round is finished."), hint=_("Start a new round."))
        if round_.files_removed_at is not None:
            raise Conflict(_("The files of this round were removed."), hint=_("Start a new round."))
        _refuse_second(round_.organisation, now)
        round_.session += 1
        round_.session_asked_at = now
        round_.heartbeat_at = round_.cancelled_at = round_.failed_at = None
        round_.problem = ""
        round_.save()
        record(actor, "resume-round", round_, session=round_.session)
        _after_commit(launch, round_)
    return round_


def _refuse_second(organisation: Organisation | None, now: datetime) -> None:
    """Two rounds of one organisation at a time would only slow each other down. Raises: `Conflict`."""
    if organisation is not None:
        # Whoever asks at the same moment waits here, and then sees this round.
        Organisation.objects.select_for_update().get(pk=organisation.pk)
    if MatchingRound.objects.filter(going(now), organisation=organisation).exists():
        raise Conflict(
            _("A matching round of your organisation is going on."),
            hint=_("Wait until it is finished, or cancel it first."),
        )


def _locked_round(reference: UUID, actor: Actor) -> MatchingRound:
    round_ = rounds_of(actor).select_related(None).select_for_update().filter(reference=reference).first()
    if round_ is None:
        raise NotFound(_("There is no such matching round."), hint=_("Look for it in the list of rounds."))
    return round_


def _after_commit(launch: Launch, round_: MatchingRound) -> None:
    reference = round_.reference
    transaction.on_commit(lambda: launch(reference), robust=True)
