"""From a job title in somebody's own words to occupations."""

from functools import cached_property
from typing import Final

import numpy as np

from arbeidspact.taxonomy.concepts import ConceptKind
from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.folding import fold
from arbeidspact.taxonomy.understanding.labels import Labels
from arbeidspact.taxonomy.understanding.letters import LetterIndex, shared_letters
from arbeidspact.taxonomy.understanding.values import How, Reading, Span, TitleReadings
from arbeidspact.taxonomy.understanding.words import check_text, whole, words_of

# A job title is short: what comes after this is not read, and the answer is then never a confident one.
MAX_TITLE: Final = 200
_OTHER_LANGUAGE: Final = 0.85
_CONFIDENT: Final = 0.8
_SHARED: Final = 0.5


class TitleReader:
    """Reads job titles against the occupations of one edition; what it needs is made at the first question."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition

    @cached_property
    def labels(self) -> Labels:
        """The names of all occupations."""
        return Labels(self._edition, [ConceptKind.OCCUPATION])

    @cached_property
    def _letters(self) -> LetterIndex:
        return LetterIndex(self.labels.folded)

    def read(self, text: str, language: str, limit: int) -> TitleReadings:
        """Which occupations may this title mean? Raises: `TextProblem`."""
        check_text(text)
        title = text[:MAX_TITLE]
        folded = fold(title)
        if not folded or limit < 1:
            return TitleReadings((), is_confident=False)
        scores = self._letters.likeness(folded) * 0.9
        same = np.array(self.labels.by_name.get(folded, []), np.int32)
        scores[same] = 1.0
        if language in self.labels.names_of_languages:
            scores[self.labels.languages != self.labels.names_of_languages.index(language)] *= _OTHER_LANGUAGE
        readings: dict[int, Reading] = {}
        for label in np.argsort(-scores, kind="stable")[: 40 * limit].tolist():
            owner = int(self.labels.owners[label])
            if owner in readings or scores[label] <= 0:
                continue
            is_name = label in same
            readings[owner] = Reading(
                concept_id=self.labels.concept_id(label),
                kind=ConceptKind.OCCUPATION,
                label=self.labels.text(label),
                language=self.labels.language(label),
                score=round(float(scores[label]), 4),
                how=How.NAME if is_name else How.LETTERS,
                words=(whole(title),) if is_name else matching_words(title, self.labels.folded[label]),
            )
            if len(readings) == limit:
                break
        found = tuple(readings.values())
        return TitleReadings(found, is_confident=bool(found) and len(text) <= MAX_TITLE and found[0].score > _CONFIDENT)


def matching_words(text: str, folded_label: str) -> tuple[Span, ...]:
    """Which words of the text are like words of this label? The whole text where no single one is."""
    spans = [word.span for word in words_of(text) if shared_letters(word.folded, folded_label) >= _SHARED]
    return tuple(spans) or (whole(text),)
