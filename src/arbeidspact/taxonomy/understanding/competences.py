"""From a passage in somebody's own words to the competences it asks or tells of.

Three signs are added up for every name of every competence: how near it is in meaning (cosine, where there are
vectors), how alike it is in letters, and whether it stands in the passage word for word. The weights and the
calibration were chosen on the validation half of one benchmark and checked on others: see the explanation in the
documentation.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from math import exp, log
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from arbeidspact.taxonomy.columns import IntArray
from arbeidspact.taxonomy.concepts import ConceptKind
from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.understanding.labels import Labels
from arbeidspact.taxonomy.understanding.letters import LetterIndex
from arbeidspact.taxonomy.understanding.passages import passages_of
from arbeidspact.taxonomy.understanding.titles import matching_words
from arbeidspact.taxonomy.understanding.values import CompetenceReading, How, Reading, Span
from arbeidspact.taxonomy.understanding.words import Word, check_text, words_of

# A text of so many different passages is no vacancy and no life; the rest of it is read by names alone.
MOST_PASSAGES: Final = 200
CONFIDENT: Final = 0.5
_LONGEST_NAME: Final = 10
_NAMED: Final = 0.2
_OTHER_LANGUAGE: Final = 0.9
_MIDDLE: Final = 0.5
_ALIKE: Final = 0.45
_MOST_RANKED: Final = 50
_SHORT: Final = 2

FloatArray = npt.NDArray[np.float32]
_NO_LETTERS: Final[FloatArray] = np.zeros(0, np.float32)


class CompetenceMeaning(Protocol):
    """Nearness in meaning to the labels of a reader."""

    def nearness(self, passages: Sequence[str]) -> Iterator[tuple[FloatArray, FloatArray]]:
        """How near is each label to each of these passages, and the middle of the names of each competence? -1 to 1; 0
        where there is no vector, or nothing was learned."""
        ...


@dataclass(frozen=True, slots=True)
class Calibration:
    """How likely is a reading right, given its signs added up, whether its name stands there, and how long it is?

    In a long passage the same letters are a smaller part of the whole, so the same sum says more.
    """

    least: float
    strength: float
    named: float
    length: float

    def likelihood(self, strength: float, *, is_named: bool, words: int) -> float:
        """0-1."""
        odds = self.least + self.strength * strength + self.named * is_named + self.length * log(max(1, words))
        return 1 / (1 + exp(-odds))


BY_LETTERS = Calibration(-6.77, 7.65, 1.37, 0.51)
BY_MEANING = Calibration(-6.57, 5.20, 1.79, 0.13)
_FLOOR: Final = 0.05


@dataclass(frozen=True, slots=True)
class _Passage:
    """One passage, where it stands in the text, and its words with their places in the passage."""

    text: str
    span: Span
    words: list[Word]
    folded: str

    @classmethod
    def at(cls, span: Span, text: str) -> "_Passage":
        passage = span.of(text)
        words = words_of(passage)
        return cls(passage, span, words, " ".join(word.folded for word in words))


@dataclass(frozen=True, slots=True)
class _Strengths:
    """What one passage gave: the likeliest labels, those that stand in it with their place, likeness in letters."""

    best: list[tuple[int, float]]
    named: dict[int, tuple[int, int]]
    letters: FloatArray


def _letters_count(words: int) -> float:
    """How much do letters count beside meaning? In a few words they mislead more than in a sentence full of them."""
    return min(1.0, 0.2 + 0.04 * words)


class CompetenceReader:
    """Reads passages against the competences of one edition; what it needs is made at the first question."""

    def __init__(self, edition: Edition, meaning: CompetenceMeaning | None = None) -> None:
        self._edition = edition
        self._meaning = meaning

    def with_meaning(self, meaning: CompetenceMeaning) -> "CompetenceReader":
        """The same names read by this meaning too; what was made of the names is shared."""
        other = CompetenceReader(self._edition, meaning)
        other.__dict__.update(labels=self.labels, _letters=self._letters)
        return other

    @cached_property
    def labels(self) -> Labels:
        """The names of all competences."""
        return Labels(self._edition, [ConceptKind.COMPETENCE])

    @cached_property
    def _letters(self) -> LetterIndex:
        return LetterIndex(self.labels.folded)

    @cached_property
    def _first_labels(self) -> IntArray:
        """The first label of every competence; labels stand in the order of their competences."""
        return np.flatnonzero(np.diff(self.labels.owners, prepend=-1)).astype(np.int32)

    def read(self, text: str, language: str | None, limit: int) -> list[CompetenceReading]:
        """Which competences may each passage of this text mean? Raises: `TextProblem`."""
        check_text(text)
        if limit < 1:
            return []
        passages = [_Passage.at(span, text) for span in passages_of(text)]
        strengths = self._of_each(passages, language)
        found = []
        for passage in passages:
            readings = self._readings(passage, strengths[passage.folded], limit)
            if readings:
                found.append(CompetenceReading(passage.span, readings, is_confident=readings[0].score >= CONFIDENT))
        return found

    def ranked(self, passage: str, language: str | None = None, *, limit: int = 50) -> list[tuple[str, float]]:
        """Which competences are nearest to this passage as one whole, and how likely is each? Best first."""
        whole = _Passage.at(Span(0, len(passage)), passage)
        strengths = self._of_each([whole], language)[whole.folded]
        return [(self.labels.concept_id(label), score) for label, score in strengths.best[:limit]]

    def _of_each(self, passages: Sequence[_Passage], language: str | None) -> dict[str, _Strengths]:
        """What each of these passages gave, by its folded words: the same line is read once."""
        by_words: dict[str, _Passage] = {}
        for passage in passages:
            by_words.setdefault(passage.folded, passage)
        if not len(self.labels):
            return dict.fromkeys(by_words, _Strengths([], {}, _NO_LETTERS))
        different = list(by_words.values())
        read = different[:MOST_PASSAGES]
        strengths = {passage.folded: self._by_names(passage) for passage in different[MOST_PASSAGES:]}
        nearness = repeat(None) if self._meaning is None else self._meaning.nearness([one.text for one in read])
        for passage, near in zip(read, nearness, strict=False):
            strengths[passage.folded] = self._strengths(passage, near, language)
        return strengths

    def _strengths(
        self, passage: _Passage, near: tuple[FloatArray, FloatArray] | None, language: str | None
    ) -> _Strengths:
        named = self._named(passage.words)
        letters = self._weighed(self._letters.likeness(passage.folded), language)
        letters[list(named)] += _NAMED
        strengths = np.maximum.reduceat(letters, self._first_labels)
        nearness = None
        if near is not None:
            nearness = self._weighed(near[0], language)
            # Only some names have a vector: the signs are added up by competence, not by name.
            strengths *= _letters_count(len(passage.words))
            strengths += np.maximum.reduceat(nearness, self._first_labels) + _MIDDLE * near[1]
        best = self._likeliest(self._best(strengths, letters, nearness), named, passage.words)
        return _Strengths(best, named, letters)

    def _likeliest(
        self, strengths: list[tuple[int, float]], named: dict[int, tuple[int, int]], words: list[Word]
    ) -> list[tuple[int, float]]:
        """The same names with how likely each is right, likeliest first."""
        calibration = BY_LETTERS if self._meaning is None else BY_MEANING
        likely = [
            (label, calibration.likelihood(strength, is_named=label in named, words=len(words)))
            for label, strength in strengths
        ]
        return sorted(likely, key=lambda item: -item[1])

    def _by_names(self, passage: _Passage) -> _Strengths:
        """One name of each competence that is named."""
        named = self._named(passage.words)
        one_of: dict[int, int] = {}
        for label in named:
            one_of.setdefault(int(self.labels.owners[label]), label)
        best = [(label, 0.5 + _NAMED) for label in one_of.values()]
        return _Strengths(self._likeliest(best, named, passage.words), named, _NO_LETTERS)

    def _weighed(self, signs: FloatArray, language: str | None) -> FloatArray:
        """Names in another language than that of the text count for less."""
        if language not in self.labels.names_of_languages:
            return signs.copy()
        other = self.labels.languages != self.labels.names_of_languages.index(str(language))
        return np.where(other, signs * _OTHER_LANGUAGE, signs).astype(np.float32)

    def _best(self, strengths: FloatArray, letters: FloatArray, nearness: FloatArray | None) -> list[tuple[int, float]]:
        """The strongest competences, each by the name that says most, best first; ties in the order of the edition."""
        starts = np.append(self._first_labels, len(letters))
        most = min(_MOST_RANKED, len(strengths))
        near = np.sort(np.argpartition(-strengths, most - 1)[:most])
        best = []
        for place in near[np.argsort(-strengths[near], kind="stable")].tolist():
            own = slice(starts[place], starts[place + 1])
            label = int(np.argmax(letters[own]))
            if nearness is not None and letters[own][label] < _ALIKE:
                label = int(np.argmax(nearness[own]))
            best.append((int(starts[place]) + label, float(strengths[place])))
        return best

    def _named(self, words: list[Word]) -> dict[int, tuple[int, int]]:
        """Labels that stand in the passage word for word, each with its first and last word."""
        found: dict[int, tuple[int, int]] = {}
        for first in range(len(words)):
            for last in range(min(len(words), first + _LONGEST_NAME), first, -1):
                name = " ".join(word.folded for word in words[first:last])
                for label in self.labels.by_name.get(name, ()):
                    found.setdefault(label, (first, last - 1))
        return found

    def _readings(self, passage: _Passage, strengths: _Strengths, limit: int) -> tuple[Reading, ...]:
        start = passage.span.start
        readings: list[Reading] = []
        for label, score in strengths.best:
            if score < _FLOOR or len(readings) == limit:
                break
            how, spans = self._why(passage, label, strengths)
            readings.append(
                Reading(
                    concept_id=self.labels.concept_id(label),
                    kind=ConceptKind.COMPETENCE,
                    label=self.labels.text(label),
                    language=self.labels.language(label),
                    score=round(score, 4),
                    how=how,
                    words=tuple(Span(span.start + start, span.end + start) for span in spans),
                )
            )
        return tuple(readings)

    def _why(self, passage: _Passage, label: int, strengths: _Strengths) -> tuple[How, tuple[Span, ...]]:
        place = strengths.named.get(label)
        if place is not None:
            return How.NAME, (Span(passage.words[place[0]].span.start, passage.words[place[1]].span.end),)
        spans = matching_words(passage.text, self.labels.folded[label])
        # "en" and "de" occur in every name: they say nothing where a longer word matches too.
        spans = tuple(span for span in spans if span.end - span.start > _SHORT) or spans
        return (How.LETTERS if self._meaning is None or strengths.letters[label] >= _ALIKE else How.MEANING), spans
