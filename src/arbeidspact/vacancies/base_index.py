"""The index of every vacancy that is not over, laid out whole: what changes come on top of."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching import LARGEST_TOTAL, IdLists, Index, Overlaid, Vacancies, day_number, idf_weights
from arbeidspact.mobility import TravelMode
from arbeidspact.organisations.models import Area, AreaKind
from arbeidspact.taxonomy import Taxonomy
from arbeidspact.vacancies.asked import asked_work
from arbeidspact.vacancies.columns import vacancy_columns
from arbeidspact.vacancies.models import Vacancy
from arbeidspact.vacancies.seen import Seen, changes_since
from arbeidspact.vacancies.states import not_over_on
from arbeidspact.vacancies.vocabularies import (
    Middle,
    Vocabularies,
    cell_of,
    minutes_between,
    related_competences,
    vocabularies,
)

AREA_KM2: Final = {AreaKind.NEIGHBOURHOOD.value: 6.0, AreaKind.MUNICIPALITY.value: 48.0}
"""How large an area is taken to be, which gives the journey inside it: the means of Ghent's 25 neighbourhoods (about
156 km2 together) and of the 285 Flemish municipalities of 2025 (about 13,600 km2)."""

LEAST_WEIGHT: Final = 20
"""What a competence weighs at least. Gains are whole numbers: where few vacancies are known, or all ask the same, a
smaller weight would round what a person says of themselves down to nothing. Only where one vacancy asks hundreds of
competences, all weights are less."""


@dataclass(frozen=True, eq=False)
class Base:
    """An index of every vacancy that is not over on the day `first_day`, and what it was made from.

    `seen`: every vacancy there was, over or not. `taxonomy`: the version of the one in force; `middles`: where the
    areas lie. When these two change, the numbers of `words` stand for something else and a base is made anew.
    """

    index: Index
    words: Vocabularies
    seen: Seen
    first_day: date
    taxonomy: str
    middles: dict[str, Middle]


def base_from_database(day: date, taxonomy: Taxonomy) -> Base:
    """The vacancies as they are now, that are not over on this day. Five queries.

    Cost: some 0.1 ms a vacancy, nearly all of it reading rows.
    """
    seen, middles = changes_since(0), area_middles()
    work = asked_work(Vacancy.objects.filter(not_over_on(day)))
    asked = Counter(licence for one in work for licence in one.licences)
    words = vocabularies(
        taxonomy,
        competences=(concept for one in work for concept, _is_required in one.competences),
        occupations=(one.occupation for one in work),
        licences=sorted(asked, key=lambda licence: (-asked[licence], licence)),
        areas=middles,
        cells=(cell_of(*one.point) for one in work if one.point is not None),
    )
    travel = minutes_between(tuple(middles.values()), tuple(words.cells))
    index = laid_out(vacancy_columns(work, words), words, taxonomy, travel)
    return Base(index, words, seen, day, taxonomy.version, middles)


def compacted(base: Base, over: Overlaid, words: Vocabularies, seen: Seen, taxonomy: Taxonomy, day: date) -> Base:
    """The base with its changes worked in, weights judged anew, and without what is over before this day. No query.

    Cost: as `Index.build`.
    """
    columns = over.whole.vacancies
    kept = columns.take(np.flatnonzero(columns.valid_until >= day_number(day)))
    travel = dict(zip(over.changes.modes, over.changes.travel_minutes, strict=True))
    return Base(laid_out(kept, words, taxonomy, travel), words, seen, day, base.taxonomy, base.middles)


def laid_out(
    columns: Vacancies, words: Vocabularies, taxonomy: Taxonomy, travel: Mapping[TravelMode, NDArray[np.uint16]]
) -> Index:
    """An index of these columns; what a competence weighs is judged by these vacancies themselves."""
    count = len(words.competences)
    return Index.build(
        columns,
        n_competences=count,
        n_languages=len(words.languages),
        weights=weights_of(columns, count),
        travel=travel,
        related=related_competences(taxonomy, count),
    )


def weights_of(columns: Vacancies, n_competences: int) -> NDArray[np.int64]:
    """What each competence weighs, judged by these vacancies themselves.

    Returns: weights with which no vacancy is heavier than matching can add up.
    """
    weights = np.maximum(idf_weights(columns.required, n_competences).astype(np.int64), LEAST_WEIGHT)
    # As heavy as it could be: a competence that is both required and nice to have counts once in matching.
    counts = np.diff(columns.required.starts) + np.diff(columns.nice_to_have.starts)
    heavy = _totals(columns.required, weights) + _totals(columns.nice_to_have, weights) > LARGEST_TOTAL
    if not heavy.any():
        return weights
    above_one = _totals(columns.required, weights - 1) + _totals(columns.nice_to_have, weights - 1)
    room = LARGEST_TOTAL - counts[heavy]
    shares = room / above_one[heavy]
    return 1 + ((weights - 1) * float(shares.min())).astype(np.int64)


def area_middles() -> dict[str, Middle]:
    """The middle and the size of every area that has a place on the map, by its code."""
    areas = Area.objects.filter(latitude__isnull=False, longitude__isnull=False).order_by("code")
    return {
        code: (latitude, longitude, AREA_KM2.get(kind, 0.0))
        for code, kind, latitude, longitude in areas.values_list("code", "kind", "latitude", "longitude")
        if latitude is not None and longitude is not None
    }


def _totals(lists: IdLists, weights: NDArray[np.int64]) -> NDArray[np.int64]:
    sums = np.concatenate([[0], np.cumsum(weights[lists.ids])])
    totals: NDArray[np.int64] = sums[lists.starts[1:]] - sums[lists.starts[:-1]]
    return totals
