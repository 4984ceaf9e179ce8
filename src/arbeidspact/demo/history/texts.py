"""Texts that were read in the demo: an invented file of vacancies whose titles say little, and what people answered.

Made by the actions that the screens use. What is read of a title is decided by the reader of this installation.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from arbeidspact.demo.history.past import Past
from arbeidspact.demo.organisations import CITY, PES
from arbeidspact.exchange.vacancies import import_vacancies
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Role
from arbeidspact.people.access import open_file
from arbeidspact.people.models import Accompaniment
from arbeidspact.proposals.actions import decide_proposal, finish_reading, read_vacancy_text
from arbeidspact.proposals.commands import DecideProposal, FinishReading, ReadVacancyText
from arbeidspact.proposals.models import Decision, Feedback, ProposalKind, TextKind, TextReading
from arbeidspact.proposals.person_commands import ReadPersonText
from arbeidspact.proposals.profile import read_person_text
from arbeidspact.vacancies.models import Employer, Vacancy

SOURCE: Final = "demo-bestand"
WAITING: Final = (
    ("Polyvalent medewerker (m/v/x)", "Je springt bij waar het druk is: magazijn, winkel en klein onderhoud."),
    ("Duizendpoot voor ons team", "Je onthaalt bezoekers, beantwoordt de telefoon en houdt de planning bij."),
    ("Medewerker facility", "Je zet zalen klaar, vult voorraden aan en doet kleine herstellingen."),
    ("Technieker binnendienst", "Je herstelt toestellen in ons atelier. Rijbewijs B is een plus."),
    ("Begeleider vrije tijd", "Je begeleidt kinderen van 6 tot 12 jaar in de vakanties."),
    ("Logistiek talent gezocht", "Je verzamelt bestellingen met de heftruck. Goede kennis van het Nederlands."),
    ("Hulpkracht productie en inpak", "Je werkt in twee ploegen aan de lijn."),
    ("Collega voor de groenploeg", "Je maait, snoeit en ruimt zwerfvuil op."),
    ("Allround medewerker horeca", "Je helpt in de keuken en in de zaal, ook in het weekend."),
    ("Bediende dossierbeheer", "Je behandelt aanvragen en spreekt vlot Nederlands en Frans."),
)


@dataclass(frozen=True, slots=True)
class Answered:
    """A text; the words in it that a reader takes for something that they are not; and what the work is."""

    text: str
    wrong: tuple[str, ...]
    work: str = ""


VACANCY_TEXTS: Final = (
    Answered(
        "Chauffeur-monteur\n\nJe levert keukens en plaatst ze bij de klant thuis.\n- Rijbewijs B, C is een plus.\n"
        "- Je denkt mee met de klant.\n- Voltijds, dagploeg.\n\nWij verkopen ook schroeven en gereedschap.",
        ("schroeven",),
        work="ap:occupation/interior-joiner",
    ),
    Answered(
        "Medewerker voor ons loket\n\n- Je ontvangt bezoekers en wijst hen de weg.\n- Je bestelt koffie en papier.\n"
        "- 19 uur per week, ook op zaterdag: dan is de bakker beneden dicht.",
        ("bakker",),
        work="ap:occupation/receptionist",
    ),
)
STORIES: Final = (
    Answered(
        "Als vrijwilliger hielp ik bij het feest van de wijk. Daarvoor was ik acht jaar winkelbediende. Mijn vrouw "
        "werkt als kassierster en mijn zoon is lasser. Ik spreek Turks en goed Nederlands.",
        ("vrijwilliger", "kassierster", "lasser"),
    ),
    Answered(
        "In mijn land was ik elektricien. Mijn broer is hier bakker, ik help hem soms met zijn papieren. Ik heb "
        "rijbewijs B en ik leer Nederlands.",
        ("bakker",),
    ),
)


def write_texts(past: Past) -> None:
    """A file with vacancies that wait for an occupation, and texts of which somebody rejected some proposals."""
    manager = Actor(past.users["account-manager"], past.guides.organisations[PES], frozenset({Role.ACCOUNT_MANAGER}))
    employers = list(
        Employer.objects.filter(is_invented=True, organisation=None).order_by("pk").values_list("name", "area")
    )
    if employers:
        import_vacancies(_file(employers, past.today), actor=manager)
        # What a better reader is sure of is a vacancy at once, and as invented as the rest.
        Vacancy.objects.filter(source=SOURCE).update(is_invented=True)
    for one in VACANCY_TEXTS:
        _answer(read_vacancy_text(ReadVacancyText(text=one.text), actor=manager), one, manager)
    _tell(past)
    Feedback.objects.update(is_invented=True)


def _tell(past: Past) -> None:
    """The counsellor has the stories of two people read."""
    counsellor = Actor(past.users["counsellor"], past.guides.organisations[CITY], frozenset({Role.COUNSELLOR}))
    own = Accompaniment.objects.filter(
        organisation=counsellor.organisation, referent=counsellor.user, until__isnull=True, person__is_invented=True
    )
    people = own.order_by("pk").values_list("person__reference", flat=True)
    for reference, story in zip(people, STORIES, strict=False):
        file = open_file(counsellor, reference)
        reading = read_person_text(ReadPersonText(kind=TextKind.STORY, text=story.text), file=file)
        _answer(reading, story, counsellor)


def _answer(reading: TextReading, answered: Answered, actor: Actor) -> None:
    """Rejects what is wrong, says what the work is where the reader has another idea, and is done with the text."""
    for proposal in reading.proposals.order_by("start", "pk"):
        is_wrong = any(word in reading.text[proposal.start : proposal.end] for word in answered.wrong)
        is_other_work = bool(answered.work) and proposal.kind == ProposalKind.OCCUPATION
        if is_wrong or is_other_work:
            answer = DecideProposal(
                reading=reading.reference,
                proposal=proposal.pk,
                decision=Decision.ACCEPTED if is_other_work else Decision.REJECTED,
                chosen=answered.work if is_other_work else "",
            )
            decide_proposal(answer, actor=actor, person=reading.person)
    finish_reading(FinishReading(reading=reading.reference), actor=actor, person=reading.person)


def _file(employers: Sequence[tuple[str, str]], today: date) -> bytes:
    """The CSV that the import takes."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(("source", "external_id", "title", "description", "employer", "area", "opens_on"))
    for number, (title, description) in enumerate(WAITING):
        employer, area = employers[number % len(employers)]
        opens_on = today - timedelta(days=number % 5)
        rows.writerow((SOURCE, f"D-{number + 1:03}", title, description, employer, area, opens_on.isoformat()))
    return text.getvalue().encode()
