"""A few invented decisions of the steering group and one frozen review, made by the actions themselves.

Marked as invented, on screen too: the steering group of Ghent's pact never decided this.
"""

from datetime import date, timedelta
from typing import Any, Final

from arbeidspact.demo.history.past import Past
from arbeidspact.demo.organisations import CITY, PES
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Role
from arbeidspact.steering.decision_commands import (
    AddTask,
    AdoptDecision,
    CorrectDecision,
    DecisionContent,
    FinishTask,
    RecordDecision,
)
from arbeidspact.steering.decisions import add_task, adopt_decision, correct_decision, finish_task, record_decision
from arbeidspact.steering.models import ChangeKind, Decision, Signal
from arbeidspact.steering.review_commands import CommentOnAction, FreezeReview, StartReview, WriteConclusions
from arbeidspact.steering.reviews import comment_on_action, freeze_review, start_review, write_conclusions

PACT: Final = "arbeidspact-gent"
INVENTED: Final = "Verzonnen voorbeeld: "


def write_decisions(past: Past) -> None:
    """Three invented decisions, one of them corrected and one amended, and a review that was frozen."""
    steering = Actor(past.users["steering"], past.guides.organisations[CITY], frozenset({Role.STEERING_MEMBER}))
    first = _decide(
        steering,
        past.today - timedelta(days=121),
        title="het derde doel krijgt een voorlopige maat",
        english="the third goal gets a provisional measure",
        text="Tot de jaarlijkse evaluatie meten we het aandeel vervulde vacatures per kwartaal, zonder streefcijfer.",
        motivation="Zonder maat kan niemand zeggen of we vooruitgaan. Een streefcijfer vraagt eerst een nulmeting.",
        about=("goal:vacancies", *_signal("geen cijfer")),
        minority=(
            {
                "who": "Voka",
                "why": "Een maat zonder streefcijfer verandert niets. Wij vragen een getal tegen de zomer.",
            },
        ),
    )
    _task(first, steering, "Nulmeting van de vervulde vacatures maken", "Werkgroep data", past.today, due=-30, done=-41)
    _task(first, steering, "Voorstel voor een streefcijfer voorleggen", "Stuurgroep", past.today, due=45)
    second = _decide(
        steering,
        past.today - timedelta(days=64),
        title="maandelijks overleg over vrije plaatsen in maatwerk",
        english="a monthly meeting about free places in supported employment",
        text="De maatwerkbedrijven en de toeleiders verdelen elke maand samen de vrije plaatsen.",
        motivation="De wachtlijst groeit terwijl plaatsen soms weken leeg staan.",
        about=("track:back-to-work", *_signal("wachtlijst")),
    )
    correct_decision(
        CorrectDecision(
            decision=second.reference,
            content=_content(
                past.today - timedelta(days=64),
                title="maandelijks overleg over vrije plaatsen in maatwerk",
                english="a monthly meeting about free places in supported employment",
                text="De maatwerkbedrijven, VDAB en OCMW verdelen elke maand samen de vrije plaatsen.",
                motivation="De wachtlijst groeit terwijl plaatsen soms weken leeg staan.",
                about=("track:back-to-work", *_signal("wachtlijst")),
            ),
            correction="In de eerste tekst ontbraken VDAB en OCMW; zij zaten wel aan tafel.",
        ),
        actor=steering,
    )
    adopt_decision(AdoptDecision(decision=second.reference), actor=steering)
    _task(second, steering, "Gedeelde lijst van vrije plaatsen opzetten", "VDAB", past.today, due=-6)
    _decide(
        steering,
        past.today - timedelta(days=12),
        title="het overleg over maatwerk komt elke twee weken samen",
        english="the meeting about supported employment takes place every two weeks",
        text="Tot de wachtlijst korter is, komt het overleg elke twee weken samen in plaats van elke maand.",
        motivation="De partners signaleerden opnieuw dat de wachtlijst groeit.",
        about=("track:back-to-work",),
        changes=second,
    )
    _freeze(past, steering)
    Decision.objects.filter(pact=PACT).update(is_invented=True)


def _decide(steering: Actor, taken_on: date, *, changes: Decision | None = None, **said: Any) -> Decision:
    decision = record_decision(
        RecordDecision(
            pact=PACT,
            content=_content(taken_on, **said),
            changes=changes.reference if changes else None,
            change_kind=ChangeKind.AMENDS if changes else None,
        ),
        actor=steering,
    )
    adopt_decision(AdoptDecision(decision=decision.reference), actor=steering)
    return decision


def _content(
    taken_on: date,
    *,
    title: str,
    english: str,
    text: str,
    motivation: str,
    about: tuple[str, ...],
    minority: tuple[dict[str, str], ...] = (),
) -> DecisionContent:
    return DecisionContent(
        body="steering-group",
        taken_on=taken_on,
        title_nl=f"{INVENTED}{title}",
        title_en=f"Invented example: {english}",
        text=text,
        motivation=motivation,
        about=about,
        minority=minority,  # type: ignore[arg-type]
    )


def _task(
    decision: Decision, steering: Actor, what: str, owner: str, today: date, *, due: int, done: int | None = None
) -> None:
    due_on = today + timedelta(days=due)
    task = add_task(AddTask(decision=decision.reference, what=what, owner=owner, due_on=due_on), actor=steering)
    if done is not None:
        done_on = today + timedelta(days=done)
        finish_task(FinishTask(task=task.reference, done_on=done_on, outcome="Klaar, en besproken."), actor=steering)


def _signal(word: str) -> tuple[str, ...]:
    found = Signal.objects.filter(pact=PACT, title__icontains=word).order_by("pk").first()
    return (f"signal:{found.reference}",) if found else ()


def _freeze(past: Past, steering: Actor) -> None:
    until = past.today - timedelta(days=1)
    review = start_review(StartReview(pact=PACT, since=until - timedelta(days=365), until=until), actor=steering)
    review.is_invented = True
    review.save(update_fields=["is_invented"])
    vdab = Actor(past.users["counsellor-vdab"], past.guides.organisations[PES], frozenset({Role.TEAM_LEAD}))
    for actor, action, text in (
        (steering, "jobteam", "Verzonnen voorbeeld: het bereik haalt de planning, de doorstroom nog niet."),
        (vdab, "kids-at-vdab", "Verzonnen voorbeeld: de vraag is groter dan het aantal plaatsen."),
    ):
        comment_on_action(CommentOnAction(review=review.reference, action=action, text=text), actor=actor)
    conclusions = (
        "Verzonnen voorbeeld. Het eerste doel vraagt meer tempo. Voor het derde doel ontbreekt nog altijd een getal: "
        "dat ligt er bij de volgende evaluatie."
    )
    write_conclusions(WriteConclusions(review=review.reference, text=conclusions), actor=steering)
    freeze_review(FreezeReview(review=review.reference), actor=steering)
