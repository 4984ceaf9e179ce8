"""Amounts, moments and texts as the commands of the project fund take them."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from django.core.exceptions import ValidationError as DjangoValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, Field

MOST_LINES = 60


def _cents(value: Decimal) -> Decimal:
    if not value.is_finite() or value != value.quantize(Decimal("0.01")):
        raise ValueError(_("Write an amount in euro with at most two decimals."))
    return value.quantize(Decimal("0.01"))


def _aware(value: datetime) -> datetime:
    """A moment without a zone is one of this installation's clock."""
    return timezone.make_aware(value) if timezone.is_naive(value) else value


def _addresses(value: str) -> str:
    """Each line an address that starts with https:// or http://, perhaps followed by what it is."""
    for line in value.splitlines():
        if not line.strip():
            continue
        try:
            URLValidator(schemes=["https", "http"])(line.split()[0])
        except DjangoValidationError as error:
            raise ValueError(
                _("Start each line with a whole web address, such as https://example.org/call.")
            ) from error
    return value


Money = Annotated[Decimal, Field(ge=0, max_digits=14), AfterValidator(_cents)]
SomeMoney = Annotated[Decimal, Field(gt=0, max_digits=14), AfterValidator(_cents)]
Figure = Annotated[Decimal, Field(max_digits=18, decimal_places=6)]
Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]
Moment = Annotated[datetime, AfterValidator(_aware)]
Title = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(max_length=20_000)]
Asked = Annotated[str, Field(min_length=3, max_length=20_000)]
Links = Annotated[str, Field(max_length=4000), AfterValidator(_addresses)]
TermDays = Annotated[int, Field(ge=1, le=365)]
Slug = Annotated[str, Field(max_length=80, pattern=r"^[-a-z0-9_]*$")]
