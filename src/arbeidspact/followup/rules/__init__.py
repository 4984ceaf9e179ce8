"""Every reason to stand in a queue, in the order in which a day is worked through."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from arbeidspact.followup.findings import Rule
from arbeidspact.followup.models import RuleName
from arbeidspact.followup.rules import aftercare, introductions, outreach, people, promises, steps
from arbeidspact.organisations.exceptions import NotFound

RULES: Final[tuple[Rule, ...]] = (
    Rule(RuleName.TERM_AT_RISK, promises.term_at_risk, _("Do what the term asks, or note why it rests.")),
    Rule(RuleName.UNDELIVERED, promises.undelivered, _("Correct the address, or reach the person another way.")),
    Rule(RuleName.OBJECTION_OPEN, promises.unanswered_objection, _("Answer the objection.")),
    Rule(RuleName.HANDOVER_IN_LIMBO, promises.hanging_handover, _("Take the next step of the handover.")),
    Rule(
        RuleName.EMPLOYER_SILENT,
        introductions.unanswered,
        _("Phone the employer, and note the answer or withdraw the introduction."),
    ),
    Rule(RuleName.SILENCE, people.silent, _("Speak with this person, or plan when you will.")),
    Rule(RuleName.PROMISE_OVERDUE, promises.unkept_promise, _("Keep what we promised, or say what became of it.")),
    Rule(RuleName.AGREEMENT_UNCONFIRMED, promises.unconfirmed, _("Ask for the missing confirmation.")),
    Rule(RuleName.STUCK_STEP, steps.stuck, _("Talk about what stands in the way, or agree another step.")),
    Rule(RuleName.NO_NEXT_STEP, steps.without_next_step, _("Agree the next step with this person.")),
    Rule(RuleName.ASSESSMENT_EXPIRED, people.badly_known, _("Make an assessment together.")),
    Rule(RuleName.CONTACT_WAITING, outreach.not_followed_up, _("Get in touch again, or withdraw the contact.")),
    Rule(RuleName.AFTERCARE, aftercare.due, _("Ask the person and the employer how the work goes.")),
)


def rules_named(names: tuple[str, ...]) -> tuple[Rule, ...]:
    """The rules with these names. Raises: `NotFound` naming the one that does not exist and those that do."""
    known = {str(rule.name): rule for rule in RULES}
    for name in names:
        if name not in known:
            raise NotFound(f"There is no rule {name}.", hint=f"Choose from: {', '.join(known)}.")
    return tuple(known[name] for name in names)


def rule_of(name: str) -> Rule:
    """The rule with this name."""
    return next(rule for rule in RULES if rule.name == name)
