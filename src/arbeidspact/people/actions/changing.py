"""What the actions on a person share: the lock, the time of the change, and the checks of vocabulary."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import InvalidValue
from arbeidspact.organisations.models import Area, AreaKind, Membership, Role, User
from arbeidspact.organisations.vocabulary import current_taxonomy
from arbeidspact.people.models import Person
from arbeidspact.people.words import LANGUAGE_WORDS
from arbeidspact.taxonomy import ConceptKind

OLDEST_AGE = 120
HOME_KINDS = (AreaKind.NEIGHBOURHOOD, AreaKind.MUNICIPALITY)
REFERENT_ROLES = (Role.COUNSELLOR, Role.TEAM_LEAD, Role.SOCIAL_ECONOMY_COACH, Role.OUTREACH_WORKER)


@contextmanager
def changing(person: Person) -> Iterator[Person]:
    """One transaction in which this person's row is locked; afterwards it says that it changed, for matching."""
    with transaction.atomic():
        locked = Person.objects.select_for_update().get(pk=person.pk)
        yield locked
        locked.save()


def check_concept(concept: str, kind: ConceptKind) -> None:
    """Refuses what is no occupation or competence of the taxonomy in force. Raises: `InvalidValue`."""
    taxonomy = current_taxonomy()
    if concept not in taxonomy or taxonomy.concept(concept).kind is not kind:
        raise InvalidValue(
            _("This is not in the list of occupations.")
            if kind is ConceptKind.OCCUPATION
            else _("This is not in the list of competences."),
            hint=_("Type some letters and choose from the list."),
            field="concept",
        )


def check_area(code: str) -> None:
    """Refuses a home that is no neighbourhood or municipality known here. Raises: `InvalidValue`."""
    if code and not Area.objects.filter(code=code, kind__in=HOME_KINDS).exists():
        raise InvalidValue(
            _("This neighbourhood is not known."), hint=_("Choose one from the list."), field="neighbourhood"
        )


def check_language(code: str) -> None:
    """Refuses a language that is not in the list. Raises: `InvalidValue`."""
    if code not in LANGUAGE_WORDS:
        raise InvalidValue(
            _("This language is not in the list."), hint=_("Choose one from the list."), field="language"
        )


def check_birth_date(born: date | None) -> None:
    """Refuses a birth date in the future or too long ago. Raises: `InvalidValue`."""
    today = timezone.localdate()
    if born is not None and not today.year - OLDEST_AGE <= born.year:
        raise InvalidValue(
            _("This birth date is too long ago."), hint=_("Write the year with four digits."), field="birth_date"
        )
    if born is not None and born > today:
        raise InvalidValue(_("The birth date lies in the future."), hint=_("Check the year."), field="birth_date")


def referent_of(actor: Actor, user: int | None) -> User | None:
    """Which colleague becomes the referent? None stays None.

    Raises: `InvalidValue` for somebody who does not guide people in the actor's organisation now.
    """
    if user is None:
        return None
    membership = (
        Membership.objects.filter(
            user=user, organisation=actor.organisation, ended_at__isnull=True, grants__role__in=REFERENT_ROLES
        )
        .select_related("user")
        .order_by("pk")
        .first()
    )
    if membership is None:
        raise InvalidValue(
            _("This colleague does not guide people in your organisation."),
            hint=_("Choose somebody from the list."),
            field="referent",
        )
    return membership.user
