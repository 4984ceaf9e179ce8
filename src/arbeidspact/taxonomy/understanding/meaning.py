"""The meaning of names: an encoder with the vectors it made of one edition, and what was trained on them."""

from dataclasses import dataclass
from pathlib import Path

from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.understanding.competence_model import (
    CompetenceModel,
    CompetenceNearness,
    competences_path,
    read_competence_model,
)
from arbeidspact.taxonomy.understanding.encoder import Encoder, installed_encoder
from arbeidspact.taxonomy.understanding.labels import Labels
from arbeidspact.taxonomy.understanding.title_model import TitleModel, model_path, read_model
from arbeidspact.taxonomy.understanding.vectors import Vectors, read_vectors, vectors_path


@dataclass(frozen=True)
class Meaning:
    """What a reader needs to read by meaning; `titles` and `competences` are None until they were learned."""

    encoder: Encoder
    vectors: Vectors
    titles: TitleModel | None = None
    competences: CompetenceModel | None = None

    def near(self, labels: Labels) -> CompetenceNearness:
        """How near a passage is to these names of competences."""
        return CompetenceNearness(self.encoder, self.vectors, labels, self.competences)


def installed_meaning(directory: Path, edition: Edition) -> Meaning | None:
    """The meaning of the names of this edition, from the files in this directory; None without encoder or vectors."""
    vectors = read_vectors(edition, vectors_path(directory, edition))
    encoder = installed_encoder() if vectors is not None else None
    if vectors is None or encoder is None or vectors.encoder != encoder.name:
        return None
    return Meaning(
        encoder,
        vectors,
        read_model(edition, model_path(directory, edition), encoder.name),
        read_competence_model(edition, competences_path(directory, edition), encoder.name),
    )


def understanding_stamp(directory: Path, edition: Edition) -> tuple[int, ...]:
    """What changes when the files of an edition that a reader needs are made anew."""
    paths = (
        vectors_path(directory, edition),
        model_path(directory, edition),
        competences_path(directory, edition),
    )
    facts = [path.stat() for path in paths if path.is_file()]
    return tuple(number for fact in facts for number in (fact.st_ino, fact.st_size, fact.st_mtime_ns))
