"""Contacts made where people are, the places and referrers behind them, and the programmes that reach out."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation, User
from arbeidspact.people.models import Person


class PlaceKind(models.TextChoices):
    """What kind of place somebody is met at."""

    COMMUNITY_CENTRE = "community_centre", _("Community centre")
    STREET = "street", _("Street or square")
    SCHOOL = "school", _("School or school gate")
    WORSHIP = "worship", _("House of worship")
    ASSOCIATION = "association", _("Association or sports club")
    WELFARE = "welfare", _("Welfare office or food aid")
    HEALTH = "health", _("Community health centre")
    SHOP = "shop", _("Shop, bar or market")
    DESK = "desk", _("Desk for work")
    EVENT = "event", _("Event or job fair")
    ONLINE = "online", _("Online or by phone")
    OTHER = "other", _("Another place")


class Place(models.Model):
    """Where an organisation meets people: an outreach location with its neighbourhood."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="outreach_places")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind of place"), max_length=20, choices=PlaceKind.choices)
    neighbourhood = models.CharField(_("neighbourhood"), max_length=60, blank=True)
    closed_on = models.DateField(_("no longer used since"), null=True, blank=True)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("outreach location")
        verbose_name_plural = _("outreach locations")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                F("organisation"),
                Lower("name"),
                name="outreach_place_once",
                violation_error_message=_("Your organisation already has a place with this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ReferrerKind(models.TextChoices):
    ORGANISATION = "organisation", _("Organisation")
    PERSON = "person", _("Person in the neighbourhood")


class Referrer(models.Model):
    """Who leads people to an organisation: an association, a school, somebody whom the neighbourhood trusts."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="referrers")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("organisation or person"), max_length=12, choices=ReferrerKind.choices)
    ended_on = models.DateField(_("no longer refers since"), null=True, blank=True)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("referrer")
        verbose_name_plural = _("referrers")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                F("organisation"),
                Lower("name"),
                name="outreach_referrer_once",
                violation_error_message=_("Your organisation already has a referrer with this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class WithdrawalReason(models.TextChoices):
    """Why a contact is not followed up any more."""

    NO_WISH = "no_wish", _("The person does not want help now")
    MOVED = "moved", _("The person moved away")
    UNREACHABLE = "unreachable", _("We cannot reach the person any more")
    FORGET = "forget", _("The person asks us to forget them")
    DUPLICATE = "duplicate", _("Registered twice")
    MISTAKE = "mistake", _("Registered by mistake")


NEVER_A_CONTACT = (WithdrawalReason.DUPLICATE, WithdrawalReason.MISTAKE)
"""Contacts withdrawn for these reasons count nowhere."""


class ContactState(models.TextChoices):
    """Derived from the facts of a contact, never stored."""

    MET = "met", _("Met once")
    IN_CONTACT = "in_contact", _("In contact")
    WITH_FILE = "with_file", _("Has a file")
    WITHDRAWN = "withdrawn", _("Contact withdrawn")
    ANONYMISED = "anonymised", _("Anonymised")


class Contact(models.Model):
    """Somebody met at a place, before there is a file: perhaps a first name, perhaps a way to reach them.

    `sent_as` is made on the phone that registers: the same one sent twice is the same contact. `was_reachable` stays
    to be counted when the way to reach them is forgotten.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sent_as = models.UUIDField(_("made on the phone as"), default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="outreach_contacts")
    registered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="outreach_contacts")
    registered_at = models.DateTimeField(auto_now_add=True)
    met_on = models.DateField(_("met on"), db_index=True)
    place = models.ForeignKey(Place, models.RESTRICT, related_name="contacts", verbose_name=_("place"))
    given_name = models.CharField(_("first name"), max_length=100, blank=True)
    reach = models.CharField(_("how to reach them"), max_length=120, blank=True)
    was_reachable = models.BooleanField(_("left a way to reach them"), default=False)
    language = models.CharField(_("language to speak with"), max_length=8, blank=True)
    neighbourhood = models.CharField(_("home neighbourhood"), max_length=60, blank=True)
    referrer = models.ForeignKey(Referrer, models.SET_NULL, null=True, blank=True, related_name="contacts")
    referred_by = models.CharField(_("who sent them, in words"), max_length=120, blank=True)
    note = models.CharField(_("what they ask"), max_length=500, blank=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="outreach_contacts")
    filed_on = models.DateField(_("became a file on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_because = models.CharField(
        _("why withdrawn"), max_length=12, choices=WithdrawalReason.choices, blank=True
    )
    anonymised_on = models.DateField(_("anonymised on"), null=True, blank=True)
    is_invented = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["-met_on", "-id"]
        indexes = [models.Index(fields=["organisation", "-met_on", "-id"], name="outreach_contact_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "sent_as"],
                name="outreach_contact_sent_once",
                violation_error_message=_("This contact was registered already."),
            ),
            models.CheckConstraint(
                name="outreach_contact_filed_or_withdrawn",
                condition=Q(filed_on__isnull=True) | Q(withdrawn_on__isnull=True),
                violation_error_message=_("A contact with a file is not withdrawn."),
            ),
            models.CheckConstraint(
                name="outreach_contact_filed_after_meeting",
                condition=Q(filed_on__isnull=True) | Q(filed_on__gte=F("met_on")),
                violation_error_message=_("A contact cannot have a file before it was met."),
            ),
            models.CheckConstraint(
                name="outreach_contact_withdrawn_with_reason",
                condition=Q(withdrawn_on__isnull=True, withdrawn_because="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_because="")),
                violation_error_message=_("Say why the contact is withdrawn."),
            ),
            models.CheckConstraint(
                name="outreach_contact_anonymised_is_empty",
                condition=Q(anonymised_on__isnull=True)
                | Q(given_name="", reach="", note="", referred_by="", language="", neighbourhood=""),
                violation_error_message=_("An anonymised contact holds nothing about the person."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)


class MomentKind(models.TextChoices):
    """How a contact was followed up."""

    TALK = "talk", _("Talked face to face")
    CALL = "call", _("Talked by phone")
    MESSAGE = "message", _("Messages back and forth")
    VISIT = "visit", _("Home visit")
    GROUP = "group", _("Group meeting")
    NO_ANSWER = "no_answer", _("Tried, no answer")


SPOKEN = (MomentKind.TALK, MomentKind.CALL, MomentKind.MESSAGE, MomentKind.VISIT, MomentKind.GROUP)
"""The kinds in which the person took part."""


class ContactMoment(models.Model):
    """A contact was followed up: on which day, how, and what was said in a few words."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="moments")
    on = models.DateField(_("on"))
    kind = models.CharField(_("how"), max_length=12, choices=MomentKind.choices)
    note = models.CharField(_("what was said"), max_length=500, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("follow-up of a contact")
        verbose_name_plural = _("follow-ups of contacts")
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return self.kind


class Programme(models.Model):
    """An effort that reaches out to people, with the stages that it counts; put in force from a file."""

    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    order = models.PositiveSmallIntegerField(default=0)
    name_nl = models.CharField(_("name in Dutch"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    summary_nl = models.TextField(_("summary in Dutch"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    area = models.CharField(_("area"), max_length=60)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    organisation_kinds = models.JSONField(_("kinds of organisations that take part"), default=list)
    stages = models.JSONField(_("stages"), default=list)
    source = models.CharField(_("where it is written"), max_length=500, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.slug


class Enrolment(models.Model):
    """A contact or a person takes part in a programme, from a day until a day."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="enrolments")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="enrolments")
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, blank=True, related_name="enrolments")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="enrolments")
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("enrolment in a programme")
        verbose_name_plural = _("enrolments in programmes")
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(
                name="enrolment_of_contact_or_person",
                condition=Q(contact__isnull=True, person__isnull=False) | Q(contact__isnull=False, person__isnull=True),
                violation_error_message=_("Enrol a contact or a person, not both."),
            ),
            models.CheckConstraint(
                name="enrolment_in_order", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.UniqueConstraint(
                fields=["programme", "contact"],
                condition=Q(until__isnull=True),
                name="enrolment_of_contact_open_once",
                violation_error_message=_("This contact takes part in the programme already."),
            ),
            models.UniqueConstraint(
                fields=["programme", "person", "organisation"],
                condition=Q(until__isnull=True),
                name="enrolment_of_person_open_once",
                violation_error_message=_("This person takes part in the programme already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.pk}"
