"""Three invented years of talks: who spoke with whom, how, and when the next contact is."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle
from typing import Final

import numpy as np
from numpy.random import Generator

from arbeidspact.demo.history.past import Past
from arbeidspact.organisations.models import User
from arbeidspact.people.domains import LifeDomain
from arbeidspact.people.models import Accompaniment
from arbeidspact.teams.models import Channel, Conversation

ROWS: Final = 4_000
MANY: Final = 20_011
MOST_TALKS: Final = 6
LONGEST_BACK: Final = 3 * 365
SHARE_SILENT: Final = 0.08
"""With whom nobody spoke for five weeks or longer: an assumption."""
SHARE_PLANNED: Final = 0.45
SHARE_SENSITIVE: Final = 0.04
HOW: Final = (
    (Channel.IN_PERSON, 0.38),
    (Channel.PHONE, 0.3),
    (Channel.MESSAGE, 0.12),
    (Channel.VIDEO, 0.06),
    (Channel.HOME_VISIT, 0.04),
    (Channel.NO_ANSWER, 0.1),
)
NOTES: Final = (
    (LifeDomain.WORK, "Vertelde over het laatste sollicitatiegesprek. Voelt zich sterker."),
    (LifeDomain.WORK, "Samen vacatures bekeken. Wil liefst in de buurt blijven."),
    (LifeDomain.WORK, "Stuurt deze week zelf een brief."),
    (LifeDomain.LANGUAGE, "Wacht op een plaats in de cursus Nederlands."),
    (LifeDomain.LANGUAGE, "Oefent met een taalmaatje, dat gaat goed."),
    (LifeDomain.LEARNING, "Denkt aan een opleiding. Infodag opgezocht."),
    (LifeDomain.TRANSPORT, "Geen vervoer naar de haven. Fietslessen besproken."),
    (LifeDomain.CHILD_CARE, "Opvang valt weg op woensdag."),
    (LifeDomain.ADMINISTRATION, "Samen een brief gelezen en beantwoord."),
    (LifeDomain.HOUSING, "Gaat binnenkort verhuizen, blijft in Gent."),
    (LifeDomain.DIGITAL, "Account aangemaakt en samen ingelogd."),
    ("", "Kort gebeld, alles loopt."),
    ("", ""),
    ("", ""),
)
SENSITIVE_NOTES: Final = (
    (LifeDomain.HEALTH, "Verzonnen voorbeeld: heeft volgende week een afspraak bij de arts."),
    (LifeDomain.DEBT, "Verzonnen voorbeeld: afbetalingsplan besproken."),
    (LifeDomain.JUSTICE, "Verzonnen voorbeeld: attest nodig voor de werkgever."),
)


def write_talks(past: Past) -> None:
    """Talks for everybody who is accompanied: the newest one mostly in the last weeks, and silences that ask for
    somebody."""
    rng = np.random.default_rng([past.seed, 41])
    drawn = _Draws(rng)
    members = {past.guides.organisations[slug].pk: users for slug, users in past.guides.members.items()}
    waiting: list[Conversation] = []
    links = Accompaniment.objects.filter(until__isnull=True).select_related("referent").order_by("pk")
    for link in links.iterator(chunk_size=ROWS):
        by = link.referent or _somebody(rng, members.get(link.organisation_id, ()))
        if by is not None:
            waiting.extend(_talks(rng, drawn, link, by, past.today))
        if len(waiting) >= ROWS:
            Conversation.objects.bulk_create(waiting, batch_size=ROWS)
            waiting = []
    Conversation.objects.bulk_create(waiting, batch_size=ROWS)


class _Draws:
    """Channels, places in the notes and gaps, drawn many at a time: one by one takes longer than writing the rows."""

    def __init__(self, rng: Generator) -> None:
        channels, shares = zip(*HOW, strict=True)
        self.how = cycle([channels[one] for one in rng.choice(len(channels), size=MANY, p=shares)])
        self.note = cycle(rng.random(MANY + 1).tolist())
        self.is_sensitive = cycle((rng.random(MANY + 3) < SHARE_SENSITIVE).tolist())
        self.gap = cycle(rng.integers(18, 75, size=MANY + 7).tolist())


def _talks(rng: Generator, drawn: _Draws, link: Accompaniment, by: User, today: date) -> Iterator[Conversation]:
    room = min((today - link.since).days, LONGEST_BACK)
    silent = rng.random() < SHARE_SILENT
    back = int(rng.integers(36, 120)) if silent else int(rng.integers(0, 33))
    for place in range(MOST_TALKS):
        if back > room:
            return
        on = today - timedelta(days=back)
        how = next(drawn.how)
        texts = SENSITIVE_NOTES if next(drawn.is_sensitive) else NOTES
        domain, note = texts[int(next(drawn.note) * len(texts))]
        is_newest = place == 0
        # A silence that has a contact planned would be none.
        is_planned = is_newest and not silent and rng.random() < SHARE_PLANNED
        yield Conversation(
            person_id=link.person_id,
            organisation_id=link.organisation_id,
            by=by,
            on=on,
            how=how,
            was_reached=how != Channel.NO_ANSWER,
            domain=domain if how != Channel.NO_ANSWER else "",
            note=note if how != Channel.NO_ANSWER else "",
            next_contact_on=today + timedelta(days=int(rng.integers(0, 21))) if is_planned else None,
            is_invented=True,
        )
        back += next(drawn.gap)


def _somebody(rng: Generator, users: object) -> User | None:
    known = list(users) if isinstance(users, list | tuple) else []
    return known[int(rng.integers(len(known)))] if known else None
