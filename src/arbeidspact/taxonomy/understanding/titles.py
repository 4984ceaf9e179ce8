"""From a job title in somebody's own words to occupations."""

import threading
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from arbeidspact.taxonomy.concepts import ConceptKind
from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.folding import fold
from arbeidspact.taxonomy.understanding.labels import Labels
from arbeidspact.taxonomy.understanding.letters import shared_letters
from arbeidspact.taxonomy.understanding.meaning import Meaning
from arbeidspact.taxonomy.understanding.title_model import TitleModel, TitleWeights
from arbeidspact.taxonomy.understanding.title_signs import TitleMeanings, TitleNames, signs_of
from arbeidspact.taxonomy.understanding.values import How, Reading, Span, TitleReadings
from arbeidspact.taxonomy.understanding.words import check_text, whole, words_of

# A job title is short: what comes after this is not read, and the answer is then never a confident one.
MAX_TITLE: Final = 200
# Learned from the Dutch names of ESCO 1.2.0 by `training.train_letters`; the explanation in the documentation says how.
BY_LETTERS: Final = TitleWeights(
    weights=(10.543109, 0.08582, 0.277657, 0.050413, 0.140233, 2.677527),
    bias=-1.172785,
    slope=0.652831,
    evidence=0.836288,
    confident=0.96277,
)
_SAME_NAME: Final = 50.0
# The name that is shown, the name of one occupation only, and a name that several occupations share.
_NAMED, _SHARED_NAME = 0.98, 0.9
_SHARED: Final = 0.5
_ALIKE: Final = 0.4

FloatArray = npt.NDArray[np.float32]


class TitleReader:
    """Reads job titles against the occupations of one edition; what it needs is made at the first question.

    Arguments: `meaning`, None or not yet trained: titles are read by names, letters and leading words.
    """

    def __init__(self, edition: Edition, meaning: Meaning | None = None) -> None:
        self._edition = edition
        self._meaning = meaning if meaning is not None and meaning.titles is not None else None
        self._names: dict[str | None, TitleNames] = {}
        self._meanings: dict[str | None, TitleMeanings] = {}
        self._one_at_a_time = threading.Lock()

    @cached_property
    def _every_name(self) -> Labels:
        return Labels(self._edition, [ConceptKind.OCCUPATION])

    def read(self, text: str, language: str, limit: int) -> TitleReadings:
        """Which occupations may this title mean? Raises: `TextProblem`."""
        check_text(text)
        title = text[:MAX_TITLE]
        folded = fold(title)
        names = self._names_in(language)
        if not folded or limit < 1 or not len(names.labels):
            return TitleReadings((), is_confident=False)
        strengths, signs, weights = self.strengths(title, folded, names)
        namesakes = self._namesakes(folded, names)
        strengths[list(namesakes)] += _SAME_NAME
        places = np.argsort(-strengths, kind="stable")[:limit]
        likely = weights.likelihoods(strengths, signs, places)
        if namesakes:
            # What is called exactly so leaves the others little.
            named = _NAMED if len(namesakes) == 1 else max(_SHARED_NAME / len(namesakes), 0.2)
            likely = np.where(np.isin(places, list(namesakes)), named, np.minimum(likely, (1 - _NAMED)))
        likely = np.minimum.accumulate(likely)
        likeness = names.letters.likeness(folded)
        readings = tuple(
            self._reading(title, likeness, names, int(place), float(score), namesakes)
            for place, score in zip(places, likely, strict=True)
            if signs[place, 0] > 0 or signs.shape[1] > len(BY_LETTERS.weights)
        )
        likely_enough = len(namesakes) == 1 or (bool(readings) and readings[0].score >= weights.confident)
        return TitleReadings(readings, is_confident=likely_enough and len(text) <= MAX_TITLE)

    def ranked(self, text: str, language: str) -> list[str]:
        """All occupations with a name in this language, in the order in which they are proposed for this title."""
        title = text[:MAX_TITLE]
        folded = fold(title)
        names = self._names_in(language)
        strengths, _, _ = self.strengths(title, folded, names)
        strengths[list(self._namesakes(folded, names))] += _SAME_NAME
        order = np.argsort(-strengths, kind="stable")
        return [self._edition.ids[position] for position in names.owners[order].tolist()]

    def strengths(
        self, title: str, folded: str, names: TitleNames
    ) -> tuple[npt.NDArray[np.float64], FloatArray, TitleWeights]:
        """How strong are the signs for each occupation, which are they, and how were they weighed?"""
        model = self._model
        if model is None or self._meaning is None:
            signs = signs_of(names, folded)
            return BY_LETTERS.strengths(signs), signs, BY_LETTERS
        vector = self._meaning.encoder.encode([title], is_asked=True)[0]
        signs = signs_of(names, folded, self._meanings_of(names, model), vector)
        weights = model.weights_for(names.language)
        return weights.strengths(signs), signs, weights

    @property
    def _model(self) -> TitleModel | None:
        return None if self._meaning is None else self._meaning.titles

    def _names_in(self, language: str) -> TitleNames:
        known = language if language in self._edition.facts.languages else None
        with self._one_at_a_time:
            if known not in self._names:
                self._names[known] = TitleNames(self._edition, known)
            return self._names[known]

    def _meanings_of(self, names: TitleNames, model: TitleModel) -> TitleMeanings:
        assert self._meaning is not None
        with self._one_at_a_time:
            if names.language not in self._meanings:
                self._meanings[names.language] = TitleMeanings(names, self._meaning.vectors, model.projection)
            return self._meanings[names.language]

    def _namesakes(self, folded: str, names: TitleNames) -> dict[int, int]:
        """The occupations called exactly so, each with that name: in this language, or else in any."""
        here = names.labels.by_name.get(folded, [])
        if here:
            return {int(names.concept_of[label]): int(names.labels.numbers[label]) for label in here}
        found = {}
        for label in self._every_name.by_name.get(folded, []):
            at = int(np.searchsorted(names.owners, self._every_name.owners[label]))
            if at < len(names.owners) and names.owners[at] == self._every_name.owners[label]:
                found[at] = int(self._every_name.numbers[label])
        return found

    def _reading(
        self, title: str, likeness: FloatArray, names: TitleNames, place: int, score: float, namesakes: dict[int, int]
    ) -> Reading:
        labels = names.labels
        if place in namesakes:
            number, how = namesakes[place], How.NAME
            words: tuple[Span, ...] = (whole(title),)
        else:
            nearest = names.nearest(place, likeness)
            number = int(labels.numbers[nearest])
            how = How.LETTERS if likeness[nearest] >= _ALIKE or self._model is None else How.MEANING
            words = matching_words(title, labels.folded[nearest])
        return Reading(
            concept_id=self._edition.ids[int(names.owners[place])],
            kind=ConceptKind.OCCUPATION,
            label=self._edition.label_text(number),
            language=labels.names_of_languages[int(self._edition.columns["label.language"][number])],
            score=round(score, 4),
            how=how,
            words=words,
        )


def matching_words(text: str, folded_label: str) -> tuple[Span, ...]:
    """Which words of the text are like words of this label? The whole text where no single one is."""
    words = words_of(text)
    shared = shared_letters([word.folded for word in words], folded_label)
    return tuple(word.span for word, share in zip(words, shared, strict=True) if share >= _SHARED) or (whole(text),)
