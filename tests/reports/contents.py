"""Content of a report that is small and holds every case: judged and unjudged goals, contested, hidden, late, notes."""

from datetime import date
from decimal import Decimal
from typing import Any

from arbeidspact.indicators import Unit
from arbeidspact.reports.content import (
    Amount,
    Answer,
    Answering,
    Contested,
    Decision,
    Deed,
    Figure,
    Goal,
    Height,
    Known,
    Ledger,
    Line,
    Measure,
    Milestone,
    Minority,
    Number,
    Pact,
    Promise,
    Release,
    ReportContent,
    Review,
    Signal,
    SignOff,
    Start,
    Task,
    Words,
)

GENT = Words(nl="Gent", en="Ghent")
HASH = "ab" * 32


def figure(period: str, value: str | None, **more: Any) -> Figure:
    usual: dict[str, Any] = {
        "period": period,
        "area": "gent",
        "area_name": GENT,
        "value": None if value is None else Decimal(value),
        "mark": "shown" if value is not None else "suppressed",
        "status": "final",
        "vintage": date(2020, 3, 1),
        "source": "Vlaamse Arbeidsrekening",
    }
    return Figure(**{**usual, **more})


def goal(**more: Any) -> Goal:
    flanders = [
        figure(year, value, area="vlaanderen", area_name=Words(nl="Vlaanderen", en="Flanders"))
        for year, value in (("2017", "74"), ("2018", "74.6"), ("2019", "75.5"))
    ]
    own = (figure("2017", "68"), figure("2018", "68.6"), figure("2019", "69.7", status="provisional"))
    usual: dict[str, Any] = {
        "slug": "employment",
        "name": Words(nl="Meer mensen aan het werk", en="More people in work"),
        "summary": Words(nl="De werkzaamheidsgraad stijgt.", en="The employment rate goes up."),
        "state": "at_risk",
        "lack": "",
        "unit": Unit.PERCENT,
        "measured_by": Words(nl="Werkzaamheidsgraad", en="Employment rate"),
        "start": Start(value=Decimal("68.6"), period="2018", source="Persbericht van 2 juli 2019"),
        "promise": Promise(
            rule="at_least",
            value=Decimal(70),
            relative_to=None,
            due=date(2025, 12, 31),
            printed_as="70 % in 2025",
            source="Persbericht van 2 juli 2019",
        ),
        "latest": own[-1],
        "target_value": Decimal(70),
        "required_now": Decimal("68.8"),
        "gap": Decimal("0.3"),
        "progress_share": Decimal("0.7857"),
        "needed_per_year": Decimal("0.05"),
        "is_past_due": False,
        "path": (
            Height(on=date(2022, 12, 31), value=Decimal("69.85")),
            Height(on=date(2025, 12, 31), value=Decimal(70)),
        ),
        "lines": (
            Line(area="gent", name=GENT, figures=own),
            Line(area="vlaanderen", name=Words(nl="Vlaanderen", en="Flanders"), figures=tuple(flanders)),
        ),
        "also_published": (figure("2019", "69.2", source="Stadsmonitor"),),
        "known": (),
    }
    return Goal(**{**usual, **more})


def goal_without_number(**more: Any) -> Goal:
    nothing = {
        "slug": "vacancies",
        "name": Words(nl="Vacatures sneller invullen", en="Vacancies filled faster"),
        "state": "no_number_was_set",
        "promise": None,
        "start": None,
        "latest": None,
        "target_value": None,
        "required_now": None,
        "gap": None,
        "progress_share": None,
        "needed_per_year": None,
        "path": (),
        "lines": (),
        "also_published": (),
        "known": (Known(name=Words(nl="Openstaande vacatures"), unit=Unit.COUNT, figure=figure("2019", "11000")),),
    }
    return goal(**{**nothing, **more})


def deed(**more: Any) -> Deed:
    usual: dict[str, Any] = {
        "slug": "jobteam",
        "name": Words(nl="Jobteam", en="Job team"),
        "tracks": (Words(nl="Activering", en="Activation"),),
        "lead": Words(nl="OCMW Gent", en="OCMW Gent"),
        "published_status": "agreed",
        "status": "delayed",
        "why": Words(nl="Twee mijlpalen zijn voorbij.", en="Two milestones have passed."),
        "has_invented_parts": False,
        "milestones": (
            Milestone(
                name=Words(nl="Eerste 100 mensen", en="First 100 people"),
                state="overdue",
                due_on=date(2020, 1, 1),
                expected_on=None,
                reached_on=None,
            ),
        ),
        "published": (
            Amount(amount=Decimal(5_000_000), per="term", payer="ESF", code="OD1", period="2019-2025", source="hln"),
        ),
        "ledger": Ledger(planned=Decimal(210_000), committed=Decimal(160_000), spent=Decimal("103750.5")),
        "numbers": (
            Number(what=Words(nl="mensen bereikt"), low=Decimal(1500), high=None, by="2025", realised=Decimal(1217)),
        ),
        "remark": Words(),
        "source": "hln, 2 juli 2019",
    }
    return Deed(**{**usual, **more})


def bare_deed(place: int) -> Deed:
    return deed(
        slug=f"action-{place}",
        name=Words(nl=f"Actie {place} met een naam die wat langer is", en=f"Action {place}"),
        tracks=(),
        lead=None,
        published_status="",
        status="",
        why=Words(),
        milestones=(),
        published=(),
        ledger=None,
        numbers=(),
    )


def decision(**more: Any) -> Decision:
    usual: dict[str, Any] = {
        "number": "2020-01",
        "version": 1,
        "title": Words(nl="Meer kinderopvang tijdens opleiding", en="More child care during courses"),
        "body": Words(nl="Stuurgroep", en="Steering group"),
        "taken_on": date(2020, 2, 1),
        "text": "De stad koopt twintig plaatsen.",
        "motivation": "Ouders haken af.",
        "minority": (Minority(who="Voka", why="Wij vinden twintig plaatsen\nte weinig."),),
        "standing": "stands",
        "changes": None,
        "tasks": (Task(what="Aanbesteding", owner="Stad Gent", due_on=date(2020, 6, 1), done_on=None),),
        "invented": True,
    }
    return Decision(**{**usual, **more})


def signal(**more: Any) -> Signal:
    usual: dict[str, Any] = {
        "title": "Wachtlijst kinderopvang",
        "what": "Ouders vinden geen opvang.",
        "whom": "Alleenstaande ouders",
        "suggestion": "Koop plaatsen.",
        "raised_by": "Werkpunt",
        "cosigned_by": ("VDAB",),
        "raised_on": date(2020, 1, 10),
        "urgency": "soon",
        "state": "answered",
        "due_on": date(2020, 2, 10),
        "answers": (
            Answer(
                kind="decision",
                text="Beslist in 2020-01.",
                answered_on=date(2020, 2, 1),
                due_on=date(2020, 2, 10),
                in_time=True,
            ),
        ),
        "invented": True,
    }
    return Signal(**{**usual, **more})


def measure(**more: Any) -> Measure:
    usual: dict[str, Any] = {
        "slug": "employment-rate",
        "version": 1,
        "name": Words(nl="Werkzaamheidsgraad", en="Employment rate"),
        "counted": Words(nl="werkende inwoners van 20 tot 64 jaar", en="residents in work aged 20 to 64"),
        "over": Words(nl="inwoners van 20 tot 64 jaar", en="residents aged 20 to 64"),
        "variant": None,
        "pitfalls": (Words(nl="Loopt twee jaar achter.", en="Lags two years."),),
        "formula_reference": Words(nl="Vlaamse Arbeidsrekening", en="Vlaamse Arbeidsrekening"),
        "age_group": "20-64",
        "unit": Unit.PERCENT,
        "source": "Steunpunt Werk",
        "source_url": "https://www.steunpuntwerk.be",
        "rhythm": "yearly",
        "latest": figure("2019", "69.7"),
        "freshness": "stale",
        "next_due": date(2022, 12, 31),
        "figures": 120,
        "hidden": 4,
        "rounded": 3,
    }
    return Measure(**{**usual, **more})


def review(**more: Any) -> Review:
    usual: dict[str, Any] = {
        "reference": "7f2c1c5e-0000-4000-8000-000000000001",
        "since": date(2022, 1, 1),
        "until": date(2022, 12, 31),
        "sha256": HASH,
        "conclusions": "Het tempo ligt te laag.\nWe sturen bij.",
        "invented": True,
        "sign_offs": (
            SignOff(organisation="VDAB", kind="agreed", note="", on=date(2023, 1, 5)),
            SignOff(organisation="Voka", kind="agreed_with_note", note="Met zorg.", on=date(2023, 1, 6)),
        ),
    }
    return Review(**{**usual, **more})


def report_content(**more: Any) -> ReportContent:
    usual: dict[str, Any] = {
        "release": Release(version="2023.1", made_on=date(2023, 1, 31), notes="Eerste uitgave.", manifest_sha256=HASH),
        "pact": Pact(
            slug="gent", name=Words(nl="Gents arbeidspact", en="Ghent labour pact"), area="gent", area_name=GENT
        ),
        "publisher": "Stad Gent",
        "address": "https://pact.example/open-data/",
        "contact": "werk@stad.example",
        "since": date(2022, 1, 1),
        "until": date(2022, 12, 31),
        "review": review(),
        "goals": (
            goal(),
            goal(
                slug="gap",
                state="moving_away",
                name=Words(nl="Kleinere kloof", en="A smaller gap"),
                progress_share=Decimal("-0.4"),
            ),
            goal_without_number(),
        ),
        "measures": (measure(),),
        "contested": (
            Contested(
                name=Words(nl="Werkzaamheidsgraad", en="Employment rate"),
                unit=Unit.PERCENT,
                figure=figure(
                    "2018", "68.6", status="contested", flag=Words(nl="De herkomst verschilt.", en="Origin differs.")
                ),
                beside=(figure("2018", "69.7", source="Stadsmonitor"),),
            ),
        ),
        "actions": (deed(), *(bare_deed(place) for place in range(20))),
        "pact_money": (),
        "signals": (signal(),),
        "answering": Answering(counted=2, in_time=1, median_days=Decimal("12.5")),
        "decisions": (decision(),),
    }
    return ReportContent(**{**usual, **more})
