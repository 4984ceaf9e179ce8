"""Which figure counts: of several for one period, the newest vintage, then the surest status, then the first that came.

`indicators.series` decides the same about values; here it is kept beside each figure, so that ten years of all
municipalities are read as fast as one.
"""

from collections.abc import Collection, Iterator
from typing import Final

from django.db.models import Case, Count, F, IntegerField, Max, OuterRef, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from arbeidspact.indicators import SUREST_FIRST
from arbeidspact.monitor.models import Observation, Series

AT_ONCE: Final = 500
"""As many series in one statement: more are more parameters than some databases take."""

SURENESS: Final = Case(
    *(When(status=status.value, then=Value(place)) for place, status in enumerate(SUREST_FIRST)),
    output_field=IntegerField(),
)


def choose_standing(series: Collection[int]) -> None:
    """Marks, for each period of these series, the figure that counts, and counts the figures of each series.

    Arguments: `series`, their keys. Called in the transaction that changed their figures.
    """
    for some in _in_parts(sorted(set(series))):
        ranked = Observation.objects.filter(series__in=some).annotate(
            place=Window(
                RowNumber(),
                partition_by=[F("series"), F("period_start"), F("period_end")],
                order_by=[F("vintage").desc(nulls_last=True), SURENESS, F("id")],
            )
        )
        # First those that no longer count: two for one period would break the rule of the database in between.
        for place, stands in ((ranked.filter(place__gt=1), False), (ranked.filter(place=1), True)):
            Observation.objects.filter(pk__in=place.values("pk"), stands=not stands).update(stands=stands)
        own = Observation.objects.filter(series=OuterRef("pk")).order_by().values("series")
        Series.objects.filter(pk__in=some).update(
            figures=Coalesce(Subquery(own.annotate(all=Count("*")).values("all")), 0),
            newest=Subquery(own.annotate(last=Max("period_end")).values("last")),
        )


def _in_parts(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]
