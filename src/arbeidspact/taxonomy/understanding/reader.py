"""One reader of texts for one taxonomy, and the reader in use for a directory of editions."""

from functools import cached_property, lru_cache
from pathlib import Path

from arbeidspact.taxonomy.concepts import RelatedCompetence, RelationReason
from arbeidspact.taxonomy.installed import active_taxonomy
from arbeidspact.taxonomy.taxonomy import Taxonomy
from arbeidspact.taxonomy.understanding.competences import CompetenceReader
from arbeidspact.taxonomy.understanding.meaning import Meaning, installed_meaning, understanding_stamp
from arbeidspact.taxonomy.understanding.similar import Neighbours
from arbeidspact.taxonomy.understanding.titles import TitleReader
from arbeidspact.taxonomy.understanding.values import CompetenceReading, How, SimilarConcept, TitleReadings


class Reader:
    """Understands texts in the words of one taxonomy: its preferred edition. Made once; safe between threads.

    Arguments: `meaning`, an encoder with the vectors of that edition; without it, names and letters do the reading.
    """

    def __init__(self, taxonomy: Taxonomy, meaning: Meaning | None = None) -> None:
        self.taxonomy = taxonomy
        self.meaning = meaning

    @cached_property
    def _titles(self) -> TitleReader:
        return TitleReader(self.taxonomy.preferred_edition, self.meaning)

    @cached_property
    def _competences(self) -> CompetenceReader:
        reader = CompetenceReader(self.taxonomy.preferred_edition)
        return reader if self.meaning is None else reader.with_meaning(self.meaning.near(reader.labels))

    def normalise_title(self, text: str, language: str = "nl", *, limit: int = 10) -> TitleReadings:
        """Which occupations may this job title mean?

        Arguments: `text`, a title of one line, read up to its 200th letter; `language`, whose names come first.
        Returns: at most `limit` readings, best first, one per occupation. Raises: `TextProblem`.
        """
        return self._titles.read(text, language, limit)

    def competences_in(self, text: str, language: str | None = None, *, limit: int = 5) -> list[CompetenceReading]:
        """Which competences does this text ask or tell of, sentence by sentence?

        Arguments: `language`, of the text (None: not known); `limit`, readings for each sentence or phrase.
        Returns: in the order of the text; phrases that mean no competence are left out. Raises: `TextProblem`.
        """
        return self._competences.read(text, language, limit)

    def similar(self, concept_id: str, *, limit: int = 10) -> list[SimilarConcept]:
        """Which concepts are near this one, and how much does one cover of the other?

        Returns: best first, ties by id. A relation of the taxonomy comes with its measured credit; where vectors are
        there, competences near in meaning come with the credit measured for such a nearness (`How.MEANING`).
        Raises: `UnknownConcept`.
        """
        found = {
            other.id: SimilarConcept(other.id, other.credit, _why(other)) for other in self.taxonomy.related(concept_id)
        }
        for other, score in self._neighbours.of(concept_id) if self._neighbours is not None else ():
            if other not in found or found[other].score < score:
                found[other] = SimilarConcept(other, score, How.MEANING)
        return sorted(found.values(), key=lambda one: (-one.score, one.concept_id))[: max(0, limit)]

    @cached_property
    def _neighbours(self) -> Neighbours | None:
        if self.meaning is None:
            return None
        return Neighbours(self._competences.labels, self.meaning.vectors)


def _why(other: RelatedCompetence) -> RelationReason | How:
    return How.MEANING if other.why is RelationReason.NEAR else other.why


def active_reader(directory: Path | None = None) -> Reader:
    """The reader of the taxonomy in use in this directory (None: the starter). The same files give the same reader.

    It reads by meaning where an encoder is installed and its vectors of the preferred edition are in the directory.
    Raises: `EditionDamaged` or `EditionFormatUnsupported` when a file cannot be used.
    """
    taxonomy = active_taxonomy(directory)
    if directory is None:
        return _reader_of(taxonomy, None, ())
    return _reader_of(taxonomy, directory, understanding_stamp(directory, taxonomy.preferred_edition))


@lru_cache(maxsize=2)
def _reader_of(taxonomy: Taxonomy, directory: Path | None, stamp: tuple[int, ...]) -> Reader:  # noqa: ARG001
    if directory is None:
        return Reader(taxonomy)
    return Reader(taxonomy, installed_meaning(directory, taxonomy.preferred_edition))
