"""The shape of every command: what a form, an API body, an import row or a CLI option asks an action to do."""

from pydantic import BaseModel, ConfigDict


class Command(BaseModel):
    """Frozen, without unknown fields, with the spaces around words taken off."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
