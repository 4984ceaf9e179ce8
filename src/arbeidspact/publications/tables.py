"""Every table of a release, described once: the files, the catalogue, the API and the pages read it here."""

from collections.abc import Mapping
from typing import Final

from arbeidspact.indicators import Text
from arbeidspact.publications.columns import ColumnKind, TableDescription, described, named
from arbeidspact.publications.plan_columns import (
    ACTION_COLUMNS,
    BUDGET_COLUMNS,
    CONTRIBUTION_COLUMNS,
    LEDGER_COLUMNS,
    MILESTONE_COLUMNS,
    NUMBER_COLUMNS,
    PLAN_COLUMNS,
)

DAY, WHOLE, NUMBER, EXACT, YES_NO = (
    ColumnKind.DAY,
    ColumnKind.WHOLE,
    ColumnKind.NUMBER,
    ColumnKind.EXACT,
    ColumnKind.YES_NO,
)

FIGURE_COLUMNS: Final = described(
    ("indicator", "korte naam van de indicator", "short name of the indicator"),
    ("period", "de periode waarover het cijfer gaat", "the period that the figure is about"),
    ("period_start", "eerste dag van de periode", "first day of the period", DAY),
    ("period_end", "laatste dag van de periode", "last day of the period", DAY),
    ("area", "code van het gebied: zie de tabel areas", "code of the area: see the table areas"),
    ("breakdown", "de groep mensen; leeg: iedereen", "the group of people; empty: everybody"),
    ("value", "het cijfer; leeg als het verborgen is", "the figure; empty when it is hidden", EXACT),
    ("unit", "eenheid: share, percent, count, ratio, days of euro", "unit: share, percent, count, ratio, days or euro"),
    ("mark", "shown (zoals het is), rounded (afgerond) of suppressed (verborgen)", "shown, rounded or suppressed"),
    ("status", "provisional (voorlopig), final (definitief) of contested (betwist)", "provisional, final or contested"),
    ("vintage", "dag waarop de bron het cijfer gaf", "day on which the source gave the figure", DAY),
    ("source", "de bron", "the source"),
    ("source_url", "adres van de bron", "address of the source"),
    ("printed_as", "zoals de bron het drukt", "as the source prints it"),
    ("flag_nl", "opmerking in het Nederlands", "remark in Dutch"),
    ("flag_en", "opmerking in het Engels", "remark in English"),
)
VACANCY_COLUMNS: Final = described(
    ("reference", "vast kenmerk van de vacature", "lasting reference of the vacancy"),
    ("title", "titel", "title"),
    ("employer", "naam van de werkgever", "name of the employer"),
    ("occupation", "code van het beroep", "code of the occupation"),
    ("occupation_name", "naam van het beroep", "name of the occupation"),
    ("contract", "soort contract", "kind of contract"),
    ("area", "code van het gebied", "code of the area"),
    ("hours_min", "minste uren per week", "fewest hours a week", NUMBER),
    ("hours_max", "meeste uren per week", "most hours a week", NUMBER),
    ("positions", "aantal plaatsen", "number of positions", WHOLE),
    ("positions_open", "aantal plaatsen dat nog openstaat", "number of positions still open", WHOLE),
    ("opens_on", "open sinds", "open since", DAY),
    ("closes_on", "open tot en met", "open until", DAY),
    ("is_invented", "verzonnen voor de demo", "invented for the demo", YES_NO),
)
AREA_COLUMNS: Final = described(
    ("code", "code van het gebied", "code of the area"),
    ("kind", "soort gebied; group: gebieden samen gepubliceerd", "kind of area; group: areas published together"),
    ("name_nl", "naam in het Nederlands", "name in Dutch"),
    ("name_en", "naam in het Engels", "name in English"),
    ("part_of", "code van het gebied waar het in ligt", "code of the area it lies in"),
    ("areas", "van een groep: de codes van haar gebieden", "of a group: the codes of its areas"),
)

TABLES: Final[Mapping[str, TableDescription]] = named(
    (
        TableDescription(
            "figures",
            Text(nl="Alle cijfers", en="All figures"),
            Text(nl="Alle cijfers van deze uitgave.", en="All figures of this release."),
            FIGURE_COLUMNS,
            ("indicator", "period", "area", "breakdown"),
        ),
        TableDescription(
            "vacancies",
            Text(nl="Open vacatures", en="Open vacancies"),
            Text(nl="Vacatures die open stonden.", en="Vacancies that were open."),
            VACANCY_COLUMNS,
            ("reference",),
        ),
        TableDescription(
            "plans",
            Text(nl="Goedgekeurde actieplannen", en="Approved action plans"),
            Text(
                nl="Van elk pact de jaarlijkse evaluatie die de stuurgroep bevroor en waar het actieplan uit komt.",
                en="For each pact the yearly review that the steering group froze and that the action plan is from.",
            ),
            PLAN_COLUMNS,
            ("pact",),
        ),
        TableDescription(
            "actions",
            Text(nl="Actieplan", en="Action plan"),
            Text(
                nl="De acties van het pact: trekker, prioriteit, status met reden, geld. Wat partners bijhouden, zoals "
                "het in het goedgekeurde plan staat.",
                en="The actions of the pact: lead, priority, status with the reason, money. What partners keep, as it "
                "stands in the approved plan.",
            ),
            ACTION_COLUMNS,
            ("pact", "action"),
        ),
        TableDescription(
            "milestones",
            Text(nl="Mijlpalen van het actieplan", en="Milestones of the action plan"),
            Text(nl="Wat er wanneer moet zijn, per actie.", en="What must be there by when, by action."),
            MILESTONE_COLUMNS,
            ("pact", "action", "title_nl"),
        ),
        TableDescription(
            "contributions",
            Text(nl="Bijdragen van partners", en="Contributions of partners"),
            Text(
                nl="Wie aan een actie meewerkt, en wat elke partner inbrengt.",
                en="Who works on an action, and what each partner brings.",
            ),
            CONTRIBUTION_COLUMNS,
            ("pact", "action", "partner", "role", "kind", "what_nl"),
        ),
        TableDescription(
            "numbers",
            Text(nl="Geplande en gehaalde aantallen", en="Planned and realised numbers"),
            Text(
                nl="Wat een actie wil halen en wat ervan gehaald is. Kleine aantallen mensen zijn verborgen.",
                en="What an action set out to reach and how far it came. Small numbers of people are hidden.",
            ),
            NUMBER_COLUMNS,
            ("pact", "action", "what_nl", "due_on"),
        ),
        TableDescription(
            "ledger",
            Text(nl="Geld gepland, vastgelegd en uitgegeven", en="Money planned, committed and spent"),
            Text(
                nl="De boekingen van elke actie opgeteld, per betaler, code en begrotingsjaar.",
                en="The bookings of each action added up, by payer, code and budget year.",
            ),
            LEDGER_COLUMNS,
            ("pact", "action", "payer", "code", "year"),
        ),
        TableDescription(
            "budget",
            Text(nl="Geld zoals documenten het drukken", en="Money as documents print it"),
            Text(
                nl="Bedragen zoals ze in documenten gedrukt staan, per actie.",
                en="Amounts as documents print them, by action.",
            ),
            BUDGET_COLUMNS,
            ("pact", "action", "payer", "code", "period", "per", "source"),
        ),
        TableDescription(
            "areas",
            Text(nl="Gebieden", en="Areas"),
            Text(nl="De gebieden waar de cijfers over gaan.", en="The areas that figures are about."),
            AREA_COLUMNS,
            ("code",),
        ),
    )
)
PLAN_TABLES: Final = ("plans", "actions", "milestones", "contributions", "numbers", "ledger", "budget")
"""Those of the action plan."""
