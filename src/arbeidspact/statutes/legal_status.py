"""How far a rule has come: from a promise to a law in force."""

from enum import StrEnum


class LegalStatus(StrEnum):
    """The standing of a rule: never show a rule without it.

    A convention is no law and no promise of anybody: this platform, or the city that runs it, keeps to it.
    """

    CONVENTION = "convention"
    PROMISED = "promised"
    PROPOSED = "proposed"
    ENACTED = "enacted"
    REPEALED = "repealed"
