"""What invented people want, did and met on their way, in Dutch as on the screen."""

from collections.abc import Mapping, Sequence
from typing import Final

from arbeidspact.people.domains import LifeDomain

WHY: Final = (
    "Ik wil mijn eigen geld verdienen.",
    "Ik wil vaste uren en collega's.",
    "Eerst rustig beginnen, dan meer uren.",
    "Ik wil dat mijn kinderen mij zien werken.",
    "",
    "",
)
WHERE: Final[Mapping[str, Sequence[str]]] = {
    "regular-economy": ("Bakkerij om de hoek", "Magazijn in de haven", "Rusthuis in de buurt", "Bouwbedrijf", ""),
    "individual-support": ("Groendienst", "Buurtrestaurant", "Naaiatelier"),
    "progression": ("Schrijnwerkerij", "Grootkeuken van een school"),
    "supported-employment": ("Verpakkingsatelier", "Groenploeg", "Fietsatelier"),
    "temporary-work-experience": ("Stadsdienst", "Woonzorgcentrum", "Sociaal restaurant"),
    "neighbourhood-work": ("Klussen in de wijk", "Tuinen in de wijk"),
    "community-service": ("Buurthuis", "Speelplein"),
    "work-care": ("Kringwinkel", "Dagcentrum met atelier"),
}
GOALS: Final[Sequence[tuple[LifeDomain, str]]] = (
    (LifeDomain.WORK, "Ik wil met mijn handen werken"),
    (LifeDomain.WORK, "Een job dicht bij huis"),
    (LifeDomain.WORK, "Weer collega's hebben"),
    (LifeDomain.LEARNING, "Mijn diploma toch nog halen"),
    (LifeDomain.LANGUAGE, "Nederlands spreken op het werk zonder schrik"),
    (LifeDomain.CHILD_CARE, "Opvang waar ik op kan rekenen"),
    (LifeDomain.TRANSPORT, "Zelf op het werk geraken"),
    (LifeDomain.DIGITAL, "Zelf online solliciteren"),
    (LifeDomain.HOUSING, "Eerst een vaste woonplaats"),
    (LifeDomain.DEBT, "Geen brieven van deurwaarders meer"),
    (LifeDomain.HEALTH, "Mijn rug sterker maken"),
)
DONE_BEFORE: Final[Sequence[tuple[str, LifeDomain, str, str]]] = (
    ("person", LifeDomain.WORK, "Een cv maken en nalezen", ""),
    ("person", LifeDomain.WORK, "Bij drie werkgevers solliciteren", ""),
    ("person", LifeDomain.WORK, "Naar de jobbeurs gaan", "Jobbeurs Zuid"),
    ("person", LifeDomain.WORK, "Een dag meelopen", ""),
    ("person", LifeDomain.LEARNING, "Naar de infodag van de opleiding gaan", "Opleidingscentrum"),
    ("person", LifeDomain.LANGUAGE, "De taaltest afleggen", "Huis van het Nederlands"),
    ("person", LifeDomain.CHILD_CARE, "Een plaats in de opvang vragen", ""),
    ("person", LifeDomain.TRANSPORT, "De reisweg uitproberen", ""),
    ("organisation", LifeDomain.WORK, "Een werkgever bellen over een proefdag", ""),
    ("organisation", LifeDomain.WORK, "De competenties samen overlopen", "Werkpunt"),
    ("organisation", LifeDomain.DIGITAL, "Een laptop lenen", "Uitleendienst"),
    ("organisation", LifeDomain.ADMINISTRATION, "De papieren voor de inschrijving nakijken", "Werkpunt"),
)
PROTECTED: Final[Sequence[tuple[str, LifeDomain, str]]] = (
    ("person", LifeDomain.HEALTH, "Met de huisarts praten over werkhervatting"),
    ("person", LifeDomain.DEBT, "De brieven over de schulden meebrengen"),
    ("organisation", LifeDomain.DEBT, "Een afspraak maken bij schuldbemiddeling"),
    ("organisation", LifeDomain.JUSTICE, "Nagaan of een uittreksel nodig is voor de job"),
)
AT_A_PARTNER: Final = (
    "Een plaats in de opleiding vrijhouden",
    "Een gesprek plannen met de jobcoach",
    "De indicatie voor maatwerk nakijken",
)
IN_THE_WAY: Final = (
    "Er is geen opvang op woensdag.",
    "De bus rijdt niet zo vroeg.",
    "De lessen zijn volzet tot na de zomer.",
    "Het attest uit het buitenland komt niet aan.",
)
GIVEN_UP: Final = ("Geen opvang gevonden.", "De plaats was al weg.", "Het was te vroeg.", "Liever iets anders.")
