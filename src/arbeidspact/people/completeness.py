"""How much of a profile is known, and what to ask next. Pure: it reads numbers and yes or no, never a value."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import Message

ENOUGH_COMPETENCES: Final = 5


@dataclass(frozen=True, slots=True)
class Profile:
    """What matching could read of somebody: how many, and whether known."""

    occupations: int = 0
    competences: int = 0
    competences_with_evidence: int = 0
    languages: int = 0
    has_neighbourhood: bool = False
    has_transport: bool = False
    has_travel_time: bool = False
    has_hours: bool = False
    has_shifts: bool = False
    has_education: bool = False
    has_birth_date: bool = False
    has_contact: bool = False
    statuses: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask: about which field, in words, and why it helps. `weight` is what the answer adds, 0 to 1."""

    field: str
    text: Message
    why: Message
    weight: float


@dataclass(frozen=True, slots=True)
class Completeness:
    """The share of the profile that is known, 0 to 1, and what to ask next, the most useful first."""

    share: float
    next_questions: tuple[Question, ...]

    @property
    def percent(self) -> int:
        return round(self.share * 100)


def completeness_of(profile: Profile) -> Completeness:
    """What is known of this profile, and what to ask next?

    Returns: 1 only when nothing is left to ask; questions by what helps matching most, ties in the order below.
    The weights add up to one. They are our own judgement of what decides whether work is found, not a measurement.
    """
    open_questions = [
        Question(field, text, why, round(weight * (1 - known), 4))
        for field, weight, known, text, why in _rows(profile)
        if known < 1
    ]
    open_questions.sort(key=lambda question: -question.weight)
    missing = sum(question.weight for question in open_questions)
    return Completeness(share=round(max(0.0, 1 - missing), 4), next_questions=tuple(open_questions))


_Row = tuple[str, float, float, Message, Message]


def _rows(profile: Profile) -> tuple[_Row, ...]:
    competences = min(profile.competences / ENOUGH_COMPETENCES, 1)
    return (
        (
            "occupations",
            0.20,
            min(profile.occupations, 1),
            _("Which work do you want to do?"),
            _("Without an occupation we cannot tell good work from any work."),
        ),
        (
            "competences",
            0.22,
            competences,
            _("What can you do well? Note at least five things."),
            _("Each competence opens vacancies that ask for it."),
        ),
        (
            "languages",
            0.12,
            min(profile.languages, 1),
            _("Which languages do you speak, and how well?"),
            _("Many vacancies ask a level of Dutch."),
        ),
        (
            "neighbourhood",
            0.10,
            profile.has_neighbourhood,
            _("In which neighbourhood do you live?"),
            _("Without it we cannot tell which work is within reach."),
        ),
        (
            "transport",
            0.08,
            profile.has_transport,
            _("How can you get to work?"),
            _("A bicycle or a car brings more work within reach."),
        ),
        (
            "hours",
            0.06,
            profile.has_hours,
            _("How many hours a week can you work?"),
            _("Work that asks more hours is left out."),
        ),
        (
            "shifts",
            0.06,
            profile.has_shifts,
            _("When can you work: early, late, at night, in the weekend?"),
            _("Shift work is left out when we do not know."),
        ),
        (
            "education",
            0.04,
            profile.has_education,
            _("What is your highest diploma?"),
            _("Some vacancies ask for one, with reason or without."),
        ),
        (
            "travel",
            0.04,
            profile.has_travel_time,
            _("How long may the way to work take?"),
            _("Work that is too far is then left out."),
        ),
        (
            "evidence",
            0.03,
            min(profile.competences_with_evidence, 1),
            _("Has somebody seen you do this work, or do you have a certificate?"),
            _("Evidence convinces an employer."),
        ),
        (
            "statuses",
            0.02,
            min(profile.statuses, 1),
            _("Are you registered as a job seeker, or do you study or work?"),
            _("It decides which support applies."),
        ),
        (
            "contact",
            0.02,
            profile.has_contact,
            _("How can we reach you: phone or mail?"),
            _("Good work does not wait."),
        ),
        ("birth_date", 0.01, profile.has_birth_date, _("When were you born?"), _("It prevents a second file.")),
    )
