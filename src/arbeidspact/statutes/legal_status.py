"""How far a rule has come: from a promise to a law in force."""

from enum import StrEnum


class LegalStatus(StrEnum):
    """The standing of a rule: never show a rule without it."""

    PROMISED = "promised"
    PROPOSED = "proposed"
    ENACTED = "enacted"
    REPEALED = "repealed"
