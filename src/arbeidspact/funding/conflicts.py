"""The rule on conflicts of interest: who may open, score and see scores of an application, and why not."""

from collections.abc import Iterable
from enum import StrEnum

from arbeidspact.funding.models import Application, InterestDeclaration, Juror
from arbeidspact.funding.ranking import LeftOut

BARRED = frozenset({LeftOut.SAME_ORGANISATION, LeftOut.CO_APPLICANT, LeftOut.DECLARED_INTEREST, LeftOut.JURY_ENDED})
"""What keeps a juror away from an application altogether; the rest can still be done."""


class NotIndependent(StrEnum):
    """Why an organisation, or somebody, cannot verify a result."""

    APPLICANT = "applicant"
    PARTNER = "partner"
    PAYER = "payer"
    DECLARED = "declared"


def not_independent(
    organisations: Iterable[int],
    *,
    payee: int | None,
    payer: int,
    partners: Iterable[int] = (),
    has_declared: bool = False,
) -> NotIndependent | None:
    """Why can the organisation (or the person who works for all of these) not verify the result? None when it can.

    Arguments: `payee`, who does the work, None where nobody does yet; `partners`, who applies along, works along or
    finances; `has_declared`, an interest of this person in the application. Keys of organisations.
    """
    own = set(organisations)
    if payee in own:
        return NotIndependent.APPLICANT
    if own & set(partners):
        return NotIndependent.PARTNER
    if payer in own:
        return NotIndependent.PAYER
    return NotIndependent.DECLARED if has_declared else None


def kept_out(
    juror: Juror,
    application: Application,
    declarations: Iterable[InterestDeclaration],
    *,
    member_of: Iterable[int],
    co_applicants: Iterable[int],
) -> LeftOut | None:
    """Why may this juror not judge this application? None when they may.

    Arguments: `declarations`, what this juror declared about this application, oldest first: the last one counts;
    `member_of`, keys of every organisation that the juror works for now, beside the one they were appointed for;
    `co_applicants`, keys of the organisations that apply along.
    An interest that can be derived is never undone by a declaration.
    """
    organisations = {juror.organisation_id, *member_of}
    if application.organisation_id in organisations:
        return LeftOut.SAME_ORGANISATION
    if organisations & set(co_applicants):
        return LeftOut.CO_APPLICANT
    if juror.ended_at is not None:
        return LeftOut.JURY_ENDED
    declared = list(declarations)
    if not declared:
        return LeftOut.NOT_DECLARED
    return LeftOut.DECLARED_INTEREST if declared[-1].has_interest else None
