"""Putting a pact into force as its partners published it. What partners entered on the platform stays."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from arbeidspact.indicators import Reference, Text
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.pact.actions.adopting_plans import adopt_plan
from arbeidspact.pact.actions.kept_rows import KeptRows
from arbeidspact.pact.commands import AdoptPact
from arbeidspact.pact.models import (
    Action,
    BudgetCode,
    BudgetLine,
    Goal,
    GovernanceBody,
    Pact,
    Partner,
    Priority,
    Track,
    TrackKind,
)
from arbeidspact.pact.pact_file import ActionEntry, BudgetEntry, PactFile, Published


def adopt_pact(command: AdoptPact, *, actor: Actor) -> Pact:
    """Puts a pact with its goals, tracks, priorities and actions into force; a known one is brought up to date.

    What the file says takes the place of what it said before. What partners entered on the platform stays as it is; an
    entry that left the file goes, unless something entered rests on it: then it stays, with the day it left.
    Raises: `NotAllowed`.
    """
    require(actor, Permission.EDIT_PACT)
    file = command.pact
    today = timezone.localdate()
    with transaction.atomic():
        pact, _made = Pact.objects.update_or_create(
            slug=file.pact.slug,
            defaults={
                "area": file.pact.area,
                "signed_on": file.pact.signed_on,
                "starts_on": file.pact.starts_on,
                "ends_on": file.pact.ends_on,
                **_published(file.pact, 0),
            },
        )
        partners = KeptRows(pact.partners.all(), today)
        _keep_partners(pact, file, partners)
        goals = KeptRows(pact.goals.all(), today)
        _keep_goals(pact, file, goals)
        tracks = KeptRows(pact.tracks.all(), today)
        _keep_tracks(pact, file, tracks)
        priorities = KeptRows(pact.priorities.all(), today)
        _keep_priorities(pact, file, partners, priorities)
        codes = KeptRows(pact.budget_codes.all(), today)
        _keep_codes(pact, file, codes)
        bodies = KeptRows(pact.governance_bodies.all(), today)
        _keep_bodies(pact, file, partners, bodies)
        pact.budget_lines.all().delete()
        for budget in file.budget:
            _make_budget(pact, None, budget)
        actions = KeptRows(pact.actions.all(), today)
        for order, entry in enumerate(command.actions.actions):
            action = _keep_action(pact, order, entry, actions, partners, tracks, priorities)
            adopt_plan(action, entry, partners.kept, goals.kept)
        # Actions first: they rest on the others.
        for rows in (actions, bodies, codes, priorities, tracks, goals, partners):
            rows.let_go_of_the_rest()
        record(actor, "adopt-pact", pact, goals=len(file.goals), actions=len(command.actions.actions))
    return pact


def _both(name: str, text: Text | None) -> dict[str, str]:
    return {f"{name}_nl": text.nl if text else "", f"{name}_en": text.en if text else ""}


def _written(reference: Reference) -> dict[str, str]:
    return {"source": str(reference), "source_url": reference.url, "quote": reference.quote}


def _published(entry: Published, order: int) -> dict[str, Any]:
    return {
        "slug": entry.slug,
        "order": order,
        "left_on": None,
        **_both("name", entry.name),
        **_both("summary", entry.summary),
        **_both("flag", entry.flag),
        **_written(entry.reference),
    }


def _keep_partners(pact: Pact, file: PactFile, rows: KeptRows[Partner]) -> None:
    taking_part = {organisation.slug: organisation for organisation in Organisation.objects.all()}
    for order, entry in enumerate(file.partners):
        rows.keep(
            pact=pact,
            kind=entry.type,
            is_signatory=entry.signatory,
            organisation=taking_part.get(entry.slug),
            **_published(entry, order),
        )


def _keep_goals(pact: Pact, file: PactFile, rows: KeptRows[Goal]) -> None:
    for entry in file.goals:
        rows.keep(
            pact=pact,
            indicator=entry.indicator,
            target=entry.target or "",
            no_number_was_set=entry.no_number_was_set,
            **_published(entry, entry.number),
        )


def _keep_tracks(pact: Pact, file: PactFile, rows: KeptRows[Track]) -> None:
    entries = [(entry, TrackKind.TRACK) for entry in file.tracks]
    entries += [(entry, TrackKind.HORIZONTAL) for entry in file.horizontal_lines]
    for order, (entry, kind) in enumerate(entries):
        rows.keep(pact=pact, kind=kind, **_published(entry, order))


def _keep_priorities(pact: Pact, file: PactFile, partners: KeptRows[Partner], rows: KeptRows[Priority]) -> None:
    for order, entry in enumerate(file.priorities):
        rows.keep(
            pact=pact,
            lead=partners.kept[entry.lead] if entry.lead else None,
            commitments=[{"nl": text.nl, "en": text.en} for text in entry.commitments],
            **_published(entry, order),
        )


def _keep_codes(pact: Pact, file: PactFile, rows: KeptRows[BudgetCode]) -> None:
    for order, entry in enumerate(file.budget_codes):
        rows.keep(pact=pact, code=entry.code, part_of=entry.part_of, **_published(entry, order))


def _keep_bodies(pact: Pact, file: PactFile, partners: KeptRows[Partner], rows: KeptRows[GovernanceBody]) -> None:
    for order, entry in enumerate(file.bodies):
        body = rows.keep(pact=pact, reports_to=None, **_both("meets", entry.meets), **_published(entry, order))
        body.members.set([partners.kept[slug] for slug in entry.members])
    for entry in file.bodies:
        if entry.reports_to:
            rows.kept[entry.slug].reports_to = rows.kept[entry.reports_to]
            rows.kept[entry.slug].save(update_fields=["reports_to"])


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
            year=entry.year,
            source=str(entry.reference),
            **_both("note", entry.note),
        )


def _keep_action(
    pact: Pact,
    order: int,
    entry: ActionEntry,
    rows: KeptRows[Action],
    partners: KeptRows[Partner],
    tracks: KeptRows[Track],
    priorities: KeptRows[Priority],
) -> Action:
    action = rows.keep(
        pact=pact,
        priority=priorities.kept[entry.priority] if entry.priority else None,
        lead=partners.kept[entry.lead] if entry.lead else None,
        lead_unit=entry.lead_unit,
        published_status=entry.status or "",
        **_published(entry, order),
    )
    action.tracks.set([tracks.kept[slug] for slug in (*entry.tracks, *entry.horizontal_lines)])
    action.partners.set([partners.kept[slug] for slug in entry.partners])
    for budget in entry.budget:
        _make_budget(pact, action, budget)
    return action
