"""Organisations, their members, areas, and the record of what was done."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.enterprise_number import validate_enterprise_number


class OrganisationKind(models.TextChoices):
    CITY = "city", _("City")
    PES = "pes", _("Public employment service")
    WELFARE = "welfare", _("Public centre for social welfare")
    PARTNER = "partner", _("Partner")
    EMPLOYER = "employer", _("Employer")
    SCHOOL = "school", _("School or training centre")
    SOCIAL_ECONOMY = "social_economy", _("Social-economy company")


class Role(models.TextChoices):
    """What a member does for an organisation; a member may hold several roles."""

    COUNSELLOR = "counsellor", _("Counsellor")
    TEAM_LEAD = "team_lead", _("Team lead")
    OUTREACH_WORKER = "outreach_worker", _("Outreach worker")
    ACCOUNT_MANAGER = "account_manager", _("Account manager for employers")
    EMPLOYER_CONTACT = "employer_contact", _("Employer contact")
    LEARNING_PROVIDER = "learning_provider", _("Learning provider or matchmaker")
    SOCIAL_ECONOMY_COACH = "social_economy_coach", _("Social-economy coach")
    ANALYST = "analyst", _("Analyst")
    STEERING_MEMBER = "steering_member", _("Steering group member")
    ADMINISTRATOR = "administrator", _("Administrator")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("Data-protection officer")


class AreaKind(models.TextChoices):
    NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood")
    MUNICIPALITY = "municipality", _("Municipality")
    GROUP = "group", _("Group of municipalities")
    REGION = "region", _("Region")


class Area(models.Model):
    """A place with a name and a middle: where somebody lives, where work is, what a figure is about."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=AreaKind.choices)
    name_nl = models.CharField(_("name in Dutch"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    part_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    source_codes = models.CharField(_("codes at the source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["name_nl", "code"]
        constraints = [
            models.CheckConstraint(
                name="area_middle_is_whole",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message=_("Give both a latitude and a longitude, or neither."),
            )
        ]

    def __str__(self) -> str:
        return self.name_nl


class Organisation(models.Model):
    """A partner of the pact, or an employer that takes part."""

    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    enterprise_number = models.CharField(
        _("enterprise number"), max_length=12, blank=True, validators=[validate_enterprise_number]
    )
    is_invented = models.BooleanField(_("invented for the demo"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise_number"],
                condition=~Q(enterprise_number=""),
                name="organisation_enterprise_number_once",
                violation_error_message=_("Another organisation has this enterprise number."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes users that sign in with a mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A professional who signs in with a mail address."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("mail address"), unique=True)
    language = models.CharField(_("language"), max_length=5, default="nl")
    is_demo = models.BooleanField(_("demo login"), default=False)
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class Membership(models.Model):
    """A user works for an organisation, from a moment until a moment."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    since = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["organisation__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(ended_at__isnull=True),
                name="membership_once",
                violation_error_message=_("This person is already a member of the organisation."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.organisation_id}"


class RoleGrant(models.Model):
    """A member holds a role."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="grants")
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("role of a member")
        verbose_name_plural = _("roles of members")
        ordering = ["role"]
        constraints = [models.UniqueConstraint(fields=["membership", "role"], name="role_granted_once")]

    def __str__(self) -> str:
        return self.role


class Invitation(models.Model):
    """Somebody was invited by mail to become a member; the link in the mail carries the token, we keep its hash."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("mail address"))
    roles = models.JSONField(_("roles"))
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                F("organisation"),
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_open_once",
                violation_error_message=_("There is already an open invitation for this mail address."),
            ),
            models.CheckConstraint(
                name="invitation_accepted_or_withdrawn",
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.pk}"


class ApiToken(models.Model):
    """A key with which a program acts for a membership; shown once, kept as a hash.

    `counted`: how many requests were made with it in `counted_minute`, the minutes since 1970.
    """

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("what it is for"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    counted_minute = models.BigIntegerField(default=0, editable=False)
    counted = models.PositiveIntegerField(default=0, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.name


class SavedView(models.Model):
    """A list with its filters, kept by a user under a name."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    list_name = models.SlugField(max_length=40)
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=2000)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "list_name", "name"],
                name="saved_view_name_once",
                violation_error_message=_("You already have a saved view with this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class AuditEvent(models.Model):
    """Something was changed: by whom, for which organisation, what it was about. Written with the change itself.

    `details` names fields and numbers, never the values of a person's fields.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    action = models.SlugField(max_length=60, db_index=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    details = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "-at"], name="audit_by_subject"),
            models.Index(fields=["organisation", "-at"], name="audit_by_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_kind} {self.subject_id}"
