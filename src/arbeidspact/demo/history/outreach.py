"""Three invented years of outreach: places in the neighbourhoods, who was met there, and how far they came."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
from django.db.models import DateTimeField
from django.db.models.functions import Cast
from numpy.random import Generator

from arbeidspact.demo.history.past import Past
from arbeidspact.demo.organisations import CITY, PARTNER, WELFARE
from arbeidspact.demo.population.draws import one_of
from arbeidspact.demo.population.names import NameGiver
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.models import User
from arbeidspact.outreach.actions import adopt_programmes
from arbeidspact.outreach.commands import AdoptProgrammes
from arbeidspact.outreach.models import (
    Contact,
    ContactMoment,
    Enrolment,
    MomentKind,
    Place,
    PlaceKind,
    Programme,
    Referrer,
    ReferrerKind,
    WithdrawalReason,
)
from arbeidspact.outreach.programmes_file import read_programmes
from arbeidspact.people.models import Accompaniment, PersonStatus, StatusKind

YEARS: Final = 3
ROWS: Final = 2_000
KEPT_DAYS: Final = 365
FEWEST, A_PERSON_EACH = 90, 9
"""At least so many contacts without a file, and beyond that one for so many people whom the city accompanies."""
SHARE_MET_FIRST: Final = {CITY: 0.12, WELFARE: 0.06, PARTNER: 0.35}
"""Of those accompanied, how many were met by outreach first: an assumption."""
WHERE: Final = {
    CITY: (
        ("Buurthuis De Muide", PlaceKind.COMMUNITY_CENTRE, "gent-muide-meulestede-afrikalaan"),
        ("Werkpunt Rabot", PlaceKind.DESK, "gent-rabot-blaisantvest"),
        ("Werkpunt Nieuw Gent", PlaceKind.DESK, "gent-nieuw-gent-uz"),
        ("Werkpunt Ledeberg", PlaceKind.DESK, "gent-ledeberg"),
        ("Werkpunt Dampoort", PlaceKind.DESK, "gent-dampoort"),
        ("Schoolpoort Brugse Poort", PlaceKind.SCHOOL, "gent-brugse-poort-rooigem"),
        ("Pleintje Bloemekenswijk", PlaceKind.STREET, "gent-bloemekenswijk"),
        ("Sporthal Watersportbaan", PlaceKind.ASSOCIATION, "gent-watersportbaan-ekkergem"),
        ("Moskee en ontmoetingsruimte Sleepstraat", PlaceKind.WORSHIP, "gent-sluizeken-tolhuis-ham"),
        ("Markt Ledeberg", PlaceKind.SHOP, "gent-ledeberg"),
        ("Jobbeurs Zuid", PlaceKind.EVENT, "gent-stationsbuurt-zuid"),
        ("Via sociale media", PlaceKind.ONLINE, ""),
    ),
    WELFARE: (
        ("Welzijnsbureau Sint-Amandsberg", PlaceKind.WELFARE, "gent-sint-amandsberg"),
        ("Welzijnsbureau Nieuw Gent", PlaceKind.WELFARE, "gent-nieuw-gent-uz"),
        ("Voedselhulp Macharius", PlaceKind.WELFARE, "gent-macharius-heirnis"),
    ),
    PARTNER: (
        ("Wijkgezondheidscentrum Gentbrugge", PlaceKind.HEALTH, "gent-gentbrugge"),
        ("Buurtsalon Moscou", PlaceKind.COMMUNITY_CENTRE, "gent-moscou-vogelhoek"),
    ),
}
WHO_REFERS: Final = (
    ("Buurtvzw De Brug (verzonnen)", ReferrerKind.ORGANISATION),
    ("Basisschool De Springplank (verzonnen)", ReferrerKind.ORGANISATION),
    ("Vrouwengroep Samen Sterk (verzonnen)", ReferrerKind.ORGANISATION),
    ("Wijkregisseur", ReferrerKind.PERSON),
    ("Jeugdwerker van het plein", ReferrerKind.PERSON),
)
ASKS: Final = (
    "Zoekt werk in de keuken.",
    "Wil Nederlands leren en daarna werken.",
    "Zoekt iets tijdens de schooluren.",
    "Heeft vroeger in de bouw gewerkt.",
    "Wil weten welke opleiding kan.",
    "Vraagt hulp met de inschrijving bij VDAB.",
    "Poetst nu enkele uren, wil meer.",
    "Zoekt een eerste job.",
)
SAID: Final = (
    "Komt dinsdag naar het buurthuis.",
    "Wil eerst met de partner overleggen.",
    "Heeft een cv gevonden, brengt het mee.",
    "Vraagt uitleg over kinderopvang.",
    "Afgesproken om volgende week te bellen.",
)
STREAMS: Final = {CITY: {"jobteam": 0.72, "werkpunten": 0.2, "": 0.08}, WELFARE: {"maact": 0.75, "jobteam": 0.25}}
"""In which programme somebody takes part, by who met them; the partner works for the Jobteam."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """Who meets people for one organisation, and where."""

    organisation: int
    places: Sequence[Place]
    referrers: Sequence[Referrer]
    workers: Sequence[User]
    programmes: dict[str, float]


def write_outreach(past: Past) -> None:
    """Places, referrers, contacts with what followed, files that came of them, who takes part in which programme."""
    adopt_programmes(AdoptProgrammes(programmes=read_programmes()), actor=operator())
    rng = np.random.default_rng([past.seed, 31])
    programmes = {one.slug: one for one in Programme.objects.all()}
    scenes = {slug: _scene(past, slug) for slug in WHERE}
    met = {slug: _met_before_the_file(rng, slug, scenes[slug]) for slug in scenes}
    names = NameGiver(past.seed + 31)
    accompanied = Accompaniment.objects.filter(organisation=past.guides.organisations[CITY]).count()
    number = FEWEST + accompanied // A_PERSON_EACH
    contacts = [contact for found in met.values() for contact in found]
    for slug, share in ((CITY, 0.72), (WELFARE, 0.18), (PARTNER, 0.1)):
        contacts += [_contact(rng, names, scenes[slug], past.today) for _each in range(int(number * share))]
    contacts += _just_met(rng, names, scenes[CITY], past)
    rows = Contact.objects.bulk_create(contacts, batch_size=ROWS)
    ContactMoment.objects.bulk_create(
        [moment for row in rows for moment in _moments(rng, row, past.today)], batch_size=ROWS
    )
    invented = Contact.objects.filter(is_invented=True)
    invented.update(registered_at=Cast("met_on", DateTimeField()))
    by_organisation = {scene.organisation: scene for scene in scenes.values()}
    Enrolment.objects.bulk_create(
        [
            Enrolment(
                programme=programmes[slug],
                organisation_id=row.organisation_id,
                contact=row,
                since=row.met_on,
                until=row.withdrawn_on,
            )
            for row in rows
            if (slug := one_of(rng, by_organisation[row.organisation_id].programmes))
        ],
        batch_size=ROWS,
    )
    _enrol_directly(rng, past, programmes, {row.person_id for row in rows if row.person_id})
    _go_to_work(rng, [row for row in rows if row.person_id], past.today)


def _scene(past: Past, slug: str) -> _Scene:
    organisation = past.guides.organisations[slug]
    places = Place.objects.bulk_create(
        Place(organisation=organisation, name=name, kind=kind, neighbourhood=area, is_invented=True)
        for name, kind, area in WHERE[slug]
    )
    referrers = Referrer.objects.bulk_create(
        Referrer(organisation=organisation, name=name, kind=kind, is_invented=True) for name, kind in WHO_REFERS
    )
    members = list(past.guides.members[slug])
    # The one who tries the demo as an outreach worker has work to look at.
    workers = [past.users["outreach"]] * 3 + members[:6] if slug == CITY else members[:4]
    return _Scene(organisation.pk, places, referrers, workers, STREAMS.get(slug, {"jobteam": 1.0}))


def _met_before_the_file(rng: Generator, slug: str, scene: _Scene) -> list[Contact]:
    """Contacts of people who have a file by now; met some weeks before it was made."""
    links = Accompaniment.objects.filter(
        organisation=scene.organisation, until__isnull=True, person__outreach_contacts__isnull=True
    ).select_related("person")
    found = []
    for link in links.order_by("pk"):
        if rng.random() >= SHARE_MET_FIRST[slug]:
            continue
        contact = _met(rng, scene, link.since - timedelta(days=int(rng.integers(1, 60))))
        contact.given_name = link.person.given_name
        contact.language = link.person.language
        contact.neighbourhood = link.person.neighbourhood
        contact.reach, contact.was_reachable = "0470 00 00 00", True
        contact.person, contact.filed_on = link.person, link.since
        found.append(contact)
    return found


def _met(rng: Generator, scene: _Scene, day: date) -> Contact:
    has_referrer = rng.random() < 0.35
    return Contact(
        reference=_reference(rng),
        sent_as=_reference(rng),
        organisation_id=scene.organisation,
        registered_by=scene.workers[int(rng.integers(len(scene.workers)))],
        met_on=day,
        place=scene.places[int(len(scene.places) * rng.random() ** 1.4)],
        referrer=scene.referrers[int(rng.integers(len(scene.referrers)))] if has_referrer else None,
        note=ASKS[int(rng.integers(len(ASKS)))] if rng.random() < 0.5 else "",
        is_invented=True,
    )


def _contact(rng: Generator, names: NameGiver, scene: _Scene, today: date) -> Contact:
    """Somebody without a file: met in the last three years, a little more often of late."""
    days = int(YEARS * 365 * rng.random() ** 1.3)
    contact = _met(rng, scene, today - timedelta(days=days))
    _introduce(rng, names, contact)
    if rng.random() < 0.13:
        _withdraw(rng, contact, today)
    is_over = contact.withdrawn_on is not None and contact.withdrawn_on < today - timedelta(days=30)
    if days > KEPT_DAYS + 60 or is_over:
        _forget(contact, today)
    return contact


def _introduce(rng: Generator, names: NameGiver, contact: Contact) -> None:
    kind = one_of(rng, {"both": 0.62, "name": 0.2, "reach": 0.08, "seen": 0.1})
    contact.language = one_of(rng, {"nl": 0.4, "tr": 0.14, "bg": 0.12, "ar": 0.1, "fr": 0.06, "": 0.18})
    if kind in {"both", "name"}:
        contact.given_name = names.given_and_family(contact.language or "nl", is_female=rng.random() < 0.5)[0]
    if kind in {"both", "reach"}:
        contact.reach = f"0470 00 {int(rng.integers(10, 99))} {int(rng.integers(10, 99))}"
        contact.was_reachable = True


def _withdraw(rng: Generator, contact: Contact, today: date) -> None:
    reasons = {
        WithdrawalReason.NO_WISH: 0.45,
        WithdrawalReason.UNREACHABLE: 0.3,
        WithdrawalReason.MOVED: 0.12,
        WithdrawalReason.DUPLICATE: 0.08,
        WithdrawalReason.MISTAKE: 0.05,
    }
    contact.withdrawn_because = one_of(rng, reasons)
    contact.withdrawn_on = min(today, contact.met_on + timedelta(days=int(rng.integers(5, 90))))


def _forget(contact: Contact, today: date) -> None:
    contact.given_name = contact.reach = contact.note = contact.language = contact.neighbourhood = ""
    contact.anonymised_on = today - timedelta(days=7)


def _just_met(rng: Generator, names: NameGiver, scene: _Scene, past: Past) -> list[Contact]:
    """What waits for the outreach worker of the demo: met this week, and some weeks ago without a follow-up."""
    found = []
    for days in (0, 1, 1, 3, 6, 16, 19, 24):
        contact = _met(rng, scene, past.today - timedelta(days=days))
        contact.registered_by = past.users["outreach"]
        contact.given_name = names.given_and_family(is_female=days % 2 == 0)[0]
        contact.reach, contact.was_reachable = f"0470 00 00 {days:02d}", True
        found.append(contact)
    return found


def _moments(rng: Generator, contact: Contact, today: date) -> list[ContactMoment]:
    """How somebody was followed up; of those met lately by the worker of the demo, nobody was yet."""
    last = contact.filed_on or contact.withdrawn_on or today
    room = (last - contact.met_on).days
    is_only_seen = contact.anonymised_on is None and not (contact.given_name or contact.reach)
    if room < 1 or is_only_seen or (contact.reach.startswith("0470 00 00 ") and contact.filed_on is None):
        return []
    number = one_of(rng, {0: 0.35, 1: 0.3, 2: 0.2, 3: 0.15})
    kinds = {
        MomentKind.CALL: 0.36,
        MomentKind.TALK: 0.2,
        MomentKind.MESSAGE: 0.14,
        MomentKind.NO_ANSWER: 0.22,
        MomentKind.VISIT: 0.04,
        MomentKind.GROUP: 0.04,
    }
    has_words = contact.anonymised_on is None
    drawn = [one_of(rng, kinds) for _each in range(number)]
    return [
        ContactMoment(
            reference=_reference(rng),
            contact=contact,
            on=contact.met_on + timedelta(days=int(rng.integers(1, min(room, 60) + 1))),
            kind=kind,
            note=SAID[int(rng.integers(len(SAID)))]
            if has_words and kind != MomentKind.NO_ANSWER and rng.random() < 0.5
            else "",
            by_id=contact.registered_by_id,
        )
        for kind in drawn
    ]


def _enrol_directly(rng: Generator, past: Past, programmes: dict[str, Programme], known: set[int | None]) -> None:
    """People with a file who were never met by outreach take part too: at a desk, or sent by the welfare centre."""
    rows = []
    for slug, programme, share in ((CITY, "werkpunten", 0.15), (WELFARE, "maact", 0.3)):
        organisation = past.guides.organisations[slug]
        links = Accompaniment.objects.filter(organisation=organisation, until__isnull=True).exclude(person__in=known)
        for person, since in links.order_by("pk").values_list("person_id", "since"):
            if rng.random() < share:
                rows.append(
                    Enrolment(programme=programmes[programme], organisation=organisation, person_id=person, since=since)
                )
    Enrolment.objects.bulk_create(rows, batch_size=ROWS)


def _go_to_work(rng: Generator, contacts: Sequence[Contact], today: date) -> None:
    """Some of those with a file found work or training after a while: their status says so since that day."""
    started: dict[int, date] = {}
    trained: dict[int, date] = {}
    for contact in contacts:
        if contact.person_id is None or contact.filed_on is None:
            continue
        day = contact.filed_on + timedelta(days=int(rng.integers(40, 220)))
        if day > today or contact.person_id in started or contact.person_id in trained:
            continue
        fate = one_of(rng, {"work": 0.3, "training": 0.14, "": 0.56})
        if fate:
            (started if fate == "work" else trained)[contact.person_id] = day
    open_ones = PersonStatus.objects.filter(person__in=[*started, *trained], until__isnull=True).order_by("pk")
    has_open: dict[int, set[str]] = {}
    ending = []
    for status in open_ones:
        has_open.setdefault(status.person_id, set()).add(status.kind)
        ends = status.kind in {StatusKind.JOB_SEEKER, StatusKind.INACTIVE} and status.person_id in started
        if ends:
            status.until = max(status.since, started[status.person_id])
            ending.append(status)
    PersonStatus.objects.bulk_update(ending, ["until"], batch_size=ROWS)
    new = [
        PersonStatus(person_id=person, kind=kind, since=day)
        for days, kind in ((started, StatusKind.EMPLOYED), (trained, StatusKind.STUDENT))
        for person, day in days.items()
        if kind not in has_open.get(person, set())
    ]
    PersonStatus.objects.bulk_create(new, batch_size=ROWS)


def _reference(rng: Generator) -> uuid.UUID:
    return uuid.UUID(bytes=rng.bytes(16), version=4)
