"""The state of an agreement, derived from what happened, and what may be done in each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.agreements.models import AgreementState as State
from arbeidspact.agreements.models import ClosedAs, Confirmation, Objection, Party
from arbeidspact.organisations.exceptions import Conflict, Message


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides the state: of the agreement, and of its newest version.

    `agreed`: who agrees with the newest version; `has_version_in_force`: any version, also an earlier one.
    """

    closed_as: str
    is_offered: bool
    agreed: frozenset[Party]
    has_open_objection: bool
    has_version_in_force: bool


class Act(StrEnum):
    """What can be done with an agreement."""

    CHANGE = "change"
    OFFER = "offer"
    CONFIRM_PERSON = "confirm_person"
    CONFIRM_ORGANISATION = "confirm_organisation"
    OBJECT = "object"
    ANSWER = "answer"
    MARK = "mark"
    WITHDRAW = "withdraw"
    END = "end"
    REOPEN = "reopen"


BOTH: Final = frozenset(Party)
# Marking needs a version in force, withdrawing none, a confirmation somebody who did not yet agree: see `acts_for`.
IN_STATE: Final[Mapping[State, frozenset[Act]]] = {
    State.DRAFT: frozenset({Act.CHANGE, Act.OFFER, Act.MARK, Act.WITHDRAW, Act.END}),
    State.TO_CONFIRM: frozenset(
        {
            Act.CHANGE,
            Act.CONFIRM_PERSON,
            Act.CONFIRM_ORGANISATION,
            Act.OBJECT,
            Act.MARK,
            Act.WITHDRAW,
            Act.END,
        }
    ),
    State.CONFIRMED: frozenset({Act.CHANGE, Act.OBJECT, Act.MARK, Act.END}),
    State.OBJECTED: frozenset({Act.CHANGE, Act.ANSWER, Act.MARK, Act.WITHDRAW, Act.END}),
    State.WITHDRAWN: frozenset({Act.REOPEN}),
    State.ENDED: frozenset({Act.REOPEN}),
}


def state_from(facts: Facts) -> State:
    """In which state is an agreement with these facts? Closed goes first, then an objection that nobody answered."""
    if facts.closed_as:
        return State.WITHDRAWN if facts.closed_as == ClosedAs.WITHDRAWN else State.ENDED
    if facts.has_open_objection:
        return State.OBJECTED
    if not facts.is_offered:
        return State.DRAFT
    return State.CONFIRMED if facts.agreed == BOTH else State.TO_CONFIRM


def missing_from(facts: Facts) -> tuple[Party, ...]:
    """Who must still confirm? Nobody unless it waits for that; the person first."""
    if state_from(facts) != State.TO_CONFIRM:
        return ()
    return tuple(party for party in Party if party not in facts.agreed)


def acts_for(facts: Facts) -> frozenset[Act]:
    """What can be done now?

    Promises are marked as kept while a version is in force. An agreement that was never in force is withdrawn, one
    that is in force is ended.
    """
    acts = set(IN_STATE[state_from(facts)])
    acts -= {Act.WITHDRAW} if facts.has_version_in_force else {Act.MARK, Act.END}
    if Party.PERSON in facts.agreed:
        acts.discard(Act.CONFIRM_PERSON)
    if Party.ORGANISATION in facts.agreed:
        acts.discard(Act.CONFIRM_ORGANISATION)
    return frozenset(acts)


REFUSALS: Final[Mapping[State, tuple[Message, Message]]] = {
    State.DRAFT: (_("This agreement is still a draft."), _("Put it to both to confirm first.")),
    State.TO_CONFIRM: (
        _("This agreement waits until both confirm it."),
        _("Look at it again to see who must do what."),
    ),
    State.CONFIRMED: (_("Both have confirmed this agreement."), _("Change it to make a new version.")),
    State.OBJECTED: (_("The person objects to this agreement."), _("Answer the objection first.")),
    State.WITHDRAWN: (_("This agreement was withdrawn."), _("Open it again first.")),
    State.ENDED: (_("This agreement has ended."), _("Open it again first.")),
}


def refuse_unless(facts: Facts, act: Act) -> None:
    """Refuses what cannot be done now, with the reason and what can. Raises: `Conflict`."""
    if act in acts_for(facts):
        return
    parties = {Act.CONFIRM_PERSON: Party.PERSON, Act.CONFIRM_ORGANISATION: Party.ORGANISATION}
    if act in parties and parties[act] in facts.agreed:
        raise Conflict(_("This was confirmed already."))
    message, hint = REFUSALS[state_from(facts)]
    raise Conflict(message, hint=hint)


def agreed_by(confirmations: Iterable[Confirmation]) -> frozenset[Party]:
    """Who agrees now, of these confirmations of one version?"""
    return frozenset(Party(one.party) for one in confirmations if one.taken_back_at is None)


def _confirmed_by(party: Party) -> Exists:
    return Exists(Confirmation.objects.filter(version=OuterRef("pk"), party=party, taken_back_at__isnull=True))


def open_objection() -> Exists:
    """Of a version: is there an objection that nobody answered? For a query."""
    return Exists(Objection.objects.filter(version=OuterRef("pk"), answered_at__isnull=True))


NEWEST: Final = Q(replaced_at__isnull=True)
OPEN: Final = Q(agreement__closed_at__isnull=True)
IN_FORCE: Final = OPEN & Q(in_force_from__isnull=False, in_force_until__isnull=True)
"""The version that both confirmed, as long as no later one was and the agreement is not closed."""


def to_confirm() -> Q:
    """The newest versions that wait for a confirmation, for a query; `state_from` says the same of one agreement."""
    both = Q(_confirmed_by(Party.PERSON)) & Q(_confirmed_by(Party.ORGANISATION))
    return NEWEST & OPEN & Q(offered_at__isnull=False) & ~Q(open_objection()) & ~both


def in_state(state: State) -> Q:
    """The newest versions of the agreements in this state, for a query."""
    both = Q(_confirmed_by(Party.PERSON)) & Q(_confirmed_by(Party.ORGANISATION))
    free = NEWEST & OPEN & ~Q(open_objection())
    return {
        State.DRAFT: free & Q(offered_at__isnull=True),
        State.TO_CONFIRM: to_confirm(),
        State.CONFIRMED: free & Q(offered_at__isnull=False) & both,
        State.OBJECTED: NEWEST & OPEN & Q(open_objection()),
        State.WITHDRAWN: NEWEST & Q(agreement__closed_as=ClosedAs.WITHDRAWN),
        State.ENDED: NEWEST & Q(agreement__closed_as=ClosedAs.ENDED),
    }[state]
