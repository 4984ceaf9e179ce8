"""What a text in people's own words means: from a job title or a passage to occupations and competences.

A `Reader` answers for one taxonomy, by names first, then by letters, and by meaning where an encoder and its vectors
are there. It never decides: each reading carries how likely it is right and which words made it match, and "no
confident answer" is an answer. No web, no database; it reads only the directory it is handed.
"""

from arbeidspact.taxonomy.understanding.reader import Reader, active_reader
from arbeidspact.taxonomy.understanding.values import (
    MAX_TEXT,
    CompetenceReading,
    How,
    Reading,
    SimilarConcept,
    Span,
    TitleReadings,
)

__all__ = [
    "MAX_TEXT",
    "CompetenceReading",
    "How",
    "Reader",
    "Reading",
    "SimilarConcept",
    "Span",
    "TitleReadings",
    "active_reader",
]
