"""Pages about no person: the share of terms met in time, every rule with its texts, and what a rule would give."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from babel.numbers import format_decimal
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.permissions import Permission
from arbeidspact.statutes import (
    BELGIUM,
    BonusRule,
    BonusVersion,
    NoParameters,
    Pause,
    RuleVersion,
    Subject,
    TermRule,
    TermVersion,
    due_on,
    job_bonus,
)
from arbeidspact.terms.compliance import Compliance, Quarter, RuleFigures, Share, compliance
from arbeidspact.terms.queries import followed_rules, is_known, rulebook
from arbeidspact.web.exports import csv_response
from arbeidspact.web.monitor.figures import language
from arbeidspact.web.requests import ActorRequest, permitted
from arbeidspact.web.terms.bonus import bonus_card, euro, year_text
from arbeidspact.web.terms.forms import BonusForm, CalculatorForm
from arbeidspact.web.terms.wording import (
    counting_text,
    effect_text,
    fact_text,
    length_text,
    long_day,
    status_text,
    why_this_date,
)

RULES_PER_PAGE = 25


@never_cache
@permitted(Permission.SEE_FUNNEL)
@require_safe
def figures(request: ActorRequest) -> HttpResponse:
    """How many terms were met in time, by rule, quarter and organisation."""
    found = compliance(request.actor)
    context = {
        "since": quarter_text(found.since),
        "rules": [_figures_of(rule, found) for rule in found.figures],
    }
    return render(request, "terms/figures.html", context)


@never_cache
@permitted(Permission.SEE_FUNNEL)
@require_safe
def figures_file(request: ActorRequest) -> HttpResponseBase:
    """The figures of the page as a file; what is hidden there is hidden here."""
    found = compliance(request.actor)
    header = (
        "rule",
        "version",
        "legal_status",
        "organisation",
        "from",
        "until",
        "came_due",
        "met_in_time",
        "share_percent",
        "remark",
    )
    return csv_response("terms.csv", header, _file_rows(found))


@permitted(Permission.SEE_PACT)
@require_safe
def rules(request: ActorRequest) -> HttpResponse:
    """Every rule with its texts, their legal status, validity and source."""
    book = rulebook()
    cards = [*map(_rule_card, book.terms), *map(_rule_card, book.bonuses)]
    page = Paginator(cards, RULES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "terms/rules.html", {"page": page, "count": len(cards)})


@permitted(Permission.SEE_PACT)
@require_safe
def rule(request: ActorRequest, slug: str) -> HttpResponse:
    """One rule with its texts, and a calculator that says what they would give."""
    term = rulebook().term(slug)
    bonus = rulebook().bonus(slug)
    found = term or bonus
    if found is None:
        raise NotFound(_("There is no such rule."), hint=_("Look for it in the list of rules."))
    context = {
        "card": _rule_card(found),
        "crumbs": [{"url": reverse("terms:rules"), "label": _("Rules and terms")}],
        **(_calculated(request, term) if term is not None else _calculated_bonus(request, bonus)),
    }
    return render(request, "terms/rule.html", context)


def quarter_text(quarter: Quarter) -> str:
    """How does a quarter read? "2026, quarter 1"."""
    return _("%(year)d, quarter %(number)d") % {"year": quarter.year, "number": quarter.number}


def share_text(share: Share) -> str:
    """How many were met in time, in words? A number that is too small to show is named as such."""
    if share.is_hidden:
        return _("hidden")
    if share.is_few_met and share.is_few_missed:
        return _("hidden: fewer than 5 met in time and fewer than 5 not")
    if share.is_few_met:
        return _("fewer than 5")
    if share.is_few_missed:
        return _("all but fewer than 5")
    return str(share.met)


def percent_text(share: Share) -> str:
    """Which share was met in time? Empty where it cannot be shown."""
    if share.percent is None:
        return ""
    return f"{format_decimal(round(share.percent, 1), locale=language())}\u00a0%"


def _figures_of(rule: RuleFigures, found: Compliance) -> dict[str, Any]:
    known = rulebook().term(rule.rule)
    assert known is not None
    return {
        "slug": rule.rule,
        "name": known.name.in_language(language()),
        "texts": [_version_card(version) for version in known.versions if version.is_followed],
        "quarters": [
            {
                "name": quarter_text(quarter),
                "is_open": quarter == Quarter.of(found.day),
                "share": share,
                "met": share_text(share),
                "percent": percent_text(share),
            }
            for quarter, share in reversed(rule.by_quarter)
        ],
        "organisations": [
            {"name": name, "share": share, "met": share_text(share), "percent": percent_text(share)}
            for _key, name, share in rule.by_organisation
        ],
        "came_due": any(share.due != 0 for _quarter, share in rule.by_quarter),
    }


def _file_rows(found: Compliance) -> Iterator[tuple[object, ...]]:
    texts = {rule.slug: [version for version in rule.versions if version.is_followed] for rule in followed_rules()}
    for rule in found.figures:
        followed = texts.get(rule.rule, [])
        about = (
            rule.rule,
            " ".join(version.slug for version in followed),
            " ".join(version.status for version in followed),
        )
        for quarter, share in rule.by_quarter:
            until = min(quarter.last_day, found.day)
            yield (*about, "", quarter.first_day, until, *_cells(share))
        for _key, name, share in rule.by_organisation:
            yield (*about, name, found.since.first_day, found.day, *_cells(share))


def _cells(share: Share) -> tuple[object, ...]:
    remark = "" if share.met is not None else share_text(share)
    percent = "" if share.percent is None else f"{share.percent:.1f}"
    return ("" if share.due is None else share.due, "" if share.met is None else share.met, percent, remark)


def _rule_card(rule: TermRule | BonusRule) -> dict[str, Any]:
    is_term = isinstance(rule, TermRule)
    return {
        "slug": rule.slug,
        "name": rule.name.in_language(language()),
        "what": rule.what.in_language(language()),
        "is_term": is_term,
        "effect": effect_text(rule) if isinstance(rule, TermRule) else "",
        "starts_with": fact_text(rule.starts_with) if isinstance(rule, TermRule) else "",
        "is_start_known": not isinstance(rule, TermRule) or rule.about != Subject.PERSON or is_known(rule.starts_with),
        "only_if": fact_text(rule.only_if) if isinstance(rule, TermRule) and rule.only_if else "",
        "met_by": [fact_text(fact) for fact in rule.met_by] if isinstance(rule, TermRule) else [],
        "versions": [_version_card(version) for version in rule.versions],
    }


def _version_card(version: RuleVersion) -> dict[str, Any]:
    card: dict[str, Any] = {
        "slug": version.slug,
        "status": status_text(version),
        "source": str(version.reference),
        "url": version.reference.url,
        "quote": version.reference.quote,
        "flag": version.flag.in_language(language()) if version.flag else "",
        "is_followed": False,
        "length": "",
        "counting": "",
        "counting_source": "",
        "counting_flag": "",
        "amounts": [],
    }
    if isinstance(version, TermVersion):
        flag = version.counting.flag
        card |= {
            "is_followed": version.is_followed,
            "length": length_text(version.length),
            "counting": counting_text(version.counting),
            "counting_source": str(version.counting.reference),
            "counting_flag": flag.in_language(language()) if flag else "",
        }
    if isinstance(version, BonusVersion):
        card |= {"length": year_text(version), "amounts": _amounts(version)}
    return card


def _amounts(version: BonusVersion) -> list[tuple[str, str]]:
    not_known = _("not known")
    rows = [
        (_("Full amount a year"), euro(version.full_amount)),
        (_("Up to a gross wage a month of"), euro(version.full_up_to)),
        (_("Nothing from a gross wage a month of"), euro(version.nothing_from)),
        (
            _("How it falls in between"),
            _("in a straight line to %(amount)s") % {"amount": euro(version.line.amount)}
            if version.line
            else not_known,
        ),
        (_("On top"), not_known if version.extra is None else euro(version.extra)),
    ]
    return rows + ([(_("At least"), euro(version.least))] if version.least is not None else [])


def _calculated(request: ActorRequest, rule: TermRule) -> dict[str, Any]:
    form = CalculatorForm(request.GET if "since" in request.GET else None)
    answers = []
    if form.is_bound and form.is_valid():
        since: date = form.cleaned_data["since"]
        for version in rule.versions:
            if version.holds_for_start(since):
                due = due_on(rule, since=since, events=_pause(form), calendar=BELGIUM, version=version)
                day = _("stands still until it resumes") if due.day is None else long_day(due.day)
                answers.append({"status": status_text(version), "day": day, "why": why_this_date(rule, due)})
    return {"form": form, "answers": answers, "was_asked": form.is_bound and form.is_valid(), "bonus": None}


def _pause(form: CalculatorForm) -> list[Pause]:
    start, end = form.cleaned_data["pause_from"], form.cleaned_data["pause_until"]
    if start is None:
        return []
    return [Pause(start, None if end is None else (end - start).days + 1)]


def _calculated_bonus(request: ActorRequest, rule: BonusRule | None) -> dict[str, Any]:
    assert rule is not None
    form = BonusForm(request.GET if "wage" in request.GET else None, rule=rule)
    answers = []
    if form.is_bound and form.is_valid():
        try:
            amounts = job_bonus(rule, wage=form.cleaned_data["wage"], year=form.cleaned_data["year"])
        except NoParameters:
            amounts = []
        answers = [bonus_card(amount) for amount in amounts]
    return {"form": form, "answers": answers, "was_asked": form.is_bound and form.is_valid(), "bonus": rule}
