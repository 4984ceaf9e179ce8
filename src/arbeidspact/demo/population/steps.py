"""Invented agreements: what was agreed with somebody, by when, and what became of it. In Dutch, as on the screen."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from numpy.random import Generator

from arbeidspact.demo.population.draws import one_of
from arbeidspact.demo.population.residents import InventedPerson
from arbeidspact.taxonomy.scales import CefrLevel

PERSON, ORGANISATION = "person", "organisation"
PART_OF_LIFE: Final = {
    "diploma": "learning",
    "opleiding": "learning",
    "EVC": "learning",
    "taal": "language",
    "kinderopvang": "child_care",
    "bus en tram": "transport",
    "laptop": "digital",
}
"""A word in a step, and the part of life that it is about; the others are about work."""
_USUAL: Final = (
    (PERSON, "Een cv maken met de werkervaring van de laatste jaren"),
    (PERSON, "Solliciteren voor twee vacatures uit de lijst"),
    (PERSON, "Langsgaan op de jobbeurs en met drie werkgevers praten"),
    (PERSON, "Diploma en attesten meebrengen naar het volgende gesprek"),
    (PERSON, "Een bedrijfsbezoek volgen"),
    (PERSON, "Vragen welke uren de kinderopvang vrij heeft"),
    (PERSON, "Een abonnement voor de bus en tram aanvragen"),
    (PERSON, "Twee dagen meelopen bij een werkgever"),
    (PERSON, "De open dag van het opleidingscentrum bezoeken"),
    (ORGANISATION, "De werkgever bellen over de vacature"),
    (ORGANISATION, "Een plaats voor een proefdag zoeken"),
    (ORGANISATION, "Uitzoeken welke steunmaatregel voor de werkgever geldt"),
    (ORGANISATION, "Een laptop uit de uitleendienst aanvragen"),
    (ORGANISATION, "Een gesprek plannen met de jobcoach"),
    (ORGANISATION, "De competenties samen overlopen en aanvullen"),
)
_LITTLE_DUTCH: Final = (
    (PERSON, "Inschrijven voor de taaltest Nederlands"),
    (ORGANISATION, "Een taalcoach zoeken voor op de werkvloer"),
)
_WITHOUT_DIPLOMA: Final = ((ORGANISATION, "Nagaan of ervaring erkend kan worden met een EVC-test"),)
_WITHOUT_EVIDENCE: Final = ((PERSON, "Inschrijven voor de opleiding heftruck of VCA"),)


@dataclass(frozen=True, slots=True)
class InventedStep:
    """A step that was never really agreed."""

    owner: str
    what: str
    agreed_on: date
    due_on: date
    done_on: date | None = None
    given_up_on: date | None = None

    @property
    def domain(self) -> str:
        """Which part of life is it about?"""
        return next((domain for word, domain in PART_OF_LIFE.items() if word.lower() in self.what.lower()), "work")


def invented_steps(rng: Generator, person: InventedPerson, *, today: date) -> list[InventedStep]:
    """None to four steps for somebody who is accompanied: past ones closed, some open, a few overdue."""
    wordings = _wordings(person)
    total = one_of(rng, {0: 0.2, 1: 0.3, 2: 0.28, 3: 0.15, 4: 0.07})
    places = rng.permutation(len(wordings))[:total]
    return [_step(rng, *wordings[int(place)], today=today) for place in places]


def _wordings(person: InventedPerson) -> list[tuple[str, str]]:
    wordings = list(_USUAL)
    dutch = dict(person.languages).get("nl")
    if dutch is None or dutch <= CefrLevel.A2:
        wordings += _LITTLE_DUTCH * 2
    if person.education.rank <= 1:
        wordings += _WITHOUT_DIPLOMA
    if not person.licences:
        wordings += _WITHOUT_EVIDENCE
    return wordings


def _step(rng: Generator, owner: str, what: str, *, today: date) -> InventedStep:
    fate = one_of(rng, {"open": 0.42, "overdue": 0.13, "done": 0.37, "given_up": 0.08})
    if fate == "open":
        agreed_on = today - timedelta(days=int(rng.integers(0, 30)))
        return InventedStep(owner, what, agreed_on, today + timedelta(days=int(rng.integers(0, 28))))
    agreed_on = today - timedelta(days=int(rng.integers(30, 240)))
    due_on = agreed_on + timedelta(days=int(rng.integers(7, 28)))
    if fate == "overdue":
        late = int(rng.integers(1, 40))
        return InventedStep(owner, what, today - timedelta(days=late + 20), today - timedelta(days=late))
    ended = min(today, due_on + timedelta(days=int(rng.integers(-6, 10))))
    return InventedStep(
        owner,
        what,
        agreed_on,
        due_on,
        done_on=ended if fate == "done" else None,
        given_up_on=ended if fate == "given_up" else None,
    )
