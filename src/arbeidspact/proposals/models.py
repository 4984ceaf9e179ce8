"""Texts that were read, what was proposed from them, what people said of it, and vacancies that wait for an answer."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, User
from arbeidspact.people.models import Person
from arbeidspact.vacancies.models import Employer


class TextKind(models.TextChoices):
    """What sort of text was read."""

    VACANCY = "vacancy", _("Text of a vacancy")
    CV = "cv", _("CV")
    STORY = "story", _("Story of a person")
    IMPORT = "import", _("Vacancy from a file")


ABOUT_A_PERSON = (TextKind.CV, TextKind.STORY)


class ProposalKind(models.TextChoices):
    """What is proposed. How `Proposal.value` writes it stands beside each."""

    OCCUPATION = "occupation", _("Occupation")  # id of the concept
    COMPETENCE = "competence", _("Competence")  # id of the concept
    LANGUAGE = "language", _("Language")  # nl:B1
    LICENCE = "licence", _("Licence or certificate")  # id of the licence
    HOURS = "hours", _("Hours a week")  # 19-38, both ends always there
    SHIFT = "shift", _("Shift")  # a member of Shift
    EDUCATION = "education", _("Diploma")  # a member of EducationLevel
    EXPERIENCE = "experience", _("Years of experience")  # 2


class HowFound(models.TextChoices):
    """Why a proposal was made."""

    NAME = "name", _("Named so")
    LETTERS = "letters", _("Alike in letters")
    MEANING = "meaning", _("Near in meaning")
    RULE = "rule", _("A rule")
    CHOSEN = "chosen", _("Chosen by a person")


class Decision(models.TextChoices):
    """What a person said of a proposal."""

    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")


class TextReading(models.Model):
    """A text that somebody gave to be read: kept for its owner alone, until it is used or `expires_at` has come.

    A CV or a story says much about a person; with the reading the text and every proposal go.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind of text"), max_length=10, choices=TextKind.choices)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    by = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    language = models.CharField(_("language"), max_length=2)
    text = models.TextField(_("text"))
    taxonomy = models.CharField(_("taxonomy"), max_length=300)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)
    read_at = models.DateTimeField(_("read at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("kept until"), db_index=True)

    class Meta:
        verbose_name = _("text that was read")
        verbose_name_plural = _("texts that were read")
        ordering = ["-read_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="text_is_about_a_person_or_not",
                condition=Q(kind__in=ABOUT_A_PERSON, person__isnull=False)
                | Q(~Q(kind__in=ABOUT_A_PERSON), person__isnull=True),
                violation_error_message=_("A CV or a story is about a person; the text of a vacancy is not."),
            ),
            models.CheckConstraint(
                # Behind a signed link a person reads their own text: then nobody else is its owner.
                name="text_has_an_owner",
                condition=Q(by__isnull=False) | Q(person__isnull=False),
                violation_error_message=_("A text has somebody who gave it."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)

    @property
    def is_about_a_person(self) -> bool:
        return self.kind in ABOUT_A_PERSON


class Feedback(models.Model):
    """A proposal that somebody rejected: what was proposed for which words, and what was chosen instead.

    Nothing here says who: no person, no author, no hour; words that could be a name, a number or an address are masked.
    `start` and `end` are places in `passage`.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    on = models.DateField(_("on"), db_index=True)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    text_kind = models.CharField(_("kind of text"), max_length=10, choices=TextKind.choices)
    kind = models.CharField(_("what was proposed"), max_length=12, choices=ProposalKind.choices)
    value = models.CharField(_("proposed"), max_length=200)
    label = models.CharField(_("label that matched"), max_length=300, blank=True)
    how = models.CharField(_("why"), max_length=10, choices=HowFound.choices)
    score = models.FloatField(_("score"))
    instead = models.CharField(_("chosen instead"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=2)
    passage = models.CharField(_("words"), max_length=500, blank=True)
    start = models.PositiveSmallIntegerField(_("from"), default=0)
    end = models.PositiveSmallIntegerField(_("up to"), default=0)
    taxonomy = models.CharField(_("taxonomy"), max_length=300)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("feedback on a proposal")
        verbose_name_plural = _("feedback on proposals")
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(name="feedback_span_in_order", condition=Q(start__lte=F("end"))),
        ]

    def __str__(self) -> str:
        return str(self.reference)


class Proposal(models.Model):
    """One thing that a text may ask or tell, with the words that say so, and what its owner said of it.

    `places` are the words, as [start, end] in characters of the text; empty for what a person chose. `others` are
    further readings of the same words, best first, each with `value`, `label` and `score`.
    """

    reading = models.ForeignKey(TextReading, models.CASCADE, related_name="proposals")
    kind = models.CharField(_("what is proposed"), max_length=12, choices=ProposalKind.choices)
    value = models.CharField(_("value"), max_length=200)
    label = models.CharField(_("label that matched"), max_length=300, blank=True)
    how = models.CharField(_("why"), max_length=10, choices=HowFound.choices)
    score = models.FloatField(_("score"), default=1.0)
    is_confident = models.BooleanField(_("sure"), default=True)
    is_required = models.BooleanField(_("required"), default=True)
    start = models.PositiveIntegerField(_("from"), default=0)
    end = models.PositiveIntegerField(_("up to"), default=0)
    places = models.JSONField(_("words"), default=list, blank=True)
    others = models.JSONField(_("other readings"), default=list, blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices, blank=True)
    chosen = models.CharField(_("chosen instead"), max_length=200, blank=True)
    feedback = models.OneToOneField(Feedback, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("proposal from a text")
        verbose_name_plural = _("proposals from texts")
        ordering = ["start", "id"]
        constraints = [
            models.UniqueConstraint(fields=["reading", "kind", "value", "start"], name="proposal_once"),
            models.CheckConstraint(name="proposal_span_in_order", condition=Q(start__lte=F("end"))),
            models.CheckConstraint(name="proposal_score_is_a_share", condition=Q(score__gte=0, score__lte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"

    @property
    def is_accepted(self) -> bool:
        return self.decision == Decision.ACCEPTED

    @property
    def is_rejected(self) -> bool:
        return self.decision == Decision.REJECTED

    @property
    def level(self) -> str:
        """The level of a language."""
        return self.counts_as.partition(":")[2]

    @property
    def is_chosen(self) -> bool:
        """Did a person choose what counts, where nothing or something else was proposed?"""
        return bool(self.chosen) or self.how == HowFound.CHOSEN

    @property
    def counts_as(self) -> str:
        """The value that was accepted: the one proposed, or the one that a person chose instead."""
        return self.chosen or self.value


class Told(models.Model):
    """What a person behind a link accepted of their own text: it waits until whoever guides them puts it in the file.

    Nothing of the text is here, nor what the person rejected. `things`: pairs of a `ProposalKind` and its value;
    `chosen`: those among them that nothing proposed, and that the person looked up or set themself.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    things = models.JSONField(_("what was accepted"), default=list)
    chosen = models.JSONField(_("chosen by the person"), default=list, blank=True)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)
    sent_at = models.DateTimeField(_("sent at"))
    expires_at = models.DateTimeField(_("kept until"), db_index=True)

    class Meta:
        verbose_name = _("what a person told")
        verbose_name_plural = _("what people told")
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                name="told_once",
                violation_error_message=_("Something that this person told waits already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.reference)


class WaitingVacancy(models.Model):
    """A vacancy from a file of which nobody could say for sure what the work is: it is no vacancy until somebody says.

    `values` are those of the vacancy but for its occupation, as JSON; `candidates` as `Proposal.others`, with `how`.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    employer = models.ForeignKey(Employer, models.CASCADE, related_name="waiting_vacancies")
    source = models.CharField(_("source"), max_length=60, blank=True)
    external_id = models.CharField(_("number at the source"), max_length=100, blank=True)
    title = models.CharField(_("title"), max_length=200)
    values = models.JSONField(_("what the row says"), default=dict)
    candidates = models.JSONField(_("what it may be"), default=list, blank=True)
    best = models.CharField(_("most likely"), max_length=200, blank=True, db_index=True)
    best_score = models.FloatField(_("score"), default=0.0)
    language = models.CharField(_("language"), max_length=2)
    taxonomy = models.CharField(_("taxonomy"), max_length=300)
    imported_at = models.DateTimeField(_("taken in at"), auto_now_add=True)

    class Meta:
        verbose_name = _("vacancy that waits for an occupation")
        verbose_name_plural = _("vacancies that wait for an occupation")
        ordering = ["-best_score", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(external_id=""),
                name="waiting_external_id_once",
                violation_error_message=_("There is already a vacancy with this number from this source."),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-best_score"], name="waiting_by_organisation")]

    def __str__(self) -> str:
        return self.title
