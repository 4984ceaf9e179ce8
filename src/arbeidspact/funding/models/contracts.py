"""What was promised for money and what was paid: contracts, instalments, claims with their proof, bookings."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, User

from .applications import Application
from .calls import VERIFICATION_DAYS


class ContractKind(models.TextChoices):
    GRANT = "grant", _("Grant of the project fund")
    KPI = "kpi", _("Contract by result")
    SOCIAL_IMPACT_BOND = "social_impact_bond", _("Social impact bond")


class PartyRole(models.TextChoices):
    COMMISSIONER = "commissioner", _("Pays for the result")
    PROVIDER = "provider", _("Does the work")
    INVESTOR = "investor", _("Finances in advance")
    VERIFIER = "verifier", _("Verifies the result")


class InstalmentKind(models.TextChoices):
    ADVANCE = "advance", _("Advance")
    MILESTONE = "milestone", _("On a milestone")
    RESULT = "result", _("On a result")


class PaymentShape(models.TextChoices):
    """How money follows from a result."""

    LINEAR = "linear", _("In proportion, from the threshold to the target")
    STEPPED = "stepped", _("A price for each whole step")
    PER_UNIT = "per_unit", _("A price for each unit")


class LedgerKind(models.TextChoices):
    COMMITMENT = "commitment", _("Committed")
    RELEASE = "release", _("Released")
    PAYMENT = "payment", _("Paid")
    CLAWBACK = "clawback", _("Claimed back")


class RevisionAnswer(models.TextChoices):
    KEEP = "keep", _("The payment stands")
    CORRECT = "correct", _("The difference is settled")


class Contract(models.Model):
    """Money for work or results: of a granted application, or agreed by itself."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=ContractKind.choices)
    title = models.CharField(_("title"), max_length=200)
    application = models.OneToOneField(
        Application, models.PROTECT, null=True, blank=True, related_name="contract", verbose_name=_("application")
    )
    payer = models.ForeignKey(Organisation, models.PROTECT, related_name="contracts_paid")
    payee = models.ForeignKey(Organisation, models.PROTECT, related_name="contracts_received")
    amount = models.DecimalField(_("at most, in euro"), max_digits=14, decimal_places=2)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    comparison = models.TextField(_("what would have come anyway"), blank=True)
    verification_days = models.PositiveSmallIntegerField(_("days to verify or to answer"), default=VERIFICATION_DAYS)
    contact_email = models.EmailField(_("mail address of the contact"), blank=True)
    language = models.CharField(_("language"), max_length=5, default="nl")
    is_invented = models.BooleanField(_("invented for the demo"), default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(name="contract_is_about_money", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="contract_of_a_grant_has_its_application",
                condition=Q(kind="grant", application__isnull=False) | (~Q(kind="grant") & Q(application__isnull=True)),
            ),
            models.CheckConstraint(
                name="contract_ends_after_it_starts",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A contract ends after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ContractParty(models.Model):
    """Who has a part in a contract: an organisation of the platform, or another by name."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="parties")
    role = models.CharField(_("part"), max_length=15, choices=PartyRole.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("party of a contract")
        verbose_name_plural = _("parties of contracts")
        ordering = ["role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(role="verifier", organisation__isnull=False),
                name="contract_has_one_verifier",
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.organisation_id)


class Instalment(models.Model):
    """A part of the money and what it hangs on; claimed and paid once."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, models.CASCADE, related_name="instalments")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=InstalmentKind.choices)
    title = models.CharField(_("what for"), max_length=200)
    amount = models.DecimalField(_("at most, in euro"), max_digits=14, decimal_places=2)
    due_on = models.DateField(_("expected on"), null=True, blank=True)

    class Meta:
        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")
        ordering = ["order", "id"]
        constraints = [models.CheckConstraint(name="instalment_is_about_money", condition=Q(amount__gt=0))]

    def __str__(self) -> str:
        return self.title


class OutcomeMetric(models.Model):
    """Which figure a result is measured by, and how money follows from it.

    `indicator` empty: a number that the contractor reports, with evidence. `breakdown`: canonical key, empty for the
    total.
    """

    instalment = models.OneToOneField(Instalment, models.CASCADE, related_name="metric")
    indicator = models.SlugField(_("indicator"), max_length=80, blank=True)
    reported_what = models.CharField(_("number that is reported"), max_length=200, blank=True)
    area = models.CharField(_("area"), max_length=60, blank=True)
    breakdown = models.CharField(_("part"), max_length=200, blank=True)
    period = models.CharField(_("period"), max_length=24)
    baseline = models.DecimalField(_("counted from"), max_digits=18, decimal_places=6, default=0)
    is_falling = models.BooleanField(_("less is better"), default=False)
    threshold = models.DecimalField(_("nothing below this change"), max_digits=18, decimal_places=6, default=0)
    target = models.DecimalField(_("target"), max_digits=18, decimal_places=6, null=True, blank=True)
    shape = models.CharField(_("how money follows"), max_length=10, choices=PaymentShape.choices)
    price = models.DecimalField(_("price in euro"), max_digits=14, decimal_places=2, null=True, blank=True)
    step = models.DecimalField(_("size of a step"), max_digits=18, decimal_places=6, null=True, blank=True)
    deadweight_percent = models.DecimalField(
        _("would have come anyway, in percent"), max_digits=5, decimal_places=2, default=0
    )
    accepts_provisional = models.BooleanField(_("a provisional figure is enough"), default=False)

    class Meta:
        verbose_name = _("measure of a result")
        verbose_name_plural = _("measures of results")
        constraints = [
            models.CheckConstraint(
                name="metric_is_an_indicator_or_a_reported_number",
                condition=Q(indicator="") ^ Q(reported_what=""),
                violation_error_message=_("Choose an indicator, or say which number is reported; one of the two."),
            ),
            models.CheckConstraint(
                name="metric_deadweight_is_a_percentage",
                condition=Q(deadweight_percent__gte=0, deadweight_percent__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return self.indicator or self.reported_what


class ProgressReport(models.Model):
    """What the contractor reports: the course, numbers reached, evidence. Sent once, then frozen."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, models.CASCADE, related_name="reports")
    period_start = models.DateField(_("from"))
    period_end = models.DateField(_("until"))
    text = models.TextField(_("what was done"))
    realised_number = models.PositiveIntegerField(_("number reached"), null=True, blank=True)
    spent = models.DecimalField(_("spent, in euro"), max_digits=14, decimal_places=2, null=True, blank=True)
    evidence = models.TextField(_("evidence"), blank=True)
    sent_at = models.DateTimeField(auto_now_add=True)
    sent_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        ordering = ["-period_end", "-id"]
        constraints = [
            models.CheckConstraint(name="report_period_in_order", condition=Q(period_end__gte=F("period_start")))
        ]

    def __str__(self) -> str:
        return str(self.reference)


class Claim(models.Model):
    """An instalment is asked for: claimed, checked by somebody else, approved by a third, paid; or refused.

    `proof`: the figure it rests on with source and vintage, frozen. `trace`: how the amount follows from it.
    `verifier`: the organisation that checks it, None where who pays does. `due_on`: by when whoever it waits for
    verifies or answers. `verified_value`: the figure that is paid on. `reminded_of`: the term that somebody was
    reminded of.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="claims")
    report = models.ForeignKey(ProgressReport, models.PROTECT, null=True, blank=True, related_name="claims")
    value = models.DecimalField(_("figure"), max_digits=18, decimal_places=6, null=True, blank=True)
    proof = models.JSONField(_("proof"), default=dict)
    evidence = models.TextField(_("evidence"), blank=True)
    amount = models.DecimalField(_("amount due, in euro"), max_digits=14, decimal_places=2)
    trace = models.JSONField(_("how it was calculated"), default=list)
    verifier = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="claims_to_verify", verbose_name=_("verifier")
    )
    due_on = models.DateField(_("to verify or answer by"), null=True, blank=True)
    questioned_at = models.DateTimeField(null=True, blank=True)
    verified_value = models.DecimalField(_("verified figure"), max_digits=18, decimal_places=6, null=True, blank=True)
    is_partly_verified = models.BooleanField(default=False)
    reminded_of = models.DateField(null=True, blank=True)
    claimed_at = models.DateTimeField(auto_now_add=True)
    claimed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    check_note = models.TextField(_("what was checked"), blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    paid_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    refused_because = models.TextField(blank=True)

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["-claimed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["instalment"],
                condition=Q(refused_at__isnull=True),
                name="claim_of_instalment_once",
                violation_error_message=_("This instalment is claimed already."),
            ),
            models.CheckConstraint(
                name="claim_checked_by_somebody_else",
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("claimed_by")),
                violation_error_message=_("Somebody else than who claimed it checks a claim."),
            ),
            models.CheckConstraint(
                name="claim_approved_by_a_third",
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("checked_by")) & ~Q(approved_by=F("claimed_by")) & Q(checked_at__isnull=False)),
                violation_error_message=_("Somebody else than who claimed or checked it approves a claim."),
            ),
            models.CheckConstraint(
                name="claim_verified_by_its_verifier",
                condition=Q(verifier__isnull=False)
                | Q(questioned_at__isnull=True, verified_value__isnull=True, is_partly_verified=False),
            ),
            models.CheckConstraint(
                name="claim_with_a_verifier_has_a_term", condition=Q(verifier__isnull=True) | Q(due_on__isnull=False)
            ),
            models.CheckConstraint(
                name="claim_checked_by_its_verifier_with_a_number",
                condition=Q(verifier__isnull=True) | Q(checked_at__isnull=True) | Q(verified_value__isnull=False),
            ),
            models.CheckConstraint(
                name="claim_paid_when_approved", condition=Q(paid_at__isnull=True) | Q(approved_at__isnull=False)
            ),
            models.CheckConstraint(
                name="claim_paid_or_refused", condition=Q(paid_at__isnull=True) | Q(refused_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)


class LedgerEntry(models.Model):
    """A booking; never changed, only followed by another. Amounts are positive, the kind says which way."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="ledger")
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, blank=True, related_name="ledger")
    kind = models.CharField(_("kind"), max_length=10, choices=LedgerKind.choices)
    amount = models.DecimalField(_("amount in euro"), max_digits=14, decimal_places=2)
    booked_on = models.DateField(_("booked on"))
    booked_at = models.DateTimeField(auto_now_add=True)
    booked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    voucher = models.CharField(_("reference in the accounts"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ["booked_on", "id"]
        constraints = [models.CheckConstraint(name="booking_is_about_money", condition=Q(amount__gt=0))]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class RevisionDecision(models.Model):
    """A figure that a payment rests on was revised; a person decided what that means for the money."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="revisions")
    seen = models.JSONField(_("the figure as revised"))
    value = models.DecimalField(_("figure as revised"), max_digits=18, decimal_places=6)
    difference = models.DecimalField(_("difference in euro"), max_digits=14, decimal_places=2)
    answer = models.CharField(_("decision"), max_length=10, choices=RevisionAnswer.choices)
    reason = models.TextField(_("reason"))
    decided_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("decision on a revised figure")
        verbose_name_plural = _("decisions on revised figures")
        ordering = ["-decided_at", "-id"]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.answer}"
