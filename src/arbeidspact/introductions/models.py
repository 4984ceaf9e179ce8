"""Introductions of people to employers: for which vacancy, what the employer answered, and what came of it."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, User
from arbeidspact.pathways.models import RungPlacement
from arbeidspact.people.models import Person
from arbeidspact.vacancies.models import Vacancy


class Answer(models.TextChoices):
    """What the employer answered."""

    INVITED = "invited", _("Invited to an interview")
    NOT_NOW = "not_now", _("Not now")
    VACANCY_GONE = "vacancy_gone", _("The vacancy is gone")


class NotNowReason(models.TextChoices):
    """Why the employer does not invite somebody. A closed list about the work: nothing of health, family or origin."""

    EXPERIENCE = "experience", _("Looks for more experience")
    COMPETENCES = "competences", _("Looks for other competences")
    LANGUAGE = "language", _("Looks for a better knowledge of the language")
    LICENCE = "licence", _("A licence or certificate is missing")
    HOURS = "hours", _("The hours or days do not fit")
    DISTANCE = "distance", _("The workplace is too hard to reach")
    OTHER_CANDIDATE = "other_candidate", _("Chose another candidate")
    NO_REASON = "no_reason", _("Gave no reason")


class Outcome(models.TextChoices):
    """What came of the invitation."""

    HIRED = "hired", _("Hired")
    NOT_HIRED = "not_hired", _("Not hired")


class WithdrawnBecause(models.TextChoices):
    """Why we took an introduction back."""

    PERSON_ASKED = "person_asked", _("The person does not want it any more")
    WORK_ELSEWHERE = "work_elsewhere", _("The person found other work")
    NOT_AVAILABLE = "not_available", _("The person is not available now")
    NO_ANSWER = "no_answer", _("The employer keeps silent")
    MISTAKE = "mistake", _("Introduced by mistake")


class IntroductionState(models.TextChoices):
    """Derived from what was noted, never stored."""

    INTRODUCED = "introduced", _("Waits for the employer")
    INVITED = "invited", _("Invited to an interview")
    NOT_NOW = "not_now", _("Not now")
    VACANCY_GONE = "vacancy_gone", _("The vacancy is gone")
    HIRED = "hired", _("Hired")
    NOT_HIRED = "not_hired", _("Not hired")
    WITHDRAWN = "withdrawn", _("Withdrawn")


UNDER_WAY = Q(withdrawn_on__isnull=True, answer="") | Q(withdrawn_on__isnull=True, answer="invited", outcome="")
"""Those that wait for the employer, or for what comes of the invitation."""


class Introduction(models.Model):
    """A person was introduced to an employer for one vacancy, and agreed to it. The state follows from what is noted.

    `motivation` is what was sent to the employer beside the name: about the work alone.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="introductions")
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="introductions")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="introductions", verbose_name=_("introduced by")
    )
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    agreed_on = models.DateField(_("the person agreed on"))
    introduced_on = models.DateField(_("introduced on"), db_index=True)
    motivation = models.TextField(_("what was sent"), max_length=1000)
    asked_on = models.DateField(_("asked by mail on"), null=True, blank=True)
    employer_email = models.EmailField(_("mail address of the employer"), blank=True)
    answer = models.CharField(_("answer of the employer"), max_length=14, choices=Answer.choices, blank=True)
    reason = models.CharField(_("why not now"), max_length=16, choices=NotNowReason.choices, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    is_by_link = models.BooleanField(_("answered through a link"), default=False)
    outcome = models.CharField(_("what came of it"), max_length=10, choices=Outcome.choices, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    placement = models.ForeignKey(
        RungPlacement, models.SET_NULL, null=True, blank=True, related_name="introductions", verbose_name=_("place")
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_because = models.CharField(
        _("withdrawn because"), max_length=14, choices=WithdrawnBecause.choices, blank=True
    )
    noted_at = models.DateTimeField(_("noted at"), auto_now_add=True)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("introduction to an employer")
        verbose_name_plural = _("introductions to employers")
        ordering = ["-introduced_on", "-id"]
        indexes = [
            models.Index(fields=["organisation", "-introduced_on"], name="introductions_by_organisation"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "vacancy"],
                condition=UNDER_WAY,
                name="introduction_open_once",
                violation_error_message=_("This person is introduced for this vacancy already."),
            ),
            models.CheckConstraint(
                name="introduction_days_in_order",
                condition=Q(agreed_on__lte=F("introduced_on"))
                & (Q(answered_on__isnull=True) | Q(answered_on__gte=F("introduced_on")))
                & (Q(decided_on__isnull=True) | Q(decided_on__gte=F("answered_on")))
                & (Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("introduced_on"))),
                violation_error_message=_("The days are not in order."),
            ),
            models.CheckConstraint(
                name="introduction_answer_has_a_day",
                condition=Q(answer="", answered_on__isnull=True) | (~Q(answer="") & Q(answered_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="introduction_asked_at_an_address",
                condition=Q(asked_on__isnull=True, employer_email="")
                | (Q(asked_on__isnull=False, asked_on__gte=F("introduced_on")) & ~Q(employer_email="")),
            ),
            models.CheckConstraint(
                name="introduction_not_now_has_a_reason",
                condition=(Q(answer="not_now") & ~Q(reason="")) | (~Q(answer="not_now") & Q(reason="")),
                violation_error_message=_("Say why not now."),
            ),
            models.CheckConstraint(
                name="introduction_outcome_of_an_invitation",
                condition=Q(outcome="", decided_on__isnull=True)
                | (Q(answer="invited", decided_on__isnull=False, withdrawn_on__isnull=True) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="introduction_place_of_who_is_hired", condition=Q(placement__isnull=True) | Q(outcome="hired")
            ),
            models.CheckConstraint(
                name="introduction_withdrawal_is_said",
                condition=Q(withdrawn_on__isnull=True, withdrawn_because="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_because="")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)
