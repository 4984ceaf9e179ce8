"""Every reason to stand in a queue, in the order in which a day is worked through."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from arbeidspact.followup.findings import Rule
from arbeidspact.followup.models import RuleName
from arbeidspact.followup.rules.steps import without_next_step
from arbeidspact.organisations.exceptions import NotFound

RULES: Final[tuple[Rule, ...]] = (
    Rule(RuleName.NO_NEXT_STEP, without_next_step, _("Agree the next step with this person.")),
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
