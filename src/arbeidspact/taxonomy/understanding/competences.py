"""From a passage in somebody's own words to the competences it asks or tells of."""

import re
from functools import cached_property
from typing import Final

import numpy as np

from arbeidspact.taxonomy.concepts import ConceptKind
from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.folding import fold
from arbeidspact.taxonomy.understanding.labels import Labels
from arbeidspact.taxonomy.understanding.letters import LetterIndex
from arbeidspact.taxonomy.understanding.titles import matching_words
from arbeidspact.taxonomy.understanding.values import CompetenceReading, How, Reading, Span
from arbeidspact.taxonomy.understanding.words import check_text

_PHRASE = re.compile(r"[^\s.;:,!?\n\r•*-][^.;:,!?\n\r•*]{2,300}")
_CONFIDENT: Final = 0.8
_OTHER_LANGUAGE: Final = 0.85
_FLOOR: Final = 0.3


class CompetenceReader:
    """Reads passages against the competences of one edition; what it needs is made at the first question."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition

    @cached_property
    def labels(self) -> Labels:
        """The names of all competences."""
        return Labels(self._edition, [ConceptKind.COMPETENCE])

    @cached_property
    def _letters(self) -> LetterIndex:
        return LetterIndex(self.labels.folded)

    def read(self, text: str, language: str | None, limit: int) -> list[CompetenceReading]:
        """Which competences may each phrase of this text mean? Raises: `TextProblem`."""
        check_text(text)
        found = []
        for match in _PHRASE.finditer(text):
            start = match.start()
            readings = self._phrase(match.group(), language, limit)
            moved = tuple(_moved(reading, start) for reading in readings)
            if moved:
                span = Span(start, start + len(match.group().rstrip()))
                found.append(CompetenceReading(span, moved, is_confident=moved[0].score > _CONFIDENT))
        return found

    def _phrase(self, phrase: str, language: str | None, limit: int) -> list[Reading]:
        folded = fold(phrase)
        scores = self._letters.likeness(folded) * 0.9
        same = self.labels.by_name.get(folded, [])
        scores[same] = 1.0
        if language in self.labels.names_of_languages:
            scores[self.labels.languages != self.labels.names_of_languages.index(str(language))] *= _OTHER_LANGUAGE
        readings: dict[int, Reading] = {}
        for label in np.argsort(-scores, kind="stable")[: 20 * limit].tolist():
            owner = int(self.labels.owners[label])
            if owner in readings or scores[label] < _FLOOR or len(readings) == limit:
                continue
            readings[owner] = Reading(
                concept_id=self.labels.concept_id(label),
                kind=ConceptKind.COMPETENCE,
                label=self.labels.text(label),
                language=self.labels.language(label),
                score=round(float(scores[label]), 4),
                how=How.NAME if label in same else How.LETTERS,
                words=matching_words(phrase, self.labels.folded[label]),
            )
        return list(readings.values())


def _moved(reading: Reading, by: int) -> Reading:
    """The same reading of a phrase that begins `by` letters into the text."""
    words = tuple(Span(span.start + by, span.end + by) for span in reading.words)
    return Reading(reading.concept_id, reading.kind, reading.label, reading.language, reading.score, reading.how, words)
