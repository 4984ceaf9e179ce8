"""Putting a pact into force as its partners published it."""

from typing import Any

from django.db import transaction

from arbeidspact.indicators import Reference, Text
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.pact.commands import AdoptPact
from arbeidspact.pact.models import (
    Action,
    BudgetLine,
    Goal,
    GovernanceBody,
    Pact,
    Partner,
    PlannedNumber,
    Priority,
    Track,
    TrackKind,
)
from arbeidspact.pact.pact_file import ActionEntry, BudgetEntry, PactFile, Published


def adopt_pact(command: AdoptPact, *, actor: Actor) -> Pact:
    """Puts a pact with its goals, tracks, priorities and actions into force; one of the same name is replaced whole.

    Raises: `NotAllowed`.
    """
    require(actor, Permission.EDIT_PACT)
    file = command.pact
    with transaction.atomic():
        Pact.objects.filter(slug=file.pact.slug).delete()
        pact = Pact.objects.create(
            area=file.pact.area,
            signed_on=file.pact.signed_on,
            starts_on=file.pact.starts_on,
            ends_on=file.pact.ends_on,
            **_published(file.pact, 0, file.pact.flag),
        )
        partners = _make_partners(pact, file)
        _make_goals(pact, file)
        tracks = _make_tracks(pact, file)
        priorities = _make_priorities(pact, file, partners)
        _make_bodies(pact, file, partners)
        for budget in file.budget:
            _make_budget(pact, None, budget)
        for order, action in enumerate(command.actions.actions):
            _make_action(pact, order, action, partners, tracks, priorities)
        record(actor, "adopt-pact", pact, goals=len(file.goals), actions=len(command.actions.actions))
    return pact


def _both(name: str, text: Text | None) -> dict[str, str]:
    return {f"{name}_nl": text.nl if text else "", f"{name}_en": text.en if text else ""}


def _written(reference: Reference) -> dict[str, str]:
    return {"source": str(reference), "source_url": reference.url, "quote": reference.quote}


def _published(entry: Published, order: int, flag: Text | None = None) -> dict[str, Any]:
    return {
        "slug": entry.slug,
        "order": order,
        **_both("name", entry.name),
        **_both("summary", entry.summary),
        **_both("flag", flag),
        **_written(entry.reference),
    }


def _make_partners(pact: Pact, file: PactFile) -> dict[str, Partner]:
    taking_part = {organisation.slug: organisation for organisation in Organisation.objects.all()}
    return {
        entry.slug: Partner.objects.create(
            pact=pact,
            kind=entry.type,
            is_signatory=entry.signatory,
            organisation=taking_part.get(entry.slug),
            **_published(entry, order),
        )
        for order, entry in enumerate(file.partners)
    }


def _make_goals(pact: Pact, file: PactFile) -> None:
    for entry in file.goals:
        Goal.objects.create(
            pact=pact,
            indicator=entry.indicator,
            target=entry.target or "",
            no_number_was_set=entry.no_number_was_set,
            **_published(entry, entry.number),
        )


def _make_tracks(pact: Pact, file: PactFile) -> dict[str, Track]:
    entries = [(entry, TrackKind.TRACK) for entry in file.tracks]
    entries += [(entry, TrackKind.HORIZONTAL) for entry in file.horizontal_lines]
    return {
        entry.slug: Track.objects.create(pact=pact, kind=kind, **_published(entry, order))
        for order, (entry, kind) in enumerate(entries)
    }


def _make_priorities(pact: Pact, file: PactFile, partners: dict[str, Partner]) -> dict[str, Priority]:
    return {
        entry.slug: Priority.objects.create(
            pact=pact,
            lead=partners[entry.lead] if entry.lead else None,
            commitments=[{"nl": text.nl, "en": text.en} for text in entry.commitments],
            **_published(entry, order),
        )
        for order, entry in enumerate(file.priorities)
    }


def _make_bodies(pact: Pact, file: PactFile, partners: dict[str, Partner]) -> None:
    bodies: dict[str, GovernanceBody] = {}
    for order, entry in enumerate(file.bodies):
        body = GovernanceBody.objects.create(pact=pact, **_both("meets", entry.meets), **_published(entry, order))
        body.members.set([partners[slug] for slug in entry.members])
        bodies[entry.slug] = body
    for entry in file.bodies:
        if entry.reports_to:
            bodies[entry.slug].reports_to = bodies[entry.reports_to]
            bodies[entry.slug].save(update_fields=["reports_to"])


def _make_budget(pact: Pact, action: Action | None, entry: BudgetEntry) -> None:
    for payer, amount in entry.amounts_by_source():
        BudgetLine.objects.create(
            pact=pact,
            action=action,
            amount=amount,
            per=entry.per,
            payer=payer,
            code=entry.code,
            period=entry.period,
            source=str(entry.reference),
            **_both("note", entry.note),
        )


def _make_action(
    pact: Pact,
    order: int,
    entry: ActionEntry,
    partners: dict[str, Partner],
    tracks: dict[str, Track],
    priorities: dict[str, Priority],
) -> None:
    action = Action.objects.create(
        pact=pact,
        priority=priorities[entry.priority] if entry.priority else None,
        lead=partners[entry.lead] if entry.lead else None,
        lead_unit=entry.lead_unit,
        published_status=entry.status or "",
        **_published(entry, order),
    )
    action.tracks.set([tracks[slug] for slug in (*entry.tracks, *entry.horizontal_lines)])
    action.partners.set([partners[slug] for slug in entry.partners])
    for budget in entry.budget:
        _make_budget(pact, action, budget)
    for number in entry.planned_numbers:
        PlannedNumber.objects.create(
            action=action,
            low=number.low,
            high=number.high,
            by=number.by,
            indicator=number.indicator or "",
            printed_as=number.printed_as,
            source=str(number.reference),
            **_both("what", number.what),
            **_both("flag", number.flag),
        )
