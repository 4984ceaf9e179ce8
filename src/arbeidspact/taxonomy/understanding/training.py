"""Learning to read job titles from the names of an edition alone; the same names give the same weights.

Names of occupations play the part of titles. Some are read as they are, some with that one name hidden, some with every
name like it hidden, as if the edition did not know the word; what was learned from an occupation is never tried on it
(two folds by occupation). Names of competences play the part of texts that mean no occupation.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from scipy.optimize import minimize

from arbeidspact.taxonomy.concepts import ConceptKind
from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.folding import fold
from arbeidspact.taxonomy.understanding.labels import Labels
from arbeidspact.taxonomy.understanding.title_model import TitleModel, TitleWeights, share_and_evidence
from arbeidspact.taxonomy.understanding.title_signs import (
    SIGNS,
    WITHOUT_MEANING,
    Projection,
    TitleMeanings,
    TitleNames,
    signs_of,
    unit,
)
from arbeidspact.taxonomy.understanding.vectors import Vectors

SEED: Final = 20_260_101
DIMENSIONS: Final = 96
PRECISION: Final = 0.9
# Where no names of competences are there to be taken for titles, the threshold would be too low.
_LEAST_CONFIDENT: Final = 0.6
_FOLDS: Final = 2
_MOST_TITLES: Final = 2400
_FEWEST_TITLES: Final = 60
_STRANGERS: Final = 240
# Read as it is; that one name hidden; every name like it hidden.
_MIX: Final = (0.2, 0.4, 0.4)
_ALIKE: Final = 80
_COMPARED: Final = 60
_SHRINKAGE: Final = 0.3
# Signs that may count against: many names, and how far behind the best of its group it is.
_EITHER_WAY: Final = frozenset({"names"})

FloatArray = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TrainingProgress:
    """How far is it? Titles read, and titles to read."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class _Read:
    """One title read in training: the signs of the occupations compared, which of them is right (-1: none), and whether
    it is as far from the known names as a title of somebody else's may be.
    """

    signs: FloatArray
    right: int
    is_strange: bool


def train_titles(
    edition: Edition, vectors: Vectors, *, progress: Callable[[TrainingProgress], None] | None = None
) -> TitleModel:
    """What can be learned from the names of this edition? Deterministic.

    Cost: for each language with enough names some 2,600 titles read, 5 ms each.
    """
    projection = _projection(edition, vectors, None)
    weights: dict[str, TitleWeights] = {}
    read = 0
    for language in _languages(edition, vectors):
        titles = _read_titles(edition, vectors, language, read, progress)
        weights[language] = fit_weights(titles, len(SIGNS))
        read += len(titles)
    return TitleModel(vectors.encoder, projection, weights, read)


def train_letters(edition: Edition, language: str) -> TitleWeights:
    """The weights of the signs that need no vectors; those in the software were made so."""
    return fit_weights(_read_titles(edition, None, language, 0, None), WITHOUT_MEANING)


def _languages(edition: Edition, vectors: Vectors) -> list[str]:
    """The languages in which enough occupations have more than one name with a vector, most names first."""
    counts = {}
    for language in edition.facts.languages:
        labels = Labels(edition, [ConceptKind.OCCUPATION], language)
        with_vector = labels.owners[np.isin(labels.numbers, vectors.labels)]
        if np.count_nonzero(np.bincount(with_vector) > 1) >= _FEWEST_TITLES:
            counts[language] = len(with_vector)
    return sorted(counts, key=lambda language: (-counts[language], language)) or [edition.facts.languages[-1]]


def _projection(edition: Edition, vectors: Vectors, counted: frozenset[int] | None) -> Projection:
    """The turn that brings names of one occupation together and sets occupations apart (linear discriminant analysis,
    shrunk), in closed form. `counted`: the positions of the occupations it is made of, None for all.
    """
    every = Labels(edition, [ConceptKind.OCCUPATION])
    _, here, there = np.intersect1d(every.numbers, vectors.labels, return_indices=True)
    owners = every.owners[here]
    if counted is not None:
        keep = np.isin(owners, sorted(counted))
        owners, there = owners[keep], there[keep]
    raw = vectors.directions(there)
    middle = raw.mean(axis=0)
    rows = unit(raw - middle).astype(np.float64)
    _, of = np.unique(owners, return_inverse=True)
    counts = np.bincount(of)
    means = np.zeros((len(counts), rows.shape[1]))
    np.add.at(means, of, rows)
    means /= counts[:, None]
    several = counts[of] > 1
    spread = (rows - means[of])[several] / counts[of][several, None] ** 0.25
    within = spread.T @ spread / max(1, len(spread))
    values, axes = np.linalg.eigh(within)
    whiten = axes @ np.diag((values + _SHRINKAGE * max(values.mean(), 1e-6)) ** -0.5) @ axes.T
    turned = unit((means @ whiten).astype(np.float32)).astype(np.float64)
    turned -= turned.mean(axis=0)
    _, apart = np.linalg.eigh(turned.T @ turned)
    turn = whiten @ apart[:, -min(DIMENSIONS, rows.shape[1]) :]
    # The sign of an axis is free: the largest number of each is made positive, so that machines agree.
    turn *= np.sign(turn[np.abs(turn).argmax(axis=0), np.arange(turn.shape[1])])
    return Projection(middle.astype(np.float32), turn.astype(np.float32))


def _read_titles(
    edition: Edition,
    vectors: Vectors | None,
    language: str,
    before: int,
    progress: Callable[[TrainingProgress], None] | None,
) -> list[_Read]:
    draw = np.random.default_rng(SEED)
    names = TitleNames(edition, language)
    alike = _names_alike(names)
    chosen = _chosen(names, alike, vectors, draw)
    fold_of = draw.integers(0, _FOLDS, len(names.owners))
    strangers = _strangers(edition, vectors, language, draw)
    total = before + len(chosen) + len(strangers)
    found: list[_Read] = []
    for number in range(_FOLDS):
        counted = fold_of != number
        kept = TitleNames(edition, language, counted)
        meanings = None
        if vectors is not None:
            projection = _projection(edition, vectors, frozenset(names.owners[counted].tolist()))
            meanings = TitleMeanings(kept, vectors, projection)
        asked = [label for label in chosen if fold_of[names.concept_of[label]] == number]
        for label in asked:
            found.append(_read_name(kept, meanings, vectors, label, alike, draw))
            if progress is not None and len(found) % 50 == 0:
                progress(TrainingProgress(before + len(found), total))
        for label in strangers[number::_FOLDS]:
            signs = signs_of(kept, fold(edition.label_text(label)), meanings, _vector(vectors, label))
            found.append(_Read(_compared(signs, -1)[0], -1, is_strange=True))
    return found


def _names_alike(names: TitleNames) -> npt.NDArray[np.intp]:
    """For every name, the number of its family: names of the same occupation written nearly the same."""
    family = np.full(len(names.labels), -1)
    ends = np.append(names.starts[1:], len(names.labels))
    next_family = 0
    for start, end in zip(names.starts.tolist(), ends.tolist(), strict=True):
        texts = names.labels.folded[start:end]
        near = process.cdist(texts, texts, scorer=fuzz.ratio) >= _ALIKE
        for at in range(len(texts)):
            if family[start + at] < 0:
                reached, edge = {at}, [at]
                while edge:
                    new = set(np.flatnonzero(near[edge.pop()]).tolist()) - reached
                    reached |= new
                    edge.extend(sorted(new))
                family[[start + other for other in reached]] = next_family
                next_family += 1
    return family


def _chosen(
    names: TitleNames, alike: npt.NDArray[np.intp], vectors: Vectors | None, draw: np.random.Generator
) -> list[int]:
    """One name of each family, for as many as are wanted; none that two occupations share: it has no answer."""
    owners_of: dict[str, set[int]] = {}
    for folded, concept in zip(names.labels.folded, names.concept_of.tolist(), strict=True):
        owners_of.setdefault(folded, set()).add(concept)
    known = np.ones(len(alike), bool) if vectors is None else np.isin(names.labels.numbers, vectors.labels)
    order = draw.permutation(len(alike))
    clear = [label for label in order.tolist() if known[label] and len(owners_of[names.labels.folded[label]]) == 1]
    first: dict[int, int] = {}
    for label in clear:
        first.setdefault(int(alike[label]), label)
    return list(first.values())[:_MOST_TITLES]


def _strangers(edition: Edition, vectors: Vectors | None, language: str, draw: np.random.Generator) -> list[int]:
    """Names of competences in this language: texts that mean no occupation."""
    labels = Labels(edition, [ConceptKind.COMPETENCE], language)
    numbers = labels.numbers if vectors is None else np.intersect1d(labels.numbers, vectors.labels)
    return [int(numbers[at]) for at in draw.permutation(len(numbers))[:_STRANGERS].tolist()]


def _read_name(
    names: TitleNames,
    meanings: TitleMeanings | None,
    vectors: Vectors | None,
    label: int,
    alike: npt.NDArray[np.intp],
    draw: np.random.Generator,
) -> _Read:
    concept = int(names.concept_of[label])
    start = int(names.starts[concept])
    own = range(start, start + int(np.count_nonzero(names.concept_of == concept)))
    family = [other for other in own if alike[other] == alike[label]]
    how = draw.choice(3, p=_MIX)
    hidden = [] if how == 0 else [label] if how == 1 else family
    if len(hidden) == len(own):
        hidden = []
    vector = _vector(vectors, int(names.labels.numbers[label]))
    signs = signs_of(names, names.labels.folded[label], meanings, vector, (concept, hidden))
    kept, right = _compared(signs, concept)
    return _Read(kept, right, is_strange=hidden == family)


def _vector(vectors: Vectors | None, number: int) -> FloatArray | None:
    if vectors is None:
        return None
    at = int(np.searchsorted(vectors.labels, number))
    found: FloatArray = vectors.directions(slice(at, at + 1))[0]
    return found


def _compared(signs: FloatArray, right: int) -> tuple[FloatArray, int]:
    """The occupations that come into question, and which of these is right (-1: none)."""
    promise = signs[:, 0] + signs[:, WITHOUT_MEANING - 1]
    if signs.shape[1] > WITHOUT_MEANING:
        promise = promise + signs[:, WITHOUT_MEANING] + signs[:, WITHOUT_MEANING + 1]
    best = np.argsort(-promise, kind="stable")[:_COMPARED]
    if right >= 0 and right not in best:
        best[-1] = right
    return signs[best], int(np.flatnonzero(best == right)[0]) if right >= 0 else -1


def fit_weights(titles: list[_Read], count: int) -> TitleWeights:
    """The weights under which right answers are likeliest (conditional logit), and their calibration.

    Calibrated are only titles with every name like them hidden, and texts that mean no occupation: people seldom
    write the very words of the list, and a likelihood that hopes for it promises too much.
    """
    answered = [title for title in titles if title.right >= 0]
    weights = _conditional_logit(answered, count)
    draft = TitleWeights(tuple(round(float(weight), 6) for weight in weights), 0.0, 1.0, 0.0, 1.0)
    odds, evidence, is_right, is_first = [], [], [], []
    for title in titles:
        if not title.is_strange:
            continue
        strengths = draft.strengths(title.signs)
        places = np.argsort(-strengths, kind="stable")[:3]
        share, direct = share_and_evidence(strengths, title.signs, places)
        odds += share.tolist()
        evidence += direct.tolist()
        is_right += (places == title.right).tolist()
        is_first += [True, *[False] * (len(places) - 1)]
    right = np.array(is_right)
    bias, slope, strongest = _logistic(np.array(odds), np.array(evidence), right)
    sure = 1 / (1 + np.exp(-(bias + slope * np.array(odds) + strongest * np.array(evidence))))
    first = np.array(is_first)
    confident = _threshold(sure[first], right[first])
    return TitleWeights(draft.weights, *(round(float(one), 6) for one in (bias, slope, strongest, confident)))


def _conditional_logit(titles: list[_Read], count: int) -> Doubles:
    rows = np.concatenate([title.signs[:, :count] for title in titles]).astype(np.float64)
    scale = rows.std(axis=0) + 1e-6
    rows = (rows - rows.mean(axis=0)) / scale
    sizes = np.array([len(title.signs) for title in titles])
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    right = starts + np.array([title.right for title in titles])
    of = np.repeat(np.arange(len(titles)), sizes)

    def loss(weights: Doubles) -> tuple[float, Doubles]:
        strengths = rows @ weights
        highest = np.maximum.reduceat(strengths, starts)
        raised = np.exp(strengths - highest[of])
        sums = np.add.reduceat(raised, starts)
        value = -(strengths[right] - highest - np.log(sums)).mean() + 1e-3 * float(weights @ weights)
        slope = (rows.T @ (raised / sums[of]) - rows[right].sum(axis=0)) / len(titles) + 2e-3 * weights
        return float(value), slope

    bounds = [(None, None) if SIGNS[at] in _EITHER_WAY else (0, None) for at in range(count)]
    found = minimize(loss, np.full(count, 0.01), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 300})
    return np.asarray(found.x / scale, np.float64)


def _logistic(odds: Doubles, evidence: Doubles, right: npt.NDArray[np.bool_]) -> tuple[float, float, float]:
    """Bias, slope and weight of the direct sign under which what was right is likeliest."""
    rows = np.stack([np.ones(len(odds)), odds, evidence], axis=1)

    def loss(weights: Doubles) -> tuple[float, Doubles]:
        sums = rows @ weights
        value = np.logaddexp(0, np.where(right, -sums, sums)).mean() + 1e-4 * float(weights @ weights)
        return float(value), rows.T @ (1 / (1 + np.exp(-sums)) - right) / len(right) + 2e-4 * weights

    bounds = [(None, None), (0, None), (0, None)]
    found = minimize(loss, np.array([0.0, 1.0, 0.0]), jac=True, method="L-BFGS-B", bounds=bounds)
    bias, slope, direct = found.x.tolist()
    return bias, slope, direct


def _threshold(sure: Doubles, right: npt.NDArray[np.bool_]) -> float:
    """From which likelihood on are nine in ten first answers right? Above 1 where they never are."""
    order = np.argsort(-sure, kind="stable")
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(precision >= PRECISION)
    return max(_LEAST_CONFIDENT, float(sure[order][enough[-1]])) if len(enough) else 1.1
