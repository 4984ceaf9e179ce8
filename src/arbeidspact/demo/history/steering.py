"""A few invented signals of partners, in every state, so that the pages of the steering group live.

Nothing here was ever said by a partner of Ghent's pact: every row is marked as invented, on screen too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

from arbeidspact.demo.history.past import Past
from arbeidspact.demo.organisations import CITY, PARTNER, PES, SCHOOL, SOCIAL_ECONOMY, WELFARE
from arbeidspact.organisations.models import Organisation, User
from arbeidspact.steering.models import (
    AnswerKind,
    CoSignature,
    Signal,
    SignalAnswer,
    SignalEvent,
    SignalState,
    SubjectKind,
    Urgency,
)
from arbeidspact.steering.models import SignalEventKind as Event
from arbeidspact.steering.states import answer_due

PACT: Final = "arbeidspact-gent"
INVENTED: Final = "Verzonnen voorbeeld: "
LOGIN_OF: Final = {
    CITY: "counsellor",
    PES: "counsellor-vdab",
    WELFARE: "counsellor-ocmw",
    SCHOOL: "school",
    SOCIAL_ECONOMY: "coach",
    PARTNER: "counsellor",
}


@dataclass(frozen=True, slots=True)
class _Told:
    """A signal of the demo: who raised it how many days ago, and what became of it after how many days."""

    title: str
    what: str
    whom: str
    by: str
    about: tuple[SubjectKind, str]
    days_ago: int
    urgency: Urgency = Urgency.NORMAL
    suggestion: str = ""
    seen_after: int | None = None
    answered_after: int | None = None
    kind: AnswerKind = AnswerKind.ACTION_TAKEN
    answer: str = ""
    reopened_after: int | None = None
    reopened_why: str = ""
    withdrawn_after: int | None = None
    signed_by: tuple[str, ...] = ()


SIGNALS: Final = (
    _Told(
        "Te weinig plaatsen in de klas taal en werk",
        "Wie de klas taal en werk nodig heeft, wacht vier maanden. Intussen valt de helft van de trajecten stil.",
        "anderstalige werkzoekenden, ongeveer 40 per maand",
        WELFARE,
        (SubjectKind.ACTION, "jobteam"),
        days_ago=52,
        urgency=Urgency.SOON,
        suggestion="Een tweede klas, in de namiddag, op wandelafstand van een Werkpunt.",
        seen_after=6,
        signed_by=(PES, PARTNER),
    ),
    _Told(
        "Kinderopvang sluit om 18 uur, ploegen eindigen om 22 uur",
        "Alleenstaande ouders weigeren werk in ploegen omdat er geen opvang is. Werkgevers zien hen afhaken.",
        "alleenstaande ouders die in ploegen kunnen werken",
        PES,
        (SubjectKind.ACTION, "kids-at-vdab"),
        days_ago=24,
        urgency=Urgency.URGENT,
        suggestion="Opvang met ruime uren in één van de wijken langs het kanaal.",
        signed_by=(SOCIAL_ECONOMY,),
    ),
    _Told(
        "Stageplaatsen voor de logistiek zijn op",
        "In september vonden we voor één op drie leerlingen geen stageplaats in een magazijn.",
        "leerlingen van het zesde en zevende jaar logistiek",
        SCHOOL,
        (SubjectKind.TRACK, "school-to-work"),
        days_ago=9,
        suggestion="Vraag de sectorfondsen om plaatsen te garanderen.",
    ),
    _Told(
        "Geen cijfer voor het derde doel",
        "Over vacatures beter invullen is nooit een getal afgesproken. We kunnen niet zeggen of we vooruitgaan.",
        "alle partners van het pact",
        CITY,
        (SubjectKind.GOAL, "vacancies"),
        days_ago=140,
        answered_after=19,
        kind=AnswerKind.DECISION,
        answer="We meten voorlopig het aandeel vervulde vacatures per kwartaal en beslissen over een getal bij de "
        "jaarlijkse evaluatie.",
        signed_by=(PES,),
    ),
    _Told(
        "De bus naar de haven rijdt niet op zondag",
        "Wie in het weekend in de haven werkt, raakt er niet zonder auto. Zes mensen weigerden daarom een contract.",
        "werkzoekenden zonder rijbewijs of auto",
        PARTNER,
        (SubjectKind.ACTION, "bridges-to-work"),
        days_ago=210,
        answered_after=47,
        kind=AnswerKind.DECLINED,
        answer="Een zondagsbus valt buiten de middelen van dit jaar. We nemen het mee in het gesprek met de haven.",
    ),
    _Told(
        "Wachtlijst voor maatwerk groeit",
        "Er staan meer mensen op de wachtlijst dan er plaatsen vrijkomen. Sommigen wachten al een jaar.",
        "mensen met een advies voor maatwerk",
        SOCIAL_ECONOMY,
        (SubjectKind.TRACK, "back-to-work"),
        days_ago=95,
        urgency=Urgency.SOON,
        seen_after=3,
        answered_after=15,
        answer="Er is een overleg per maand met de maatwerkbedrijven om vrije plaatsen sneller te verdelen.",
        reopened_after=88,
        reopened_why="Het overleg is er, maar er komen geen plaatsen bij: de wachtlijst is weer langer.",
        signed_by=(WELFARE,),
    ),
    _Told(
        "Formulier voor de premie bestaat alleen op papier",
        "Werkgevers sturen het formulier niet terug omdat het enkel op papier bestaat.",
        "werkgevers met minder dan tien mensen",
        PES,
        (SubjectKind.ACTION, "employer-desk"),
        days_ago=33,
        withdrawn_after=5,
    ),
)


def write_steering(past: Past) -> None:
    """The invented signals with their answers, co-signatures and logs."""
    for told in SIGNALS:
        _write_signal(told, past)


def _write_signal(told: _Told, past: Past) -> None:
    def day(after: int) -> date:
        return past.today - timedelta(days=told.days_ago - after)

    organisation, user = _who(told.by, past)
    steering, member = past.guides.organisations[CITY], past.users["steering"]
    first_due, text = _due(day(0))
    log: list[tuple[Event, SignalState, int, User, Organisation, str]] = [
        (Event.RAISE, SignalState.RAISED, 0, user, organisation, "")
    ]
    if told.seen_after is not None:
        log.append((Event.ACKNOWLEDGE, SignalState.ACKNOWLEDGED, told.seen_after, member, steering, ""))
    if told.answered_after is not None:
        log.append((Event.ANSWER, SignalState.ANSWERED, told.answered_after, member, steering, told.answer))
    if told.reopened_after is not None:
        log.append((Event.REOPEN, SignalState.REOPENED, told.reopened_after, user, organisation, told.reopened_why))
    if told.withdrawn_after is not None:
        why = "Het formulier staat intussen op de website."
        log.append((Event.WITHDRAW, SignalState.WITHDRAWN, told.withdrawn_after, user, organisation, why))
    term_since = day(told.reopened_after or 0)
    signal = Signal.objects.create(
        pact=PACT,
        organisation=organisation,
        raised_by=user,
        raised_at=_at(day(0)),
        title=f"{INVENTED}{told.title[0].lower()}{told.title[1:]}",
        what=told.what,
        since=day(-60),
        whom=told.whom,
        suggestion=told.suggestion,
        urgency=told.urgency,
        about_kind=told.about[0],
        about=told.about[1],
        state=log[-1][1],
        state_since=day(log[-1][2]),
        term_since=term_since,
        term_text=text,
        due_on=_due(term_since)[0],
        is_invented=True,
    )
    SignalEvent.objects.bulk_create(_events(signal, log, day(0)))
    if told.answered_after is not None:
        SignalAnswer.objects.create(
            signal=signal,
            kind=told.kind,
            text=told.answer,
            term_since=day(0),
            due_on=first_due,
            answered_on=day(told.answered_after),
            by=member,
            organisation=steering,
        )
    for place, slug in enumerate(told.signed_by):
        partner, colleague = _who(slug, past)
        CoSignature.objects.create(
            signal=signal, organisation=partner, by=colleague, at=_at(day(min(2 + place, told.days_ago)))
        )


def _events(
    signal: Signal, log: list[tuple[Event, SignalState, int, User, Organisation, str]], first: date
) -> Iterator[SignalEvent]:
    before = ""
    for event, state, after, user, organisation, words in log:
        yield SignalEvent(
            signal=signal,
            kind=event,
            from_state=before,
            to_state=state,
            at=_at(first + timedelta(days=after)),
            by=user,
            organisation=organisation,
            words=words,
        )
        before = state


def _who(slug: str, past: Past) -> tuple[Organisation, User]:
    return past.guides.organisations[slug], past.users[LOGIN_OF[slug]]


def _due(since: date) -> tuple[date, str]:
    due = answer_due(since)
    if due is None or due.day is None:
        return since + timedelta(days=28), ""
    return due.day, due.version.slug


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9, 15)))
