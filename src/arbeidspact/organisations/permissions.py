"""Who may do what: the one policy table. What it does not grant is refused.

A permission says what kind of thing an actor may do at all; which people, vacancies or members it reaches is decided
where they live (`people.access` for people, own organisation for the rest).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Message, NotAllowed
from arbeidspact.organisations.models import OrganisationKind as Kind
from arbeidspact.organisations.models import Role


class Permission(StrEnum):
    OPEN_PERSON = "open-person"
    REGISTER_PERSON = "register-person"
    EDIT_PERSON = "edit-person"
    HOLD_NATIONAL_NUMBER = "hold-national-number"
    SEE_ACCESS_LOG = "see-access-log"
    AGREE_STEP = "agree-step"
    SEE_CASELOAD = "see-caseload"
    OPEN_COMPARTMENT = "open-compartment"
    ASSESS_PERSON = "assess-person"
    EDIT_PLAN = "edit-plan"
    MAKE_AGREEMENT = "make-agreement"
    EDIT_TEAM = "edit-team"
    HAND_OVER = "hand-over"
    INTRODUCE_PERSON = "introduce-person"
    TRANSFER_CASELOAD = "transfer-caseload"
    REGISTER_CONTACT = "register-contact"
    SEE_FUNNEL = "see-funnel"
    EDIT_PROGRAMMES = "edit-programmes"
    PAUSE_TERM = "pause-term"
    SEND_MESSAGE = "send-message"
    SEE_DELIVERIES = "see-deliveries"
    SEE_ALL_QUEUES = "see-all-queues"
    RUN_FOLLOW_UP = "run-follow-up"
    EDIT_WEBHOOKS = "edit-webhooks"
    EXPORT_PEOPLE = "export-people"
    SEE_VACANCIES = "see-vacancies"
    EDIT_VACANCY = "edit-vacancy"
    EXPORT_VACANCIES = "export-vacancies"
    MATCH_PEOPLE = "match-people"
    RUN_ROUNDS = "run-rounds"
    EXPORT_ROUND = "export-round"
    SEE_PACT = "see-pact"
    EDIT_PACT = "edit-pact"
    SEE_STEERING = "see-steering"
    RAISE_SIGNAL = "raise-signal"
    ANSWER_SIGNAL = "answer-signal"
    RECORD_DECISION = "record-decision"
    TAKE_PART_IN_REVIEW = "take-part-in-review"
    FREEZE_REVIEW = "freeze-review"
    SEE_FUND = "see-fund"
    APPLY_TO_FUND = "apply-to-fund"
    JUDGE_APPLICATIONS = "judge-applications"
    EDIT_FUND = "edit-fund"
    CHECK_CLAIMS = "check-claims"
    APPROVE_PAYMENTS = "approve-payments"
    VERIFY_CLAIMS = "verify-claims"
    EDIT_ACTION_PLAN = "edit-action-plan"
    SEE_INDICATORS = "see-indicators"
    IMPORT_OBSERVATIONS = "import-observations"
    IMPORT_SHAPES = "import-shapes"
    MAKE_RELEASE = "make-release"
    PUBLISH_RELEASE = "publish-release"
    BUILD_REPORT = "build-report"
    PUBLISH_REPORT = "publish-report"
    IMPORT_PEOPLE = "import-people"
    IMPORT_VACANCIES = "import-vacancies"
    EXPORT_FEEDBACK = "export-feedback"
    SEARCH_TAXONOMY = "search-taxonomy"
    IMPORT_TAXONOMY = "import-taxonomy"
    INVITE_MEMBER = "invite-member"
    EDIT_MEMBER = "edit-member"
    EDIT_ORGANISATION = "edit-organisation"
    CREATE_ORGANISATION = "create-organisation"
    HOLD_API_TOKEN = "hold-api-token"  # noqa: S105
    SEE_AUDIT_TRAIL = "see-audit-trail"


P = Permission
EVERY_MEMBER = frozenset({P.SEE_PACT, P.SEE_FUND, P.SEE_INDICATORS, P.SEE_VACANCIES, P.SEARCH_TAXONOMY, P.SEE_STEERING})
FUND_PARTNER = frozenset({P.APPLY_TO_FUND, P.JUDGE_APPLICATIONS, P.VERIFY_CLAIMS})
PACT_WORK = EVERY_MEMBER | {P.RAISE_SIGNAL}
GUIDANCE = frozenset(
    {
        P.OPEN_PERSON,
        P.REGISTER_PERSON,
        P.EDIT_PERSON,
        P.AGREE_STEP,
        P.SEE_CASELOAD,
        P.MATCH_PEOPLE,
        P.OPEN_COMPARTMENT,
        P.ASSESS_PERSON,
        P.EDIT_PLAN,
        P.MAKE_AGREEMENT,
        P.EDIT_TEAM,
        P.HAND_OVER,
        P.INTRODUCE_PERSON,
        P.REGISTER_CONTACT,
        P.SEE_FUNNEL,
        P.PAUSE_TERM,
        P.SEND_MESSAGE,
        P.SEE_DELIVERIES,
    }
)
COUNSELLING = (
    PACT_WORK
    | GUIDANCE
    | {
        P.HOLD_NATIONAL_NUMBER,
        P.EDIT_VACANCY,
        P.EXPORT_VACANCIES,
        P.EXPORT_PEOPLE,
        P.IMPORT_PEOPLE,
        P.HOLD_API_TOKEN,
        P.RUN_ROUNDS,
        P.EXPORT_ROUND,
    }
)

ROLE_MAY: Mapping[Role, frozenset[Permission]] = {
    Role.COUNSELLOR: COUNSELLING,
    Role.TEAM_LEAD: COUNSELLING
    | FUND_PARTNER
    | {P.SEE_ALL_QUEUES, P.TRANSFER_CASELOAD, P.EDIT_PROGRAMMES, P.TAKE_PART_IN_REVIEW}
    | {P.EDIT_ACTION_PLAN},
    Role.OUTREACH_WORKER: PACT_WORK
    | {P.OPEN_PERSON, P.REGISTER_PERSON, P.EDIT_PERSON, P.SEE_CASELOAD, P.REGISTER_CONTACT, P.SEE_FUNNEL, P.EDIT_TEAM},
    Role.ACCOUNT_MANAGER: PACT_WORK
    | {P.EDIT_VACANCY, P.EXPORT_VACANCIES, P.MATCH_PEOPLE, P.IMPORT_VACANCIES, P.HOLD_API_TOKEN}
    | {P.EDIT_ACTION_PLAN},
    Role.EMPLOYER_CONTACT: EVERY_MEMBER | {P.EDIT_VACANCY, P.EXPORT_VACANCIES, P.APPLY_TO_FUND} | {P.EDIT_ACTION_PLAN},
    Role.LEARNING_PROVIDER: PACT_WORK | FUND_PARTNER | {P.EDIT_ACTION_PLAN},
    Role.SOCIAL_ECONOMY_COACH: PACT_WORK
    | GUIDANCE
    | FUND_PARTNER
    | {P.EDIT_VACANCY, P.RUN_ROUNDS}
    | {P.EDIT_ACTION_PLAN},
    Role.ANALYST: PACT_WORK
    | {P.IMPORT_OBSERVATIONS, P.IMPORT_SHAPES, P.EXPORT_VACANCIES, P.HOLD_API_TOKEN, P.RUN_ROUNDS, P.SEE_FUNNEL}
    | {P.MAKE_RELEASE, P.PUBLISH_RELEASE, P.BUILD_REPORT, P.JUDGE_APPLICATIONS, P.CHECK_CLAIMS, P.VERIFY_CLAIMS}
    | {P.EXPORT_FEEDBACK}
    | {P.EDIT_ACTION_PLAN},
    Role.STEERING_MEMBER: PACT_WORK
    | FUND_PARTNER
    | {P.EDIT_PACT, P.ANSWER_SIGNAL, P.RECORD_DECISION, P.TAKE_PART_IN_REVIEW, P.FREEZE_REVIEW}
    | {P.BUILD_REPORT, P.PUBLISH_REPORT}
    | {P.EDIT_FUND, P.CHECK_CLAIMS, P.APPROVE_PAYMENTS}
    | {P.EDIT_ACTION_PLAN},
    Role.ADMINISTRATOR: PACT_WORK
    | {P.APPLY_TO_FUND, P.CHECK_CLAIMS, P.APPROVE_PAYMENTS, P.VERIFY_CLAIMS}
    | {
        P.INVITE_MEMBER,
        P.EDIT_MEMBER,
        P.EDIT_ORGANISATION,
        P.HOLD_API_TOKEN,
        P.SEE_AUDIT_TRAIL,
        P.EDIT_WEBHOOKS,
        P.TAKE_PART_IN_REVIEW,
    },
    Role.DATA_PROTECTION_OFFICER: EVERY_MEMBER | {P.SEE_ACCESS_LOG, P.SEE_AUDIT_TRAIL},
}

OPERATOR_MAY = frozenset(
    {
        P.CREATE_ORGANISATION,
        P.INVITE_MEMBER,
        P.EDIT_PACT,
        P.SEE_PACT,
        P.SEE_STEERING,
        P.SEE_INDICATORS,
        P.SEE_VACANCIES,
        P.EXPORT_VACANCIES,
        P.EDIT_VACANCY,
        P.IMPORT_OBSERVATIONS,
        P.IMPORT_SHAPES,
        P.MAKE_RELEASE,
        P.PUBLISH_RELEASE,
        P.BUILD_REPORT,
        P.PUBLISH_REPORT,
        P.IMPORT_PEOPLE,
        P.REGISTER_PERSON,
        P.IMPORT_VACANCIES,
        P.EXPORT_FEEDBACK,
        P.IMPORT_TAXONOMY,
        P.SEARCH_TAXONOMY,
        P.MATCH_PEOPLE,
        P.RUN_ROUNDS,
        P.EXPORT_ROUND,
        P.RUN_FOLLOW_UP,
        P.EDIT_PROGRAMMES,
        P.SEE_FUNNEL,
    }
)

STATUTORY = frozenset({Kind.CITY, Kind.PES, Kind.WELFARE})
PACT_PARTNERS = STATUTORY | {Kind.PARTNER}
GUIDING = PACT_PARTNERS | {Kind.SOCIAL_ECONOMY}
PARTNERS_AT_LARGE = GUIDING | {Kind.SCHOOL}

# An administrator gives any role within the own organisation, so what a role may do beyond it hangs on the kind too.
ONLY_KINDS: Mapping[Permission, frozenset[Kind]] = {
    P.HOLD_NATIONAL_NUMBER: STATUTORY,
    P.OPEN_PERSON: GUIDING,
    P.REGISTER_PERSON: GUIDING,
    P.EDIT_PERSON: GUIDING,
    P.MATCH_PEOPLE: GUIDING,
    P.RUN_ROUNDS: GUIDING,
    P.EXPORT_ROUND: STATUTORY,
    P.AGREE_STEP: GUIDING,
    P.SEE_CASELOAD: GUIDING,
    P.OPEN_COMPARTMENT: GUIDING,
    P.ASSESS_PERSON: GUIDING,
    P.EDIT_PLAN: GUIDING,
    P.MAKE_AGREEMENT: GUIDING,
    P.EDIT_TEAM: GUIDING,
    P.HAND_OVER: GUIDING,
    P.INTRODUCE_PERSON: GUIDING,
    P.TRANSFER_CASELOAD: GUIDING,
    P.REGISTER_CONTACT: GUIDING,
    P.SEE_FUNNEL: GUIDING,
    P.EDIT_PROGRAMMES: GUIDING,
    P.PAUSE_TERM: GUIDING,
    P.SEND_MESSAGE: GUIDING,
    P.SEE_DELIVERIES: GUIDING,
    P.SEE_ALL_QUEUES: GUIDING,
    P.EDIT_WEBHOOKS: GUIDING,
    P.IMPORT_PEOPLE: GUIDING,
    P.EXPORT_PEOPLE: STATUTORY,
    P.EDIT_PACT: PACT_PARTNERS,
    P.SEE_STEERING: PARTNERS_AT_LARGE,
    P.RAISE_SIGNAL: PARTNERS_AT_LARGE,
    P.ANSWER_SIGNAL: PACT_PARTNERS,
    P.RECORD_DECISION: PACT_PARTNERS,
    P.TAKE_PART_IN_REVIEW: PARTNERS_AT_LARGE,
    P.FREEZE_REVIEW: PACT_PARTNERS,
    P.EDIT_FUND: STATUTORY,
    P.CHECK_CLAIMS: STATUTORY,
    P.APPROVE_PAYMENTS: STATUTORY,
    P.IMPORT_OBSERVATIONS: PACT_PARTNERS,
    P.IMPORT_SHAPES: STATUTORY,
}


@dataclass(frozen=True, slots=True)
class Allowed:
    """The policy grants this."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The policy does not grant this, and why."""

    reason: Message


def decide(actor: Actor, permission: Permission) -> Allowed | Refused:
    """May this actor do this kind of thing?

    Returns: `Allowed`, or `Refused` with the reason in words: not signed in, no role that grants it, or an
    organisation of a kind that may not. The operator is bound by no kind.
    """
    if actor.is_operator:
        if permission in OPERATOR_MAY:
            return Allowed()
        return Refused(_("The operator of the installation may not do this; a member of an organisation may."))
    if actor.user is None or actor.organisation is None:
        return Refused(_("Sign in, and choose the organisation you work for."))
    if not any(permission in ROLE_MAY[role] for role in actor.roles):
        return Refused(_("None of your roles in this organisation allows this. An administrator can give you a role."))
    kinds = ONLY_KINDS.get(permission)
    if kinds is not None and actor.kind not in kinds:
        return Refused(_("Organisations of this kind may not do this."))
    return Allowed()


def may(actor: Actor, permission: Permission) -> bool:
    """Does the policy grant this? For menus and buttons; actions and queries call `require`."""
    return isinstance(decide(actor, permission), Allowed)


def require(actor: Actor, permission: Permission) -> None:
    """Refuses with the reason unless the policy grants this. Raises: `NotAllowed`."""
    decision = decide(actor, permission)
    if isinstance(decision, Refused):
        raise NotAllowed(decision.reason)
