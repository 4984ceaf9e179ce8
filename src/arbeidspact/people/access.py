"""The one gate to what is known about people: who may see whom, how much, and the record of every look.

`open_file` gives the file of one person, its sensitive part only while the compartment is open; `open_profile` what
matching reads of one person, `lines_of` a line each for a list, `profiles_for_matching` and `profiles_for_round`
numbers without a name, `person_to_change` the row that an action changes. Every function decides first and writes
access events for what it hands out: `looks` keeps them. No other module reads person rows, but `profiles` for this one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Message, NotAllowed, NotFound
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission, Refused, decide, require
from arbeidspact.people.looks import note_looks
from arbeidspact.people.models import AccessEvent, Accompaniment, Look, Person, PersonCompetence, PersonStatus, Purpose
from arbeidspact.people.names import Name
from arbeidspact.people.profiles import PLAIN_FIELDS, Profile, profile_and_accompaniment


@dataclass(frozen=True, slots=True)
class MayOpen:
    """The actor may open this file, and why."""

    because: Message


@dataclass(frozen=True, slots=True)
class MayNotOpen:
    """The actor may not open this file, and why."""

    reason: Message


@dataclass(frozen=True, slots=True)
class PersonFile:
    """What this actor may see of this person; the proof, for the packages above, that the gate was passed."""

    actor: Actor
    purpose: Purpose
    person: Person
    may_edit: bool
    may_hold_national_number: bool
    sees_sensitive: bool = False
    """Whether the compartment (health, debt, justice) is open now for this actor: nothing of it is shown otherwise."""
    sensitive_until: datetime | None = None

    @property
    def pk(self) -> int:
        return self.person.pk

    @property
    def reference(self) -> UUID:
        return self.person.reference

    @property
    def full_name(self) -> str:
        return f"{self.person.given_name} {self.person.family_name}".strip()

    @property
    def age(self) -> int | None:
        return age_on(self.person.birth_date, timezone.localdate())

    @property
    def open_statuses(self) -> list[PersonStatus]:
        return [status for status in self.person.statuses.all() if status.until is None]

    @property
    def accompaniments(self) -> list[Accompaniment]:
        return [link for link in self.person.accompaniments.all() if link.until is None]


@dataclass(frozen=True, slots=True)
class OpenProfile:
    """What matching reads of this person, without a name; the proof that the gate was passed."""

    actor: Actor
    profile: Profile


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One line of a list of people."""

    pk: int
    reference: UUID
    full_name: str
    birth_date: date | None
    neighbourhood: str
    referent: str
    referent_pk: int | None
    statuses: tuple[PersonStatus, ...]
    is_invented: bool


def age_on(birth_date: date | None, day: date) -> int | None:
    """How old, in whole years, is somebody born on `birth_date` on `day`? None when the birth date is not known."""
    if birth_date is None:
        return None
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def decide_opening(actor: Actor, purpose: Purpose, *, is_accompanied: bool) -> MayOpen | MayNotOpen:
    """May this actor open a file for this purpose?

    Guidance, matching and export ask for the permission and for an open accompaniment by the actor's organisation:
    `is_accompanied`.
    """
    wanted = Permission.EXPORT_PEOPLE if purpose == Purpose.EXPORT else Permission.OPEN_PERSON
    decision = decide(actor, wanted)
    if isinstance(decision, Refused):
        return MayNotOpen(decision.reason)
    if purpose not in {Purpose.GUIDANCE, Purpose.MATCHING, Purpose.EXPORT}:
        return MayNotOpen(_("A file is not opened for this purpose."))
    if not is_accompanied:
        return MayNotOpen(_("Your organisation does not accompany this person."))
    return MayOpen(_("Your organisation accompanies this person."))


def open_file(actor: Actor, reference: UUID, purpose: Purpose = Purpose.GUIDANCE) -> PersonFile:
    """What may this actor see of this person?

    Returns: the file, with one access event written. For matching, `open_profile` gives less.
    Raises: `NotFound` when there is no such person, or `NotAllowed` with the reason; a refused look is recorded too.
    """
    person, is_accompanied = _found(actor, _whole_people(), reference)
    sensitive_until = compartment_open_until(actor, person) if purpose == Purpose.GUIDANCE else None
    sees_sensitive = sensitive_until is not None
    look = Look.COMPARTMENT if sees_sensitive else Look.FILE
    _pass_or_refuse(actor, person.pk, purpose, look, is_accompanied=is_accompanied)
    return PersonFile(
        actor=actor,
        purpose=purpose,
        person=person,
        may_edit=not isinstance(decide(actor, Permission.EDIT_PERSON), Refused),
        may_hold_national_number=not isinstance(decide(actor, Permission.HOLD_NATIONAL_NUMBER), Refused),
        sees_sensitive=sees_sensitive,
        sensitive_until=sensitive_until,
    )


def open_profile(actor: Actor, reference: UUID) -> OpenProfile:
    """What may matching read of this person for this actor? No name; as `open_file`, and recorded as such.

    Raises: as `open_file`.
    """
    found = profile_and_accompaniment(reference, actor.organisation)
    if found is None:
        raise _no_such_file()
    profile, is_accompanied = found
    _pass_or_refuse(actor, profile.pk, Purpose.MATCHING, Look.FILE, is_accompanied=is_accompanied)
    return OpenProfile(actor, profile)


def _pass_or_refuse(actor: Actor, person: int, purpose: Purpose, look: Look, *, is_accompanied: bool) -> None:
    """Decides, writes the look down, refused or not, and raises: `NotAllowed` with the reason."""
    decision = decide_opening(actor, purpose, is_accompanied=is_accompanied)
    note_looks(actor, [person], purpose, look, was_refused=isinstance(decision, MayNotOpen))
    if isinstance(decision, MayNotOpen):
        raise NotAllowed(
            decision.reason,
            hint=_("If you are going to guide this person, start to accompany them first, with a reason."),
        )


def _no_such_file() -> NotFound:
    return NotFound(_("There is no such file."), hint=_("Search by name to find the right one."))


def decide_compartment(actor: Actor, person: Person) -> MayOpen | MayNotOpen:
    """May this actor open the sensitive compartment of this person's file, once a purpose is stated?

    Asks for the permission and for a relation: being the referent or a member of the team, now.
    """
    decision = decide(actor, Permission.OPEN_COMPARTMENT)
    if isinstance(decision, Refused):
        return MayNotOpen(decision.reason)
    if not _accompanies_in_person(actor, person):
        return MayNotOpen(_("Only the referent and the team of this person open the sensitive part of the file."))
    return MayOpen(_("You accompany this person yourself."))


def compartment_open_until(actor: Actor, person: Person) -> datetime | None:
    """Until when is the compartment of this file open for this actor? None when it is closed, or the relation ended."""
    if isinstance(decide(actor, Permission.OPEN_COMPARTMENT), Refused):
        return None
    opening = (
        person.compartment_openings.filter(user=actor.user, organisation=actor.organisation, until__gt=timezone.now())
        .order_by("-until")
        .first()
    )
    return opening.until if opening is not None and _accompanies_in_person(actor, person) else None


def _accompanies_in_person(actor: Actor, person: Person) -> bool:
    own = person.accompaniments.filter(organisation=actor.organisation, until__isnull=True)
    in_team = Q(team__user=actor.user, team__until__isnull=True)
    return actor.user is not None and own.filter(Q(referent=actor.user) | in_team).exists()


def people_within_reach(actor: Actor) -> QuerySet[Person]:
    """Whose files may this actor open? The people whom the actor's organisation accompanies now.

    For the modules of `people` and for counting and paging above it; rows leave only through `lines_of`.
    """
    if isinstance(decide(actor, Permission.OPEN_PERSON), Refused):
        return Person.objects.none()
    return _accompanied_by(actor.organisation)


def _found(actor: Actor, people: QuerySet[Person], reference: UUID) -> tuple[Person, bool]:
    """This person, and whether the actor's organisation accompanies them now. Raises: `NotFound`."""
    person = people.filter(reference=reference).annotate(is_ours=_is_accompanied_by(actor.organisation)).first()
    if person is None:
        raise _no_such_file()
    return person, bool(person.is_ours)


def _accompanied_by(organisation: Organisation | None) -> QuerySet[Person]:
    # The database looks up once who they are, not for each row.
    links = Accompaniment.objects.filter(organisation=organisation, until__isnull=True)
    return Person.objects.filter(pk__in=links.order_by().values("person"))


def _is_accompanied_by(organisation: Organisation | None) -> Exists:
    return Exists(Accompaniment.objects.filter(person=OuterRef("pk"), organisation=organisation, until__isnull=True))


def lines_of(actor: Actor, people: Sequence[int], purpose: Purpose = Purpose.GUIDANCE) -> dict[int, PersonLine]:
    """A line each for these people, by their key; those beyond the actor's reach are left out. Every line is recorded.

    Raises: `NotAllowed` when the actor may open no files at all.
    """
    require(actor, Permission.EXPORT_PEOPLE if purpose == Purpose.EXPORT else Permission.OPEN_PERSON)
    rows = (
        people_within_reach(actor)
        .filter(pk__in=people)
        .prefetch_related(
            "statuses",
            Prefetch(
                "accompaniments",
                queryset=Accompaniment.objects.filter(
                    organisation=actor.organisation, until__isnull=True
                ).select_related("referent"),
            ),
        )
        .order_by("pk")
    )
    lines = {person.pk: _line(person) for person in rows}
    note_looks(actor, lines, purpose, Look.LINE)
    return lines


def profiles_for_matching(actor: Actor, people: Iterable[int] | None = None) -> QuerySet[Person]:
    """The profiles that may be ranked for this actor, with what matching reads and no name.

    Arguments: `people`, to keep to these; None, everyone within reach. The operator reaches everyone, in numbers.
    """
    require(actor, Permission.MATCH_PEOPLE)
    if actor.is_operator:
        reach = Person.objects.all()
    elif people is None and not isinstance(decide(actor, Permission.OPEN_PERSON), Refused):
        reach = _accompanied_by(actor.organisation)
    else:
        reach = people_within_reach(actor)
    if people is not None:
        reach = reach.filter(pk__in=list(people))
    return _as_profiles(reach)


def profiles_for_round(actor: Actor) -> QuerySet[Person]:
    """The profiles that a matching round of this actor ranks all at once, with what matching reads and no name.

    Everybody whom the actor's organisation accompanies now, also for a role that opens no files: a round shows figures,
    never a person. The operator reaches everyone, or the people of the organisation named. Raises: `NotAllowed`.
    """
    require(actor, Permission.RUN_ROUNDS)
    is_for_all = actor.is_operator and actor.organisation is None
    return _as_profiles(Person.objects.all() if is_for_all else _accompanied_by(actor.organisation))


def references_to_export(actor: Actor, people: Iterable[int]) -> dict[int, UUID]:
    """The references of these people, by their key, for a file without names that leaves the platform.

    Returns: only people who are still within reach of a round of this actor; each of them is recorded as exported.
    Raises: `NotAllowed`.
    """
    require(actor, Permission.EXPORT_ROUND)
    wanted = set(people)
    rows = profiles_for_round(actor).prefetch_related(None).values_list("pk", "reference")
    found = {pk: reference for pk, reference in rows if pk in wanted}
    note_looks(actor, found, Purpose.EXPORT, Look.LINE)
    return found


def _as_profiles(reach: QuerySet[Person]) -> QuerySet[Person]:
    return (
        reach.only(*PLAIN_FIELDS, "changed_at")
        .prefetch_related("occupations_sought", "competences", "languages", "licences")
        .order_by("pk")
    )


def still_accompanies(organisation: Organisation, person: Person) -> bool:
    """Does this organisation accompany this person now? For what a person does behind a link that it gave."""
    return _accompanied_by(organisation).filter(pk=person.pk).exists()


def person_to_change(actor: Actor, reference: UUID, permission: Permission = Permission.EDIT_PERSON) -> Person:
    """Whose row does this action change? For the actions of `people`; the change itself is in the audit record.

    Call it before the transaction opens: a refused attempt is recorded and must stay.
    Raises: `NotAllowed` with the reason, `NotFound` when there is no such person.
    """
    require(actor, permission)
    person, is_accompanied = _found(actor, Person.objects.all(), reference)
    decision = decide_opening(actor, Purpose.GUIDANCE, is_accompanied=is_accompanied)
    if isinstance(decision, MayNotOpen):
        note_looks(actor, [person.pk], Purpose.GUIDANCE, Look.FILE, was_refused=True)
        raise NotAllowed(
            decision.reason,
            hint=_("If you are going to guide this person, start to accompany them first, with a reason."),
        )
    return person


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """What the duplicate check compares; it never leaves `people`."""

    pk: int
    name: Name
    birth_date: date | None
    same_number: bool


def identities_within_reach(actor: Actor, number_hash: str | None = None) -> list[IdentityRow]:
    """Who is within reach, as the duplicate check compares them? For `people.duplicates`."""
    return _identities(people_within_reach(actor), number_hash)


def identities_elsewhere(actor: Actor, born_on: date | None, number_hash: str | None) -> list[IdentityRow]:
    """Who beyond reach was born on this day or has this number? For `people.duplicates`; nobody when neither is given.

    Raises: `NotAllowed` for those who may not register people.
    """
    require(actor, Permission.REGISTER_PERSON)
    alike = Q(pk__in=[])
    if born_on is not None:
        alike |= Q(birth_date=born_on)
    if number_hash is not None:
        alike |= Q(national_number_hash=number_hash)
    beyond = Person.objects.exclude(pk__in=people_within_reach(actor).values("pk"))
    return _identities(beyond.filter(alike), number_hash)


def accompanying_organisations(people: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Which organisations accompany these people now? For `people.duplicates`."""
    names: dict[int, tuple[str, ...]] = dict.fromkeys(people, ())
    links = Accompaniment.objects.filter(person__in=names, until__isnull=True).order_by("organisation__name", "pk")
    for person, organisation in links.values_list("person_id", "organisation__name"):
        names[person] = (*names[person], organisation)
    return names


def _identities(people: QuerySet[Person], number_hash: str | None) -> list[IdentityRow]:
    rows = people.order_by("pk").values_list("pk", "given_name", "family_name", "birth_date", "national_number_hash")
    return [
        IdentityRow(pk, Name(given, family), born, same_number=number_hash is not None and held == number_hash)
        for pk, given, family, born, held in rows
    ]


def looks_at_file(file: PersonFile) -> QuerySet[AccessEvent]:
    """Who looked at this file, newest first?"""
    return file.person.access_events.select_related("user", "organisation").order_by("-at", "-id")


def _whole_people() -> QuerySet[Person]:
    return Person.objects.prefetch_related(
        "occupations_sought",
        Prefetch("competences", queryset=PersonCompetence.objects.select_related("noted_by")),
        "languages",
        "licences",
        "statuses",
        Prefetch("accompaniments", queryset=Accompaniment.objects.select_related("organisation", "referent")),
    )


def _line(person: Person) -> PersonLine:
    referent = next((link.referent for link in person.accompaniments.all()), None)
    return PersonLine(
        pk=person.pk,
        reference=person.reference,
        full_name=f"{person.given_name} {person.family_name}".strip(),
        birth_date=person.birth_date,
        neighbourhood=person.neighbourhood,
        referent=str(referent) if referent else "",
        referent_pk=referent.pk if referent else None,
        statuses=tuple(status for status in person.statuses.all() if status.until is None),
        is_invented=person.is_invented,
    )
