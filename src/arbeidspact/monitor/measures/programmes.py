"""How many people each programme reached, and how far they came: the counts of its funnel at the end of last month."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from arbeidspact.monitor.measures.measure import Counted, Measure, NoFigure, Scope, month
from arbeidspact.outreach.queries import funnel_counts


def _count(scope: Scope) -> Iterator[Counted | NoFigure]:
    (day,) = scope.month_ends(1)
    for figure in funnel_counts(scope.actor, on=day):
        about = f"{figure.programme}: {figure.stage}"
        if not figure.indicator:
            yield NoFigure(about, "the stage names no indicator")
        elif figure.indicator not in scope.definitions:
            yield NoFigure(about, f"no indicator {figure.indicator} that names this measure is in force")
        else:
            yield Counted(
                period=month(day),
                numerator=Decimal(figure.count),
                sizes=(figure.count,),
                is_invented=figure.is_invented,
                indicator=figure.indicator,
                area=figure.area,
            )


FUNNEL: Final = Measure("funnel", "Arbeidspact, geregistreerde contacten en dossiers", _count)
