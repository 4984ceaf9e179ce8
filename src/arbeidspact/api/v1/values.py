"""The values that requests and answers are made of."""

import re
from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from typing import Annotated, Any, Self, TypeVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import (
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    StrictInt,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

T = TypeVar("T")
PAGE_SIZE = 25
LARGEST_PAGE = 200
LAST_PAGE = 1_000_000
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def _iso_day(value: Any) -> Any:
    if isinstance(value, str) and len(value) == 10:
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError("write a day as 2026-03-31") from None
    if isinstance(value, date):
        return value
    raise ValueError("write a day as 2026-03-31")


def _clock(value: Any) -> Any:
    if isinstance(value, str) and _CLOCK.fullmatch(value):
        return time.fromisoformat(value)
    if isinstance(value, time):
        return value
    raise ValueError("write a time as 05:30")


def _number(value: Any) -> Any:
    if isinstance(value, bool | str):
        raise ValueError("write a number, not between quotes")
    return value


PLAIN_TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
Line = Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Prose = Annotated[str, Field(max_length=20_000, pattern=PLAIN_TEXT)]
Day = Annotated[date, BeforeValidator(_iso_day)]
Clock = Annotated[
    time,
    BeforeValidator(_clock),
    PlainSerializer(lambda moment: f"{moment:%H:%M}", return_type=str, when_used="unless-none"),
    WithJsonSchema({"type": "string", "pattern": f"^{_CLOCK.pattern}$"}),
]
Number = Annotated[Decimal, BeforeValidator(_number), WithJsonSchema({"type": "number"})]
Whole = StrictInt


class Body(Schema):
    """What is sent: a name that is not known is refused, so that a misspelled one is not lost in silence."""

    model_config = ConfigDict(extra="forbid")


class Asked(Schema):
    """What is asked in the address: a name that is not known is refused, so that a misspelled filter filters."""

    @model_validator(mode="after")
    def _no_unknown_names(self, info: ValidationInfo) -> Self:
        request = (info.context or {}).get("request")
        unknown = sorted(set(request.GET) - set(type(self).model_fields)) if request is not None else []
        if unknown:
            raise ValueError(_("This operation has no parameter “%(name)s”.") % {"name": unknown[0][:40]})
        return self


class Paging(Asked):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=LAST_PAGE, description="Beyond the last page the list is empty.")
    page_size: int = Field(PAGE_SIZE, ge=1, le=LARGEST_PAGE)


def page_of(rows: "QuerySet[Any] | Sequence[T]", paging: Paging) -> tuple[list[Any], int]:
    """The rows of this page, and how many there are in all."""
    paginator = Paginator(rows, paging.page_size)
    if paging.page > paginator.num_pages:
        return [], paginator.count
    return list(paginator.page(paging.page).object_list), paginator.count
