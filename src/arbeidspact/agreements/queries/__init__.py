"""Agreements to read: of one person's file, and through a link. What is protected is left out and counted."""

from arbeidspact.agreements.models import AgreementKind, AgreementState, ConfirmedHow, ObjectionAnswer, Party, Promiser
from arbeidspact.agreements.queries.detail import (
    AgreementPage,
    agreement_in,
    agreement_to_change,
    scan_in,
    version_in,
)
from arbeidspact.agreements.queries.lists import (
    AgreementCounts,
    AgreementLine,
    agreement_pages,
    agreements_of,
    counts_of,
    facts_of,
    newest_versions,
)
from arbeidspact.agreements.queries.promises import (
    PromiseState,
    PromiseView,
    promise_state,
    promises_in_force,
    promises_of,
)
from arbeidspact.agreements.states import Act

__all__ = [
    "Act",
    "AgreementCounts",
    "AgreementKind",
    "AgreementLine",
    "AgreementPage",
    "AgreementState",
    "ConfirmedHow",
    "ObjectionAnswer",
    "Party",
    "PromiseState",
    "PromiseView",
    "Promiser",
    "agreement_in",
    "agreement_pages",
    "agreement_to_change",
    "agreements_of",
    "counts_of",
    "facts_of",
    "newest_versions",
    "promise_state",
    "promises_in_force",
    "promises_of",
    "scan_in",
    "version_in",
]
