"""Which demo is in this database, what in it is not the demo's, and how to throw the demo away."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from django.core.cache import cache
from django.core.management import call_command

from arbeidspact.demo.organisations import DEMO_ORGANISATIONS
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict
from arbeidspact.organisations.models import AuditEvent, Organisation, User
from arbeidspact.pact.models import Pact
from arbeidspact.people.models import Person
from arbeidspact.vacancies.models import Vacancy

ACTION: Final = "load-demo"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the demo in a database was made from: version of the generator, seed, sizes, and the files' content."""

    generator: int
    seed: int
    people: int
    vacancies: int
    files: str


def read_stamp() -> Stamp | None:
    """Which demo is in this database? None when there is none."""
    event = AuditEvent.objects.filter(action=ACTION).order_by("-at", "-id").first()
    return Stamp(**event.details) if event else None


def write_stamp(stamp: Stamp, actor: Actor, subject: Organisation) -> None:
    """Notes in the record of changes which demo is here now."""
    record(actor, ACTION, subject, **asdict(stamp))


def demo_logins_exist() -> bool:
    """Can somebody sign in here with the password that everybody knows?"""
    return User.objects.filter(is_demo=True, is_active=True).exists()


def rows_that_are_not_the_demos() -> Mapping[str, int]:
    """What is in this database that no demo made? By kind, only what there is."""
    demo_slugs = [organisation.slug for organisation in DEMO_ORGANISATIONS]
    people = Person.objects.filter(is_invented=False).values_list("reference", flat=True)
    vacancies = Vacancy.objects.filter(is_invented=False).values_list("reference", flat=True)
    counts = {
        "users": User.objects.filter(is_demo=False).count(),
        "people": len({str(reference) for reference in people} - _made_by_demo_logins("register-person")),
        "vacancies": len({str(reference) for reference in vacancies} - _made_by_demo_logins("create-vacancy")),
        "organisations": Organisation.objects.exclude(slug__in=demo_slugs).filter(is_invented=False).count(),
    }
    return {kind: count for kind, count in counts.items() if count}


def refuse_beside_real_data() -> None:
    """Refuses to make a demo in an installation that somebody set up for work. Raises: `Conflict`."""
    if read_stamp() is not None:
        return
    if found := {kind: count for kind, count in row_counts().items() if count}:
        raise Conflict(
            f"This data directory is in use: it holds {_words(found)}.",
            hint="Give the demo a data directory of its own: --data DIR, or the variable ARBEIDSPACT_DATA.",
        )


def reset_demo() -> None:
    """Empties the database of a demo, so that it can be made anew.

    Raises: `Conflict` when the database holds anything that a demo did not make; then nothing is deleted.
    """
    if found := rows_that_are_not_the_demos():
        raise Conflict(
            f"This data directory holds {_words(found)} that are not the demo's; nothing was deleted.",
            hint="Remove them first, or start another demo beside it: --data DIR.",
        )
    call_command("flush", verbosity=0, interactive=False)
    cache.clear()


def _made_by_demo_logins(action: str) -> set[str]:
    """What somebody who tried the demo made with one of its logins belongs to the demo."""
    return set(AuditEvent.objects.filter(action=action, user__is_demo=True).values_list("subject_id", flat=True))


def _words(found: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in found.items())


def row_counts() -> dict[str, int]:
    """How much is in this database, by kind?"""
    kinds = {"organisations": Organisation, "users": User, "people": Person, "vacancies": Vacancy, "pacts": Pact}
    return {kind: model._default_manager.count() for kind, model in kinds.items()}
