"""What can be asked about matching rounds."""

from dataclasses import fields
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from arbeidspact.matching import Policy
from arbeidspact.organisations.commands import Command
from arbeidspact.rounds.models import RerankingName
from arbeidspact.rounds.policies import USUAL_CAP, USUAL_PRICE_PERCENT

USUAL_WEIGHTS: Final[dict[str, int]] = {field.name: field.default for field in fields(Policy) if field.name != "on"}  # type: ignore[misc]
MOST_PLACES: Final = 100
Weight = Annotated[int, Field(ge=0, le=50)]


class StartRound(Command):
    """Match everybody within reach with all vacancies that are open today.

    `k` vacancies on a list; `reranking`, None for the one that the settings name; what preferences weigh, as
    `matching.Policy` has it.
    """

    k: Annotated[int, Field(ge=1, le=MOST_PLACES)] = 20
    reranking: RerankingName | None = None
    price_percent: Annotated[int, Field(ge=0, le=100)] = USUAL_PRICE_PERCENT
    cap: Annotated[int, Field(ge=1, le=100_000)] = USUAL_CAP
    nice_percent: Weight = USUAL_WEIGHTS["nice_percent"]
    occupation_percent: Weight = USUAL_WEIGHTS["occupation_percent"]
    distance_percent: Weight = USUAL_WEIGHTS["distance_percent"]
    hours_percent: Weight = USUAL_WEIGHTS["hours_percent"]
    wage_percent: Weight = USUAL_WEIGHTS["wage_percent"]

    @property
    def weights(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in USUAL_WEIGHTS}


class CancelRound(Command):
    """A round stops; what was done is kept."""

    round: UUID


class ResumeRound(Command):
    """A round that was cancelled, stopped or failed goes on where it was."""

    round: UUID
