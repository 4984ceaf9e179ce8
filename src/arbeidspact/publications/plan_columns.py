"""The columns of the tables of the action plan."""

from typing import Final

from arbeidspact.publications.columns import ColumnKind, described

DAY, WHOLE, NUMBER, YES_NO = ColumnKind.DAY, ColumnKind.WHOLE, ColumnKind.NUMBER, ColumnKind.YES_NO

_OF_AN_ACTION: Final = (
    ("pact", "korte naam van het pact", "short name of the pact"),
    ("action", "korte naam van de actie", "short name of the action"),
)
_INVENTED: Final = ("is_invented", "verzonnen voor de demo", "invented for the demo", YES_NO)
_FLAGS: Final = (
    ("flag_nl", "opmerking in het Nederlands", "remark in Dutch"),
    ("flag_en", "opmerking in het Engels", "remark in English"),
)
_SOURCE: Final = (
    "source",
    "waar het gedrukt staat; leeg: door partners ingevoerd",
    "where it is printed; empty: entered by partners",
)

PLAN_COLUMNS: Final = described(
    ("pact", "korte naam van het pact", "short name of the pact"),
    ("review", "vast kenmerk van de evaluatie", "lasting reference of the review"),
    ("since", "de evaluatie kijkt terug vanaf", "the review looks back from", DAY),
    ("until", "tot en met", "until", DAY),
    ("frozen_on", "bevroren op", "frozen on", DAY),
    ("sha256", "SHA-256 van het bevroren document", "SHA-256 of the frozen document"),
    (
        "signed_by",
        "organisaties die tekenden, met een puntkomma ertussen",
        "organisations that signed, with semicolons between",
    ),
    ("signed_with_a_note", "organisaties die met een opmerking tekenden", "organisations that signed with a note"),
    _INVENTED,
)
ACTION_COLUMNS: Final = described(
    *_OF_AN_ACTION,
    ("name_nl", "naam in het Nederlands", "name in Dutch"),
    ("name_en", "naam in het Engels", "name in English"),
    ("priority", "korte naam van de beleidsprioriteit", "short name of the policy priority"),
    (
        "goals",
        "korte namen van de doelstellingen, met een spatie ertussen",
        "short names of the goals, with spaces between",
    ),
    ("tracks", "korte namen van de sporen, met een spatie ertussen", "short names of the tracks, with spaces between"),
    ("lead", "de organisatie die trekt", "the organisation in the lead"),
    ("starts_on", "van", "from", DAY),
    ("ends_on", "tot en met", "until", DAY),
    ("status_as_published", "status zoals gedrukt", "status as printed"),
    (
        "status",
        "hoe het gaat, zoals partners zeggen, of anders de feiten",
        "how it goes, as partners say, or else the facts",
    ),
    ("status_by_facts", "hoe het gaat, volgens de feiten", "how it goes, by the facts"),
    ("is_contested", "partners zeggen iets anders dan de feiten", "partners say something else than the facts", YES_NO),
    ("status_reason", "waarom, in de woorden van de partner", "why, in the words of the partner"),
    ("planned", "gepland, in euro", "planned, in euro", NUMBER),
    ("committed", "vastgelegd, in euro", "committed, in euro", NUMBER),
    ("spent", "uitgegeven, in euro", "spent, in euro", NUMBER),
    (
        "plan_until",
        "tot wanneer de goedgekeurde evaluatie kijkt; leeg: nog geen",
        "until when the approved review looks; empty: none yet",
        DAY,
    ),
    _INVENTED,
    *_FLAGS,
    _SOURCE,
    ("source_url", "adres van de bron", "address of the source"),
)
MILESTONE_COLUMNS: Final = described(
    *_OF_AN_ACTION,
    ("title_nl", "titel in het Nederlands", "title in Dutch"),
    ("title_en", "titel in het Engels", "title in English"),
    ("due_on", "tegen wanneer", "due by", DAY),
    ("due_printed_as", "tegen wanneer, zoals gedrukt", "by when, as printed"),
    ("expected_on", "nu verwacht op", "now expected on", DAY),
    ("reached_on", "bereikt op", "reached on", DAY),
    ("state", "stand toen het plan bevroren werd", "how it stood when the plan was frozen"),
    _INVENTED,
    *_FLAGS,
    _SOURCE,
)
CONTRIBUTION_COLUMNS: Final = described(
    *_OF_AN_ACTION,
    ("partner", "korte naam van de partner", "short name of the partner"),
    ("partner_name", "naam van de partner", "name of the partner"),
    ("role", "lead (trekker) of partner", "lead or partner"),
    (
        "kind",
        "people (mensen), money (geld), infrastructure (plaatsen en middelen) of knowledge (kennis)",
        "people, money, infrastructure or knowledge",
    ),
    ("what_nl", "wat, in het Nederlands", "what, in Dutch"),
    ("what_en", "wat, in het Engels", "what, in English"),
    ("amount", "hoeveel", "how much", NUMBER),
    ("unit", "eenheid", "unit"),
    ("from_on", "van", "from", DAY),
    ("until_on", "tot en met", "until", DAY),
    (
        "state",
        "promised (beloofd), confirmed (bevestigd) of outcome_told (uitkomst gezegd)",
        "promised, confirmed or outcome_told",
    ),
    ("outcome", "wat ervan kwam", "what came of it"),
    _INVENTED,
    _SOURCE,
)
NUMBER_COLUMNS: Final = described(
    *_OF_AN_ACTION,
    ("what_nl", "wat geteld wordt, in het Nederlands", "what is counted, in Dutch"),
    ("what_en", "wat geteld wordt, in het Engels", "what is counted, in English"),
    ("indicator", "korte naam van de indicator, als er een is", "short name of the indicator, where there is one"),
    ("counts_people", "telt mensen", "counts people", YES_NO),
    ("low", "gepland, of het laagste van een bereik", "planned, or the lowest of a range", NUMBER),
    ("high", "het hoogste van een bereik", "the highest of a range", NUMBER),
    ("by", "tegen wanneer, zoals gedrukt", "by when, as printed"),
    ("due_on", "tegen wanneer", "due by", DAY),
    (
        "realised",
        "gehaald; leeg als niemand het zei, of als het verborgen is",
        "realised; empty when nobody told, or when it is hidden",
        NUMBER,
    ),
    (
        "mark",
        "shown (zoals het is) of suppressed (verborgen); leeg: niemand zei het",
        "shown or suppressed; empty: nobody told",
    ),
    ("realised_on", "op welke dag", "on which day", DAY),
    ("realised_source", "welke bron dat zegt", "which source says so"),
    (
        "is_contested",
        "een andere bron zegt voor dezelfde dag iets anders",
        "another source says something else for the same day",
        YES_NO,
    ),
    ("beside", "wat die andere bronnen zeggen", "what those other sources say"),
    _INVENTED,
    *_FLAGS,
    _SOURCE,
)
LEDGER_COLUMNS: Final = described(
    *_OF_AN_ACTION,
    ("payer", "korte naam van wie betaalt", "short name of who pays"),
    ("payer_name", "naam van wie betaalt", "name of who pays"),
    ("code", "code van de begroting", "budget code"),
    ("year", "begrotingsjaar", "budget year", WHOLE),
    ("planned", "gepland, in euro", "planned, in euro", NUMBER),
    ("committed", "vastgelegd, in euro", "committed, in euro", NUMBER),
    ("spent", "uitgegeven, in euro", "spent, in euro", NUMBER),
    _INVENTED,
)
BUDGET_COLUMNS: Final = described(
    ("pact", "korte naam van het pact", "short name of the pact"),
    (
        "action",
        "korte naam van de actie; leeg: het pact als geheel",
        "short name of the action; empty: the pact as a whole",
    ),
    ("amount", "bedrag in euro", "amount in euro", NUMBER),
    ("per", "waarvoor: de legislatuur, een jaar, een project", "for what: the term, a year, a project"),
    ("payer", "wie betaalt", "who pays"),
    ("code", "code van de begroting", "budget code"),
    ("period", "periode", "period"),
    ("source", "waar het gedrukt staat", "where it is printed"),
)
