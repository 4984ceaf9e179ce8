"""What was learned about reading job titles: weights of signs, how likely a reading is right, when that is enough."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from arbeidspact.taxonomy.draft import CompiledEdition
from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.edition_file import read_edition_file, write_edition_file
from arbeidspact.taxonomy.exceptions import EditionError
from arbeidspact.taxonomy.understanding.title_signs import SIGNS, WITHOUT_MEANING, Projection

SUFFIX: Final = ".titles"

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TitleWeights:
    """How signs add up, and what the sum is worth.

    `weights`, one for each sign. The share of an occupation among all (softmax of the sums) becomes a likelihood by
    `bias + slope * log-odds of the share + evidence * the strongest sign`; from `confident` on, it is sure enough.
    """

    weights: tuple[float, ...]
    bias: float
    slope: float
    evidence: float
    confident: float

    def strengths(self, signs: FloatArray) -> npt.NDArray[np.float64]:
        """How strong are the signs for each occupation together?"""
        return np.asarray(signs[:, : len(self.weights)] @ np.array(self.weights), np.float64)

    def likelihoods(
        self, strengths: npt.NDArray[np.float64], signs: FloatArray, places: npt.NDArray[np.intp]
    ) -> npt.NDArray[np.float64]:
        """How likely is each of these occupations right? 0-1."""
        odds, evidence = share_and_evidence(strengths, signs, places)
        return np.asarray(1 / (1 + np.exp(-(self.bias + self.slope * odds + self.evidence * evidence))))


@dataclass(frozen=True)
class TitleModel:
    """What was trained on the names of one edition with the vectors of one encoder."""

    encoder: str
    projection: Projection
    weights: Mapping[str, TitleWeights]
    trained_on: int

    def weights_for(self, language: str | None) -> TitleWeights:
        """The weights of this language, or else of the one with most names."""
        return self.weights.get(language or "", next(iter(self.weights.values())))


def share_and_evidence(
    strengths: npt.NDArray[np.float64], signs: FloatArray, places: npt.NDArray[np.intp]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The log-odds of the share of these occupations among all, and their strongest direct sign (0-1)."""
    shares = np.exp(strengths - strengths.max())
    shares = np.clip(shares / shares.sum(), 1e-6, 1 - 1e-6)[places]
    direct = signs[places, 0] if signs.shape[1] == WITHOUT_MEANING else np.maximum(signs[places, 0], signs[places, -1])
    return np.log(shares / (1 - shares)), direct.astype(np.float64)


def model_path(directory: Path, edition: Edition) -> Path:
    """In which file is what was learned of this edition?"""
    return directory / f"{edition.facts.title}{SUFFIX}"


def write_model(model: TitleModel, edition: Edition, path: Path) -> None:
    """Keep it in this file; the same model gives the same bytes."""
    facts: dict[str, Any] = {
        "name": edition.facts.name,
        "version": edition.facts.version,
        "edition": edition.facts.content_hash,
        "encoder": model.encoder,
        "signs": list(SIGNS),
        "trained_on": model.trained_on,
        "weights": {language: asdict(weights) for language, weights in model.weights.items()},
    }
    columns = {
        "middle": np.ascontiguousarray(model.projection.middle, "<f4").view("<i4"),
        "turn": np.ascontiguousarray(model.projection.turn, "<f4").ravel().view("<i4"),
    }
    write_edition_file(CompiledEdition(facts, columns), path)


def read_model(edition: Edition, path: Path, encoder: str) -> TitleModel | None:
    """What was learned of this edition with this encoder; None where nothing was, or nothing that fits.

    A file that is damaged is as good as none: training makes it again.
    """
    if not path.is_file():
        return None
    try:
        kept = read_edition_file(path)
    except EditionError:
        return None
    facts = kept.facts
    fits = facts.get("edition") == edition.facts.content_hash and facts.get("encoder") == encoder
    if not fits or facts.get("signs") != list(SIGNS):
        return None
    middle = kept.columns["middle"].view("<f4")
    turn = kept.columns["turn"].view("<f4").reshape(len(middle), -1)
    weights = {
        language: TitleWeights(**{**row, "weights": tuple(row["weights"])})
        for language, row in facts["weights"].items()
    }
    return TitleModel(encoder, Projection(middle, turn), weights, int(facts["trained_on"]))
