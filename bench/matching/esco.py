"""Work shaped like ESCO: vacancies and persons drawn from what its occupations ask, related competences from its own.

The download is the user's own (see docs/how-to/import-esco.md); nothing of it is copied. Education and shifts are
asked too here, besides the four constraints of the invented work.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching import IdLists, Related, idf_weights
from arbeidspact.matching.columns import entries_of
from arbeidspact.taxonomy import ConceptKind, Taxonomy, active_taxonomy, import_esco
from bench.matching.draws import Chances, lists_of
from bench.matching.workload import SEED, Size, Workload, persons_knowing, travel_between, vacancies_asking

FOLDER: Final = Path(__file__).resolve().parents[3] / "shared" / "data" / "esco-1.2.0"
PERSONS, VACANCIES = 12_123, 8_831
LEAST_ESSENTIAL: Final = 3
MOST_REQUIRED: Final = 25
ZONES: Final = 25


@dataclass(frozen=True)
class Occupations:
    """What each occupation asks, as columns over the competences of the edition."""

    essential: IdLists
    optional: IdLists

    def __len__(self) -> int:
        return len(self.essential)


def esco_workload(
    folder: Path, *, persons: int = PERSONS, vacancies: int = VACANCIES, learned: Path | None = None
) -> Workload:
    """Invented people who do the occupations of ESCO, and vacancies for them. Raises: what `import_esco` raises.

    Arguments: `learned`, a folder with the edition and what `arbeidspact taxonomy learn` made of it: competences near
    in meaning then count too. None: relations alone.
    """
    with TemporaryDirectory() as editions:
        if learned is None:
            import_esco(folder, Path(editions))
        taxonomy = active_taxonomy(learned or Path(editions), by_meaning=learned is not None)
        columns = {id_: column for column, id_ in enumerate(taxonomy.ids(ConceptKind.COMPETENCE))}
        occupations, related = _occupations(taxonomy, columns), _related(taxonomy, list(columns))
    random, skills = np.random.default_rng(SEED), len(columns)
    popular = Chances.zipf_mandelbrot(len(occupations), shift=30)
    jobs, seekers, seconds = (popular.draw(random, (1, count))[0] for count in (vacancies, persons, persons))
    required = _some(random, occupations.essential, jobs, share=0.8, most=MOST_REQUIRED, width=skills)
    nice = _some(random, occupations.optional, jobs, share=0.25, most=10, width=skills)
    known = _all_of(
        [
            _some(random, occupations.essential, seekers, share=0.7, most=40, width=skills),
            _some(random, occupations.optional, seekers, share=0.2, most=12, width=skills),
            _some(random, occupations.essential, seconds, share=0.2, most=8, width=skills),
        ],
        width=skills,
    )
    size = Size("esco", persons, vacancies, skills=skills, occupations=len(occupations), zones=ZONES)
    return Workload(
        size,
        replace(
            vacancies_asking(random, required, nice, jobs, zones=ZONES),
            education=random.choice([0, 3, 6], vacancies, p=[0.6, 0.25, 0.15]),
            shifts=random.choice([0, 1, 2, 6], vacancies, p=[0.6, 0.2, 0.1, 0.1]),
        ),
        replace(
            persons_knowing(random, known, seekers, zones=ZONES),
            education=random.choice([0, 3, 6], persons, p=[0.2, 0.45, 0.35]),
            shifts=random.choice([1, 3, 7], persons, p=[0.4, 0.3, 0.3]),
        ),
        idf_weights(required, skills),
        travel_between(ZONES),
        related,
    )


def _occupations(taxonomy: Taxonomy, columns: dict[str, int]) -> Occupations:
    """The occupations that ask at least a few competences, in an order that has nothing to do with their names."""
    asked = [taxonomy.competences_of(id_) for id_ in taxonomy.ids(ConceptKind.OCCUPATION)]
    asked = [asks for asks in asked if len(asks.essential) >= LEAST_ESSENTIAL]
    order = np.random.default_rng(SEED).permutation(len(asked)).tolist()
    return Occupations(
        IdLists.from_rows([columns[id_] for id_ in asked[place].essential] for place in order),
        IdLists.from_rows([columns[id_] for id_ in asked[place].optional] for place in order),
    )


def _related(taxonomy: Taxonomy, ids: list[str]) -> Related:
    """The taxonomy tells by the competence asked; the engine wants it by the one held."""
    pairs = taxonomy.related_pairs(ids)
    asked = pairs.rows()
    order = np.lexsort((asked, pairs.columns))
    starts = np.searchsorted(pairs.columns[order], np.arange(len(ids) + 1))
    return Related(starts, asked[order], pairs.credits[order])


def _some(
    random: np.random.Generator, lists: IdLists, rows: NDArray[Any], *, share: float, most: int, width: int
) -> IdLists:
    """Of each of these rows a share, drawn entry by entry, at most `most`, but always one where there are any."""
    entries, cuts = entries_of(lists.starts, rows)
    row_of, luck = np.repeat(np.arange(len(rows)), np.diff(cuts)), random.random(len(entries))
    order = np.lexsort((luck, row_of))
    place = np.arange(len(entries)) - np.repeat(cuts[:-1], np.diff(cuts))
    kept = (place == 0) | ((luck[order] < share) & (place < most))
    return lists_of(np.sort((row_of * width + lists.ids[entries])[order][kept]), len(rows), width)


def _all_of(parts: list[IdLists], *, width: int) -> IdLists:
    """Everything in any of these lists, row by row."""
    pairs = [np.repeat(np.arange(len(part)), np.diff(part.starts)) * width + part.ids for part in parts]
    return lists_of(np.unique(np.concatenate(pairs)), len(parts[0]), width)
