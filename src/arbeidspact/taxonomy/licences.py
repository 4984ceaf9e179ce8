"""Driving licences, certificates and attestations that work can ask for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class LicenceKind(StrEnum):
    """What sort of paper is it?"""

    DRIVING = "driving"
    CERTIFICATE = "certificate"
    ATTESTATION = "attestation"


@dataclass(frozen=True, slots=True)
class Licence:
    """A paper that work can ask for; holding it also covers the licences it `implies`."""

    id: str
    names: Mapping[str, str] = field(hash=False)
    kind: LicenceKind
    implies: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """What is it called, in this language or else in English?"""
        return self.names.get(language) or self.names["en"]


def covered_licences(held: Iterable[str], vocabulary: Mapping[str, Licence]) -> frozenset[str]:
    """Which licences does somebody hold, counting those that a held one implies?

    Arguments: `held`, licence ids; an id outside the vocabulary counts for itself only.
    """
    covered: set[str] = set()
    waiting = list(held)
    while waiting:
        licence = waiting.pop()
        if licence not in covered:
            covered.add(licence)
            waiting.extend(vocabulary[licence].implies if licence in vocabulary else ())
    return frozenset(covered)
