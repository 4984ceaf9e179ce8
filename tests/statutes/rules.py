"""Rules to count with: `a_rule(a_version(10, Unit.DAYS))`, and those that come with the product."""

from datetime import date
from typing import Any

from arbeidspact.indicators import Reference, Text
from arbeidspact.statutes import Counting, LegalStatus, Length, TermRule, TermVersion, Unit, read_rules

A_TEXT = Text(nl="Een regel", en="A rule")
SOMEWHERE = Reference(document="Een tekst")


def own_rule(slug: str) -> TermRule:
    rule = read_rules().term(slug)
    assert rule is not None
    return rule


def a_version(
    amount: int = 10,
    unit: Unit = Unit.DAYS,
    *,
    first_day_counts: bool = False,
    last_day_included: bool = True,
    moves: bool = False,
    slug: str = "first",
    status: LegalStatus = LegalStatus.ENACTED,
    valid_from: date | None = None,
    valid_until: date | None = None,
    **values: Any,
) -> TermVersion:
    return TermVersion(
        slug=slug,
        status=status,
        valid_from=valid_from,
        valid_until=valid_until,
        reference=SOMEWHERE,
        length=Length(amount=amount, unit=unit),
        counting=Counting(
            first_day_counts=first_day_counts,
            last_day_included=last_day_included,
            moves_to_working_day=moves,
            reference=SOMEWHERE,
        ),
        **values,
    )


def a_rule(*versions: TermVersion, **values: Any) -> TermRule:
    wanted: dict[str, Any] = {
        "slug": "a-rule",
        "name": A_TEXT,
        "what": A_TEXT,
        "starts_with": "registered_as_job_seeker",
        "met_by": ("assessed",),
        "versions": versions,
        **values,
    }
    return TermRule(**wanted)
