"""What an operator starts once after an import: vectors of all names, and learning to read texts with them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.exceptions import EncoderMissing
from arbeidspact.taxonomy.nearness import near_path, read_near_pairs, write_near_pairs
from arbeidspact.taxonomy.understanding.competence_model import (
    competences_path,
    train_competences,
    write_competence_model,
)
from arbeidspact.taxonomy.understanding.encoder import Encoder, installed_encoder
from arbeidspact.taxonomy.understanding.similar import near_in_meaning
from arbeidspact.taxonomy.understanding.title_model import model_path, read_model, write_model
from arbeidspact.taxonomy.understanding.training import TrainingProgress, train_titles
from arbeidspact.taxonomy.understanding.vectors import VectorProgress, compute_vectors, read_vectors, vectors_path

LearningProgress = VectorProgress | TrainingProgress


@dataclass(frozen=True, slots=True)
class Learned:
    """Of which edition, by which encoder, how many names have a vector, from how many titles was learned, and how many
    pairs of competences are near in meaning."""

    edition: str
    encoder: str
    names: int
    titles: int
    near: int


def learn_titles(
    edition: Edition,
    directory: Path,
    *,
    encoder: Encoder | None = None,
    threads: int = 1,
    progress: Callable[[LearningProgress], None] | None = None,
) -> Learned:
    """Make the vectors of this edition that are not there yet, and learn from them; the same names give the same files.

    Arguments: `directory`, where editions are kept; `encoder`, None for the installed one; `threads`, that it may use.
    Raises: `EncoderMissing`. Cost: minutes for ESCO, most of it in the encoder.
    """
    encoder = encoder or installed_encoder(threads)
    if encoder is None:
        raise EncoderMissing
    path = vectors_path(directory, edition)
    vectors = read_vectors(edition, path)
    if vectors is None or vectors.encoder != encoder.name:
        vectors = compute_vectors(edition, path, encoder, progress=progress)
    model = train_titles(edition, vectors, progress=progress)
    write_model(model, edition, model_path(directory, edition))
    tell = None if progress is None else lambda done, total: progress(TrainingProgress(done, total))
    competences = train_competences(edition, vectors, encoder, progress=tell)
    if competences is not None:
        write_competence_model(competences, edition, competences_path(directory, edition))
    near = near_in_meaning(edition, vectors)
    write_near_pairs(near, edition, near_path(directory, edition))
    return Learned(edition.facts.title, encoder.name, len(vectors.labels), model.trained_on, len(near))


def what_is_learned(edition: Edition, directory: Path) -> Learned | None:
    """What was computed and learned of this edition? None where nothing was, or nothing that fits it any more."""
    vectors = read_vectors(edition, vectors_path(directory, edition))
    if vectors is None:
        return None
    model = read_model(edition, model_path(directory, edition), vectors.encoder)
    titles = 0 if model is None else model.trained_on
    near = read_near_pairs(edition, near_path(directory, edition))
    return Learned(edition.facts.title, vectors.encoder, len(vectors.labels), titles, 0 if near is None else len(near))
