"""Invented agreements: what people and organisations promised each other, who said yes, and what became of it."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import Final, TypeVar

import numpy as np
from django.utils import timezone
from numpy.random import Generator

from arbeidspact.agreements.models import (
    Agreement,
    AgreementEvent,
    AgreementEventKind,
    AgreementKind,
    AgreementState,
    AgreementVersion,
    ClosedAs,
    Confirmation,
    ConfirmedHow,
    ObjectedHow,
    Objection,
    ObjectionAnswer,
    Outcome,
    Party,
    Promise,
    Promiser,
)
from arbeidspact.agreements.phrases import has_phrases
from arbeidspact.demo.history.past import Past
from arbeidspact.demo.population.draws import one_of
from arbeidspact.people.models import Accompaniment

T = TypeVar("T")
ROWS: Final = 2_000
SHARE_WITH_ONE: Final = 0.4
"""Assumption: of those accompanied, how many have an agreement."""
STATES: Final = {
    AgreementState.CONFIRMED: 0.56,
    AgreementState.ENDED: 0.16,
    AgreementState.TO_CONFIRM: 0.13,
    AgreementState.WITHDRAWN: 0.06,
    AgreementState.DRAFT: 0.05,
    AgreementState.OBJECTED: 0.04,
}
"""Assumption."""
KINDS: Final = {AgreementKind.ORDINARY: 0.65, AgreementKind.BINDING: 0.35}
HOW: Final = {ConfirmedHow.ON_SCREEN: 0.7, ConfirmedHow.BY_LINK: 0.3}
TITLES: Final = (
    "Samen naar een cursus Nederlands",
    "Werk zoeken in de logistiek",
    "Een plaats in de kinderopvang en dan werk",
    "Naar het rijbewijs",
    "Een stage om te beginnen",
    "Solliciteren met een goed cv",
)
THEIRS: Final = (
    ("Belt de school en vraagt wanneer de cursus begint.", "language"),
    ("Komt elke week langs met de sollicitaties.", "work"),
    ("Schrijft zich in bij twee uitzendkantoren.", "work"),
    ("Brengt het diploma en de papieren mee.", "administration"),
    ("Oefent de route met de fiets.", "transport"),
    ("Volgt de infosessie over de opleiding.", "learning"),
)
OURS: Final = (
    ("Betaalt de cursus en het boek.", "learning"),
    ("Regelt een laptop in bruikleen.", "digital"),
    ("Vraagt een plaats in de kinderopvang aan.", "child_care"),
    ("Belt de werkgever voor een rondleiding.", "work"),
    ("Maakt samen een cv in klare taal.", "work"),
    ("Vraagt een abonnement voor de bus aan.", "transport"),
)
PROTECTED: Final = (
    ("Belt de dienst schuldbemiddeling voor een afspraak.", "debt"),
    ("Bespreekt de uren met de huisarts.", "health"),
)
PARTNERS: Final = ("Kinderopvang De Duim (verzonnen)", "Taalpunt Noord (verzonnen)", "Fietsatelier Zuid (verzonnen)")
NO: Final = (
    "De cursus is te ver van mijn huis.",
    "Ik kan niet op woensdag, dan zijn de kinderen thuis.",
    "Ik wil eerst weten of de kinderopvang lukt.",
    "Ik begrijp niet wat ik moet doen.",
)
YES_AFTER: Final = "We hebben het samen bekeken. De dag is nu anders uitgelegd, en het past."


@dataclass(slots=True)
class _Rows:
    """What is written in bulk, in this order."""

    agreements: list[Agreement] = field(default_factory=list)
    versions: list[AgreementVersion] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    confirmations: list[Confirmation] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)
    events: list[AgreementEvent] = field(default_factory=list)

    def write(self) -> None:
        Agreement.objects.bulk_create(self.agreements, batch_size=ROWS)
        AgreementVersion.objects.bulk_create(self.versions, batch_size=ROWS)
        Promise.objects.bulk_create(self.promises, batch_size=ROWS)
        Outcome.objects.bulk_create(self.outcomes, batch_size=ROWS)
        Confirmation.objects.bulk_create(self.confirmations, batch_size=ROWS)
        Objection.objects.bulk_create(self.objections, batch_size=ROWS)
        AgreementEvent.objects.bulk_create(self.events, batch_size=ROWS)


def write_agreements(past: Past) -> None:
    """Agreements in every state. Those who try the demo find some of each among their own people."""
    rng = np.random.default_rng([past.seed, 51])
    rows = _Rows()
    for link, state in _who(rng, past):
        _write_one(rng, rows, link, state, past.today)
    rows.write()


def _who(rng: Generator, past: Past) -> Iterator[tuple[Accompaniment, AgreementState]]:
    logins = {user.pk for user in past.users.values()}
    turns = {user: cycle(STATES) for user in sorted(logins)}
    links = Accompaniment.objects.filter(until__isnull=True, since__lt=past.today - timedelta(days=14))
    for link in links.select_related("person").order_by("pk"):
        if rng.random() > SHARE_WITH_ONE:
            continue
        # The people of those who try the demo get each state in turn, so that nothing is missing there.
        own = link.referent_id in logins and rng.random() < 0.5
        yield link, next(turns[link.referent_id]) if own and link.referent_id else one_of(rng, STATES)


def _write_one(rng: Generator, rows: _Rows, link: Accompaniment, state: AgreementState, today: date) -> None:
    length = (today - link.since).days
    is_young = state in {AgreementState.TO_CONFIRM, AgreementState.DRAFT, AgreementState.OBJECTED}
    age = int(rng.integers(2, min(40, length))) if is_young else int(rng.integers(8, max(length, 9)))
    made = _moment(today - timedelta(days=min(age, length)), rng)
    agreement = Agreement(
        reference=_reference(rng),
        person_id=link.person_id,
        organisation_id=link.organisation_id,
        keeper_id=link.referent_id,
        made_at=made,
        is_invented=True,
    )
    rows.agreements.append(agreement)
    story = _Story(rng, rows, agreement, link, today)
    first = story.version(1, made, is_draft=state == AgreementState.DRAFT)
    if state == AgreementState.DRAFT:
        return
    if state == AgreementState.TO_CONFIRM:
        # Some wait because a confirmed agreement changed: the version before stays in force.
        if rng.random() < 0.3:
            story.confirm(first, made, in_force=True)
            first = story.change(first)
        if rng.random() < 0.6:
            story.yes(first, Party.ORGANISATION, first.made_at)
        return
    if state == AgreementState.OBJECTED:
        story.objection(first, is_answered=False)
        return
    if state == AgreementState.WITHDRAWN:
        story.close(ClosedAs.WITHDRAWN, "Er kwam een andere afspraak in de plaats.")
        return
    if rng.random() < 0.06:
        story.objection(first, is_answered=True)
    story.confirm(first, made + timedelta(days=int(rng.integers(0, 6))), in_force=True)
    if rng.random() < 0.2:
        second = story.change(first)
        story.confirm(second, second.made_at + timedelta(hours=2), in_force=True)
    story.outcomes(is_ended=state == AgreementState.ENDED)
    if state == AgreementState.ENDED:
        story.close(ClosedAs.ENDED, "Wat afgesproken was, is gedaan.")


class _Story:
    """What happened to one agreement, in order of time and never later than today."""

    def __init__(self, rng: Generator, rows: _Rows, agreement: Agreement, link: Accompaniment, today: date) -> None:
        self.rng, self.rows, self.agreement, self.link = rng, rows, agreement, link
        self.now = _moment(today, rng)
        self.promises: list[Promise] = []

    def version(self, number: int, at: datetime, *, is_draft: bool = False) -> AgreementVersion:
        """The first version, with its promises."""
        person = self.link.person
        version = AgreementVersion(
            reference=_reference(self.rng),
            agreement=self.agreement,
            number=number,
            title=_pick(self.rng, TITLES),
            kind=one_of(self.rng, KINDS),
            language=person.language if has_phrases(person.language) else "nl",
            made_at=at,
            made_by_id=self.link.referent_id,
            offered_at=None if is_draft else at,
        )
        self.rows.versions.append(version)
        self.note(AgreementEventKind.MADE, at, version)
        if not is_draft:
            self.note(AgreementEventKind.OFFERED, at, version)
        for place in range(int(self.rng.integers(2, 4))):
            self.promises.append(self.promise(version, place, at))
        self.rows.promises.extend(self.promises)
        return version

    def promise(self, version: AgreementVersion, place: int, at: datetime) -> Promise:
        """One promise; now and then by a partner, or about something protected."""
        draw = self.rng.random()
        if place == 0:
            promiser, (what, domain) = Promiser.PERSON, _pick(self.rng, PROTECTED if draw < 0.05 else THEIRS)
        elif draw < 0.15:
            promiser, (what, domain) = Promiser.PARTNER, ("Houdt een plaats vrij.", "")
        else:
            has_member = draw < 0.5 and self.link.referent_id is not None
            promiser = Promiser.COLLEAGUE if has_member else Promiser.ORGANISATION
            what, domain = OURS[(place * 3 + int(draw * 6)) % len(OURS)]
        return Promise(
            version=version,
            key=_reference(self.rng),
            place=place,
            promiser=promiser,
            member_id=self.link.referent_id if promiser == Promiser.COLLEAGUE else None,
            partner=_pick(self.rng, PARTNERS) if promiser == Promiser.PARTNER else "",
            what=what,
            due_on=timezone.localdate(at) + timedelta(days=int(self.rng.integers(7, 90))),
            domain=domain,
        )

    def change(self, before: AgreementVersion) -> AgreementVersion:
        """The next version: a day moved. Both are asked again."""
        at = min(max(before.made_at, before.in_force_from or before.made_at) + timedelta(days=3), self.now)
        version = AgreementVersion(
            reference=_reference(self.rng),
            agreement=self.agreement,
            number=before.number + 1,
            title=before.title,
            kind=before.kind,
            language=before.language,
            made_at=at,
            made_by_id=self.link.referent_id,
            offered_at=at,
        )
        before.replaced_at = at
        self.rows.versions.append(version)
        self.promises = [
            Promise(
                version=version,
                key=one.key,
                place=one.place,
                promiser=one.promiser,
                member_id=one.member_id,
                partner=one.partner,
                what=one.what,
                due_on=one.due_on + timedelta(days=7 if one.place == 0 else 0),
                domain=one.domain,
            )
            for one in self.promises
        ]
        self.rows.promises.extend(self.promises)
        self.note(AgreementEventKind.CHANGED, at, version)
        self.note(AgreementEventKind.OFFERED, at, version)
        return version

    def yes(self, version: AgreementVersion, party: Party, at: datetime) -> None:
        """One of both agrees. What is protected is never confirmed by a link."""
        is_protected = any(one.domain in {"debt", "health"} for one in self.promises)
        by_link = party == Party.PERSON and not is_protected and one_of(self.rng, HOW) == ConfirmedHow.BY_LINK
        how = ConfirmedHow.BY_LINK if by_link else ConfirmedHow.ON_SCREEN
        at = min(at, self.now)
        noted_by = None if by_link else self.link.referent_id
        self.rows.confirmations.append(Confirmation(version=version, party=party, how=how, at=at, noted_by_id=noted_by))
        kind = (
            AgreementEventKind.PERSON_CONFIRMED if party == Party.PERSON else AgreementEventKind.ORGANISATION_CONFIRMED
        )
        self.note(kind, at, version, how=how, is_by_person=by_link)

    def confirm(self, version: AgreementVersion, at: datetime, *, in_force: bool) -> None:
        """Both agree; a version before it is in force no longer."""
        at = min(at, self.now)
        for party in (Party.ORGANISATION, Party.PERSON):
            self.yes(version, party, at)
        if in_force:
            for earlier in self.rows.versions[-2:]:
                if earlier.agreement is self.agreement and earlier is not version and earlier.in_force_from:
                    earlier.in_force_until = at
            version.in_force_from = at
            self.note(AgreementEventKind.IN_FORCE, at, version)

    def objection(self, version: AgreementVersion, *, is_answered: bool) -> None:
        """The person says no; somebody answers it, or nobody yet."""
        at = min(version.made_at + timedelta(days=1), self.now)
        how = ObjectedHow.BY_LINK if self.rng.random() < 0.6 else ObjectedHow.WITH_COUNSELLOR
        answered = min(at + timedelta(days=2), self.now) if is_answered else None
        self.rows.objections.append(
            Objection(
                reference=_reference(self.rng),
                version=version,
                words=_pick(self.rng, NO),
                how=how,
                at=at,
                noted_by_id=None if how == ObjectedHow.BY_LINK else self.link.referent_id,
                answer=ObjectionAnswer.EXPLAINED if is_answered else "",
                answer_words=YES_AFTER if is_answered else "",
                answered_at=answered,
                answered_by_id=self.link.referent_id if is_answered else None,
            )
        )
        self.note(AgreementEventKind.OBJECTED, at, version, how=how, is_by_person=how == ObjectedHow.BY_LINK)
        if answered:
            self.note(AgreementEventKind.ANSWERED, answered, version, how=ObjectionAnswer.EXPLAINED)

    def outcomes(self, *, is_ended: bool) -> None:
        """What became of the promises that were due: most were kept, some not, of some nobody said."""
        today = timezone.localdate(self.now)
        for promise in self.promises:
            draw = self.rng.random()
            if promise.due_on >= today or (draw > 0.9 and not is_ended):
                continue
            self.rows.outcomes.append(
                Outcome(
                    agreement=self.agreement,
                    key=promise.key,
                    was_kept=draw < 0.8,
                    on=promise.due_on,
                    noted_at=min(_moment(promise.due_on, self.rng), self.now),
                    noted_by_id=self.link.referent_id,
                )
            )
            kind = AgreementEventKind.KEPT if draw < 0.8 else AgreementEventKind.NOT_KEPT
            self.note(kind, min(_moment(promise.due_on, self.rng), self.now), promise.version)

    def close(self, way: ClosedAs, why: str) -> None:
        """It was withdrawn, or has ended."""
        last = self.rows.versions[-1]
        at = min((last.in_force_from or last.made_at) + timedelta(days=int(self.rng.integers(5, 60))), self.now)
        self.agreement.closed_at, self.agreement.closed_as, self.agreement.closed_why = at, way, why
        kind = AgreementEventKind.ENDED if way == ClosedAs.ENDED else AgreementEventKind.WITHDRAWN
        self.note(kind, at, last)

    def note(
        self,
        kind: AgreementEventKind,
        at: datetime,
        version: AgreementVersion,
        *,
        how: str = "",
        is_by_person: bool = False,
    ) -> None:
        """A line in the log."""
        self.rows.events.append(
            AgreementEvent(
                agreement=self.agreement,
                version=version.number,
                kind=kind,
                how=how,
                at=at,
                by_id=None if is_by_person else self.link.referent_id,
                organisation_id=self.link.organisation_id,
            )
        )


def _moment(day: date, rng: Generator) -> datetime:
    at = time(int(rng.integers(9, 17)), int(rng.integers(60)))
    return min(datetime.combine(day, at, tzinfo=timezone.get_current_timezone()), timezone.now())


def _pick(rng: Generator, choices: Sequence[T]) -> T:
    return choices[int(rng.integers(len(choices)))]


def _reference(rng: Generator) -> uuid.UUID:
    return uuid.UUID(bytes=rng.bytes(16), version=4)
