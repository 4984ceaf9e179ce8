"""The project fund of the demo: invented calls, applications, a jury, a grant paid in parts, a contract by result.

Ghent's fund is in the pact as published; nothing here was. Everything is marked as invented, and done with the actions
of the product, so that it could have happened so; only its days are put back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from django.utils import timezone

from arbeidspact.correspondence.models import Message
from arbeidspact.demo.history.past import Past
from arbeidspact.demo.organisations import CITY, PARTNER, SCHOOL, SOCIAL_ECONOMY
from arbeidspact.exchange.workbook import Sheet, workbook_of
from arbeidspact.funding import actions, commands
from arbeidspact.funding.models import (
    Application,
    Call,
    Claim,
    Contract,
    ContractKind,
    DecisionOutcome,
    Instalment,
    InstalmentKind,
    MoneySource,
    PartyRole,
    PaymentShape,
    RequiredPart,
    Submission,
)
from arbeidspact.funding.verification_commands import AddEvidence
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Organisation, OrganisationKind, Role
from arbeidspact.pact.models import Pact

OBJECTION: Final = (
    "Verzonnen voorbeeld: schrijf binnen dertig dagen een brief met uw redenen aan wie de oproep uitschreef."
)
KINDS: Final = (OrganisationKind.PARTNER, OrganisationKind.SOCIAL_ECONOMY, OrganisationKind.SCHOOL)


@dataclass(frozen=True, slots=True)
class _Cast:
    """Who plays which part."""

    steering: Actor
    analyst: Actor
    administrator: Actor
    team_lead: Actor
    coach: Actor
    school: Actor
    partner: Actor


@dataclass(frozen=True, slots=True)
class _Project:
    """What an application says."""

    title: str
    summary: str
    asked: int
    own: int
    people: int
    what: str


HARBOUR: Final = _Project(
    "Leren en werken in de haven",
    "Twaalf weken leren in een magazijn, met een taalcoach op de werkvloer. "
    "Wie slaagt, begint bij een bedrijf in de haven.",
    38_000,
    12_000,
    24,
    "mensen die aan de opleiding beginnen",
)
KITCHEN: Final = _Project(
    "Proefdraaien in de keuken",
    "Korte proefplaatsen in grootkeukens voor wie lang zonder werk is, met begeleiding tot drie maanden na de start.",
    30_000,
    8_000,
    30,
    "mensen op een proefplaats",
)
BICYCLES: Final = _Project(
    "Fietsen herstellen, mensen vooruit",
    "Een herstelplaats in de buurt waar mensen van de wachtlijst van maatwerk alvast ervaring opdoen.",
    45_000,
    15_000,
    18,
    "mensen die drie maanden meewerken",
)
DIGITAL: Final = _Project(
    "Digitaal op weg naar werk",
    "Avonden in het buurthuis: solliciteren met de computer, en een laptop in leen.",
    16_500,
    5_500,
    60,
    "deelnemers",
)


def write_funding(past: Past) -> None:
    """Three calls in three states, a grant that is partly paid with a result that waits for its verifier, and a social
    impact bond that waits for its figure."""
    cast = _cast(past)
    pact = Pact.objects.order_by("slug").values_list("slug", flat=True).first() or ""
    _decided_call(cast, pact, past.today)
    _judged_call(cast, pact, past.today)
    _open_call(cast, pact, past.today)
    _bond(cast, past.today)
    now = timezone.now()
    Message.objects.filter(kind__startswith="fund-", handed_over_at__isnull=True).update(
        handed_over_at=now, delivered_at=now, next_attempt_at=None
    )


def _cast(past: Past) -> _Cast:
    organisations = {
        one.slug: one for one in Organisation.objects.filter(slug__in=[CITY, PARTNER, SCHOOL, SOCIAL_ECONOMY])
    }

    def plays(login: str, organisation: str, role: Role) -> Actor:
        return Actor(past.users[login], organisations[organisation], frozenset({role}))

    return _Cast(
        steering=plays("steering", CITY, Role.STEERING_MEMBER),
        analyst=plays("analyst", CITY, Role.ANALYST),
        administrator=plays("administrator", CITY, Role.ADMINISTRATOR),
        team_lead=plays("team-lead", CITY, Role.TEAM_LEAD),
        coach=plays("coach", SOCIAL_ECONOMY, Role.SOCIAL_ECONOMY_COACH),
        school=plays("school", SCHOOL, Role.LEARNING_PROVIDER),
        partner=plays("counsellor", PARTNER, Role.TEAM_LEAD),
    )


def _decided_call(cast: _Cast, pact: str, today: date) -> None:
    assert cast.coach.organisation is not None
    call = _call(
        cast, pact, "Eerste stappen op de werkvloer", "First steps at work", 60_000, verifier=cast.coach.organisation.pk
    )
    harbour = _submitted(call, cast.school, HARBOUR, today)
    kitchen = _submitted(call, cast.partner, KITCHEN, today)
    jurors = (cast.analyst, cast.team_lead)
    for juror in jurors:
        _appoint(call, juror, cast)
    _closed(call, days_ago=60)
    for application, points in ((harbour, (8, 4)), (kitchen, (6, 3))):
        for juror in jurors:
            _score(application, juror, points)
    _decide(harbour, DecisionOutcome.GRANTED, 38_000, "Bereikt mensen voor wie een gewone opleiding te ver ligt.", cast)
    _decide(
        kitchen, DecisionOutcome.RESERVE, 0, "Een goed plan; het geld van deze oproep is te klein voor beide.", cast
    )
    _pay_in_parts(Contract.objects.get(application=harbour), cast, today)


def _pay_in_parts(contract: Contract, cast: _Cast, today: date) -> None:
    advance = _instalment(contract, cast, InstalmentKind.ADVANCE, "Voorschot bij de start", 12_000)
    milestone = _instalment(contract, cast, InstalmentKind.MILESTONE, "De eerste groep is begonnen", 10_000)
    metric = commands.MetricEntry(
        reported_what="mensen die na drie maanden nog werken",
        period=str(today.year),
        shape=PaymentShape.PER_UNIT,
        price=Decimal(1_000),
    )
    result = _instalment(contract, cast, InstalmentKind.RESULT, "Aan het werk gebleven", 16_000, metric)
    claim = _claim(advance, cast.school)
    actions.check_claim(
        commands.CheckClaim(claim=claim.reference, note="De overeenkomst is getekend."), actor=cast.analyst
    )
    actions.approve_claim(commands.ApproveClaim(claim=claim.reference), actor=cast.steering)
    actions.pay_claim(
        commands.PayClaim(claim=claim.reference, booked_on=today, voucher="VERZONNEN-1"), actor=cast.administrator
    )
    report = actions.send_report(
        commands.SendReport(
            contract=contract.reference,
            period_start=today - timedelta(days=50),
            period_end=today - timedelta(days=5),
            text="De eerste groep is begonnen: veertien mensen, van wie elf nog meedoen.",
            realised_number=14,
            spent=Decimal("9650.40"),
            evidence="Aanwezigheidslijsten zonder namen, bij de school te zien.",
        ),
        actor=cast.school,
    )
    _claim(milestone, cast.school, report=report.reference)
    _prove(contract, result, cast)
    _claim(result, cast.school, value=Decimal(9), evidence="Geteld uit de lijst die erbij zit.")


def _prove(contract: Contract, result: Instalment, cast: _Cast) -> None:
    """A list that counts people and names none, as the verifier finds it."""
    weeks = [[f"Deelnemer {number}", 12 + number % 4] for number in range(1, 10)]
    data = workbook_of([Sheet("Verzonnen", ("Wie, zonder naam", "Weken aan het werk"), weeks)])
    actions.add_evidence(
        AddEvidence(
            contract=contract.reference,
            instalment=result.reference,
            description="Verzonnen lijst van weken aan het werk, zonder namen",
        ),
        data,
        actor=cast.school,
    )


def _judged_call(cast: _Cast, pact: str, today: date) -> None:
    call = _call(cast, pact, "Een plaats voor wie lang wacht", "A place for those who wait long", 75_000)
    bicycles = _submitted(call, cast.coach, BICYCLES, today)
    digital = _submitted(call, cast.partner, DIGITAL, today)
    for juror in (cast.analyst, cast.team_lead, cast.coach, cast.school):
        _appoint(call, juror, cast)
    actions.ask_clarification(
        commands.AskClarification(application=bicycles.reference, question="Wie verzekert de deelnemers?"),
        actor=cast.steering,
    )
    _closed(call, days_ago=6)
    _score(digital, cast.team_lead, (7, 4))
    actions.declare_interest(
        commands.DeclareInterest(
            application=digital.reference, has_interest=True, reason="Onze school leent haar lokalen aan dit project."
        ),
        actor=cast.school,
    )


def _open_call(cast: _Cast, pact: str, today: date) -> None:
    call = _call(cast, pact, "Werk en zorg: samen vooruit", "Work and care: forward together", 50_000)
    draft = actions.start_application(commands.StartApplication(call=call.reference), actor=cast.coach)
    actions.save_application(
        commands.SaveApplication(
            application=draft.reference,
            title="Zorghulpen uit de buurt",
            summary="Mensen uit de buurt leren helpen bij de maaltijden in een woonzorgcentrum.",
            contact_name=draft.contact_name,
            contact_email=draft.contact_email,
            budget=(commands.BudgetEntry(what="Begeleiding, halftijds", amount=Decimal(21_000)),),
        ),
        actor=cast.coach,
    )
    _dated(call, opened=today - timedelta(days=10), closes=_evening(today + timedelta(days=21)))


def _bond(cast: _Cast, today: date) -> None:
    assert cast.coach.organisation is not None
    contract = actions.make_contract(
        commands.MakeContract(
            kind=ContractKind.SOCIAL_IMPACT_BOND,
            title="Van wachtlijst naar werk",
            payee=cast.coach.organisation.pk,
            amount=Decimal(60_000),
            starts_on=date(today.year, 1, 1),
            ends_on=date(today.year + 1, 12, 31),
            comparison="Verzonnen voorbeeld: van tien mensen op de wachtlijst vinden er twee zonder hulp werk.",
            parties=(
                commands.PartyEntry(role=PartyRole.INVESTOR, name="Een verzonnen investeerder"),
                commands.PartyEntry(role=PartyRole.VERIFIER, name="Een verzonnen onderzoeksbureau"),
            ),
            is_invented=True,
        ),
        actor=cast.steering,
    )
    counted = commands.MetricEntry(
        reported_what="mensen van de wachtlijst die zes maanden werken",
        period=str(today.year),
        shape=PaymentShape.STEPPED,
        price=Decimal(5_000),
        step=Decimal(4),
        deadweight_percent=Decimal(20),
    )
    published = commands.MetricEntry(
        indicator="unemployment-rate",
        area="gent",
        period=str(today.year),
        baseline=Decimal("9.4"),
        target=Decimal("8.4"),
        is_falling=True,
        shape=PaymentShape.LINEAR,
    )
    _instalment(contract, cast, InstalmentKind.RESULT, "Uit de wachtlijst aan het werk", 40_000, counted)
    _instalment(contract, cast, InstalmentKind.RESULT, "Minder werkloosheid in de stad", 20_000, published)


def _call(cast: _Cast, pact: str, title_nl: str, title_en: str, budget: int, *, verifier: int | None = None) -> Call:
    now = timezone.now()
    call = actions.prepare_call(
        commands.PrepareCall(
            pact=pact,
            title_nl=title_nl,
            title_en=title_en,
            summary_nl="Verzonnen oproep. We zoeken projecten die mensen stap voor stap naar werk brengen, samen met "
            "anderen in de stad.",
            summary_en="Invented call. We look for projects that bring people to work step by step, together with "
            "others in the city.",
            budget=Decimal(budget),
            opens_at=now - timedelta(days=1),
            closes_at=now + timedelta(days=1),
            for_kinds=KINDS,
            required_parts=(RequiredPart.TARGET_GROUP, RequiredPart.PLANNED_NUMBER, RequiredPart.MILESTONES),
            max_amount=Decimal(45_000),
            max_share=Decimal(80),
            objection_nl=OBJECTION,
            verifier=verifier,
            criteria=(
                commands.CriterionEntry(name_nl="Bereik van de doelgroep", name_en="Reach", weight=3, scale=10),
                commands.CriterionEntry(
                    name_nl="Haalbaarheid", name_en="Feasibility", weight=2, scale=5, minimum=Decimal(2)
                ),
            ),
            is_invented=True,
        ),
        actor=cast.steering,
    )
    return actions.publish_call(commands.PublishCall(call=call.reference), actor=cast.steering)


def _submitted(call: Call, actor: Actor, project: _Project, today: date) -> Application:
    application = actions.start_application(commands.StartApplication(call=call.reference), actor=actor)
    actions.save_application(
        commands.SaveApplication(
            application=application.reference,
            title=project.title,
            summary=project.summary,
            contact_name=application.contact_name,
            contact_email=application.contact_email,
            target_group="Gentenaars die langer dan een jaar zonder werk zijn.",
            planned_number=project.people,
            planned_what=project.what,
            stated_total=Decimal(project.asked + project.own),
            budget=(
                commands.BudgetEntry(what="Begeleiding", source=MoneySource.FUND, amount=Decimal(project.asked)),
                commands.BudgetEntry(what="Lokalen en materiaal", source=MoneySource.OWN, amount=Decimal(project.own)),
            ),
            milestones=(commands.MilestoneEntry(what="De eerste groep begint", due_on=today + timedelta(days=60)),),
        ),
        actor=actor,
    )
    actions.submit_application(commands.SubmitApplication(application=application.reference), actor=actor)
    return application


def _closed(call: Call, *, days_ago: int) -> None:
    """The call was open for a month and closed so many days ago; what was submitted came a day before."""
    closes = _evening(timezone.localdate() - timedelta(days=days_ago))
    _dated(call, opened=closes.date() - timedelta(days=30), closes=closes)
    before = closes - timedelta(days=1)
    Submission.objects.filter(application__call=call).update(submitted_at=before)
    Application.objects.filter(call=call, submitted_at__isnull=False).update(submitted_at=before)


def _dated(call: Call, *, opened: date, closes: datetime) -> None:
    opens = datetime.combine(opened, time(9), tzinfo=timezone.get_current_timezone())
    Call.objects.filter(pk=call.pk).update(opens_at=opens, published_at=opens, closes_at=closes)


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(23, 59), tzinfo=timezone.get_current_timezone())


def _appoint(call: Call, juror: Actor, cast: _Cast) -> None:
    assert juror.user is not None
    actions.appoint_juror(commands.AppointJuror(call=call.reference, email=juror.user.email), actor=cast.steering)


def _score(application: Application, juror: Actor, points: Sequence[int]) -> None:
    actions.declare_interest(
        commands.DeclareInterest(application=application.reference, has_interest=False), actor=juror
    )
    scores = tuple(
        commands.ScoreEntry(criterion=criterion.pk, points=given, argument="Zo staat het in de aanvraag.")
        for criterion, given in zip(application.call.criteria.order_by("order"), points, strict=True)
    )
    actions.save_scores(
        commands.SaveScores(application=application.reference, scores=scores, hand_in=True), actor=juror
    )


def _decide(application: Application, outcome: DecisionOutcome, amount: int, why: str, cast: _Cast) -> None:
    actions.decide_application(
        commands.DecideApplication(
            application=application.reference, outcome=outcome, amount=Decimal(amount), motivation=why
        ),
        actor=cast.steering,
    )


def _instalment(
    contract: Contract,
    cast: _Cast,
    kind: InstalmentKind,
    title: str,
    amount: int,
    metric: commands.MetricEntry | None = None,
) -> Instalment:
    return actions.add_instalment(
        commands.AddInstalment(
            contract=contract.reference, kind=kind, title=title, amount=Decimal(amount), metric=metric
        ),
        actor=cast.steering,
    )


def _claim(instalment: Instalment, by: Actor, **values: object) -> Claim:
    return actions.claim_instalment(
        commands.ClaimInstalment(instalment=instalment.reference, **values),  # type: ignore[arg-type]
        actor=by,
    )
