"""From how many days on something cannot wait: a file that a city may bring itself."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Final

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from arbeidspact.organisations.exceptions import InvalidValue

OWN_FILE: Final = Path(__file__).parent / "thresholds.toml"
Days = Annotated[int, Field(ge=0, le=3_660)]


class Thresholds(BaseModel):
    """From how many days on each rule finds somebody; a day counts when it is reached."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    silence_weeks: Annotated[int, Field(ge=1, le=520)]
    stuck_step_days: Days
    no_next_step_days: Days
    never_assessed_days: Days
    agreement_unconfirmed_days: Days
    contact_waiting_days: Days
    escalate_after_days: Days
    longest_snooze_days: Annotated[int, Field(ge=1, le=366)]
    aftercare_months: Annotated[tuple[Annotated[int, Field(ge=1, le=60)], ...], Field(min_length=1)]
    aftercare_window_days: Annotated[int, Field(ge=1, le=366)]


def thresholds() -> Thresholds:
    """The thresholds in force: those of the file that the settings name, or of the product.

    Raises: `InvalidValue` naming the file, the field and the fix.
    """
    chosen = settings.FOLLOW_UP_FILE
    return read_thresholds(Path(chosen) if chosen else OWN_FILE)


@lru_cache(maxsize=4)
def read_thresholds(path: Path) -> Thresholds:
    """What does this file say? Raises: `InvalidValue` naming the file, the field and the fix."""
    try:
        return Thresholds.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise InvalidValue(
            f"{path.name}: the file cannot be read.", hint="Check ARBEIDSPACT_FOLLOW_UP_FILE."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidValue(f"{path.name}: this is not TOML ({error}).", hint="Correct it at that place.") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise InvalidValue(
            f"{path.name}, {field}: {first['msg']}.", hint="Write whole numbers as in the docs."
        ) from error
