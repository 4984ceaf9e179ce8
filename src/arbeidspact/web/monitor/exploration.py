"""What somebody wants to see of an indicator, as it stands in the address: areas, groups, periods, as known when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arbeidspact.indicators import TOTAL, InvalidPeriod, Period
from arbeidspact.monitor.figures import FigureQuery

MOST_AREAS: Final = 25
"""As many areas on one page: a file takes any number."""

CHART, TABLE, MAP = "chart", "table", "map"


class PeriodField(forms.CharField):
    """A period as statistics print it: 2019, 2019-Q3, 2019-11."""

    def clean(self, value: Any) -> Period | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return Period.parse(text)
        except InvalidPeriod as error:
            raise forms.ValidationError(
                _("%(text)s is no period: write a year, a quarter or a month, such as 2019, 2019-Q3 or 2019-11.")
                % {"text": text}
            ) from error


class ExploreForm(forms.Form):
    """The choices that are typed; areas and groups are ticked."""

    since = PeriodField(label=gettext_lazy("From"), required=False, max_length=24)
    until = PeriodField(label=gettext_lazy("Until"), required=False, max_length=24)
    as_of = forms.DateField(
        label=gettext_lazy("As known on"),
        required=False,
        help_text=gettext_lazy("Empty: as known now. Figures without a day of publication always count."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    base = PeriodField(
        label=gettext_lazy("Index: this period = 100"),
        required=False,
        max_length=24,
        help_text=gettext_lazy("Shows change instead of level."),
    )

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        since, until = asked.get("since"), asked.get("until")
        if since and until and until.end < since.start:
            self.add_error("until", _("This ends before it begins: choose a later period, or an earlier start."))
        return asked


@dataclass(frozen=True, slots=True)
class Exploration:
    """What is shown: of which areas and groups, which periods, as known when, beside which mean, in which shape."""

    areas: tuple[str, ...]
    breakdowns: tuple[str, ...]
    since: Period | None
    until: Period | None
    as_of: date | None
    base: Period | None
    mean: str
    shape: str
    left_out: int
    find: str

    def query(self, indicator: str, *, extra: Sequence[str] = ()) -> FigureQuery:
        """The question to the store. Arguments: `extra`, areas that are needed beside those shown."""
        return FigureQuery(
            indicator,
            tuple(dict.fromkeys((*self.areas, *extra))),
            self.breakdowns,
            first=self.since.start if self.since else None,
            last=self.until.end if self.until else None,
            as_of=self.as_of,
        )

    def address(self, **changed: Any) -> str:
        """What stands behind the question mark of an address that shows exactly this, with some of it changed."""
        values: dict[str, Any] = {
            "area": list(self.areas),
            "group": [] if self.breakdowns == (TOTAL,) else list(self.breakdowns),
            "since": str(self.since or ""),
            "until": str(self.until or ""),
            "as_of": self.as_of.isoformat() if self.as_of else "",
            "base": str(self.base or ""),
            "mean": self.mean,
            "shape": "" if self.shape == CHART else self.shape,
            **changed,
        }
        query = QueryDict(mutable=True)
        for name, value in values.items():
            # An empty group is the one that counts everybody.
            kept = value if isinstance(value, list) else [value] if value else []
            query.setlist(name, [str(one) for one in kept])
        return query.urlencode()


def exploration_of(
    asked: QueryDict,
    form: ExploreForm,
    *,
    areas: Sequence[str],
    breakdowns: Sequence[str],
    means: Mapping[str, Sequence[str]],
    first: Sequence[str],
) -> Exploration:
    """What is asked for by this address?

    Arguments: `areas` and `breakdowns` that have figures; `means`, the groups whose mean can be taken; `first`, the
    areas to show when none are chosen. What does not exist is left out, what does not fit the form too.
    """
    form.is_valid()
    typed = form.cleaned_data
    known = set(areas)
    chosen = [area for area in dict.fromkeys(asked.getlist("area")) if area in known]
    groups = [group for group in dict.fromkeys(asked.getlist("group")) if group in set(breakdowns)]
    whole = TOTAL in breakdowns or not breakdowns
    mean, shape = asked.get("mean", ""), asked.get("shape", CHART)
    shown = chosen or list(first)
    return Exploration(
        areas=tuple(shown[:MOST_AREAS]),
        breakdowns=tuple(groups) or ((TOTAL,) if whole else tuple(breakdowns[:1])),
        since=typed.get("since"),
        until=typed.get("until"),
        as_of=typed.get("as_of"),
        base=typed.get("base"),
        mean=mean if mean in means else "",
        shape=shape if shape in (CHART, TABLE, MAP) else CHART,
        left_out=max(0, len(shown) - MOST_AREAS),
        find=asked.get("find", "").strip(),
    )
