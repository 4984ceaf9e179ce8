"""Job titles: how often is the right occupation among the first, and at what cost?

    python -m bench.text.titles [--quick] [--folder FOLDER] [--json]

2,605 titles of the Dutch employment service UWV, each linked to one concept of ESCO by hand, against 24,069 Dutch
names: the set nld_q_nl_c_nl of MELO (Avature, https://github.com/Avature/melo-benchmark). Nothing is learned. 97
titles mean an ISCO group, for which a reader proposes no occupation: they count as not found. "Names" ranks single
names, as the published rows do; "concepts" gives every concept the place of its best name. A reader ranks concepts and
puts the nearest name of each first, so that both are the same. Names of equal strength share the middle place.
"""

import argparse
import json
import statistics
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from arbeidspact.taxonomy import ConceptKind, Taxonomy, import_esco
from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.folding import fold
from arbeidspact.taxonomy.installed import edition_path
from arbeidspact.taxonomy.understanding import Reader
from arbeidspact.taxonomy.understanding.encoder import Encoder, installed_encoder
from arbeidspact.taxonomy.understanding.labels import Labels
from arbeidspact.taxonomy.understanding.learning import learn_titles
from arbeidspact.taxonomy.understanding.letters import LetterIndex
from arbeidspact.taxonomy.understanding.meaning import Meaning
from arbeidspact.taxonomy.understanding.title_model import model_path, read_model
from arbeidspact.taxonomy.understanding.titles import TitleReader
from arbeidspact.taxonomy.understanding.vectors import read_vectors, vectors_path
from bench.matching.meter import resident_megabytes

DATA: Final = Path(__file__).resolve().parents[3] / "shared" / "data"
MELO: Final = DATA / "melo" / "nld_q_nl_c_nl"
QUICK: Final = 400
TIMED: Final = 150
# MRR of single names, zero-shot, as published with MELO.
PUBLISHED: Final = {
    "text-embedding-3-large": 0.572,
    "e5-mistral-7b": 0.565,
    "multilingual-e5-large": 0.506,
    "bge-m3": 0.505,
    "char TF-IDF": 0.486,
    "edit distance": 0.428,
    "mUSE-CNN": 0.426,
}

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """One way of reading titles; None where it was not measured. Precision is that of confident answers."""

    way: str
    names_mrr: float | None
    concepts_mrr: float | None = None
    success_1: float | None = None
    success_5: float | None = None
    success_10: float | None = None
    confident: float | None = None
    precision: float | None = None
    milliseconds: float | None = None
    megabytes: float | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """A title, and the id of the concept it means."""

    text: str
    concept_id: str


def titles_of_melo() -> list[Title]:
    """The titles with what they mean."""
    concept_of = dict(_rows("concept_mapping.tsv"))
    meant = {query: concept_of[element] for query, _, element, _ in _rows("annotations.tsv")}
    return [Title(text, meant[query]) for query, text in _rows("queries.tsv")]


def _rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (MELO / name).read_text(encoding="utf-8").splitlines()]


def place_of(strengths: Numbers, right: npt.NDArray[np.bool_]) -> float:
    """The place of the best of the right ones, in the middle of those that are equally strong."""
    best = strengths[right].max(initial=-np.inf)
    if best == -np.inf:
        return float("inf")
    return float((strengths > best).sum() + 1 + (np.count_nonzero(strengths[~right] == best)) / 2)


class Names:
    """The Dutch names of occupations and ISCO groups, as in MELO."""

    def __init__(self, edition: Edition) -> None:
        self.labels = Labels(edition, [ConceptKind.OCCUPATION, ConceptKind.ISCO_GROUP], "nl")
        self.owners, self.starts, self.concept_of = np.unique(
            self.labels.owners, return_index=True, return_inverse=True
        )
        self.place_of = {edition.ids[position]: at for at, position in enumerate(self.owners.tolist())}

    def row(self, way: str, strengths: Sequence[Numbers], titles: Sequence[Title], **cost: float) -> Row:
        """How well do these strengths of single names find what the titles mean?"""
        of_names, of_concepts = [], []
        for title, found in zip(titles, strengths, strict=True):
            right = self.place_of.get(title.concept_id, -1)
            of_names.append(place_of(found, self.concept_of == right))
            of_concepts.append(place_of(np.maximum.reduceat(found, self.starts), np.arange(len(self.owners)) == right))
        return Row(way, _mrr(of_names), _mrr(of_concepts), *_successes(of_concepts), **cost)


def _mrr(places: Sequence[float]) -> float:
    return statistics.mean(1 / place for place in places)


def _successes(places: Sequence[float]) -> tuple[float, float, float]:
    one, five, ten = (statistics.mean(place <= first for place in places) for first in (1, 5, 10))
    return one, five, ten


class Remembering:
    """An encoder that was asked all titles at once: what one title takes is measured apart."""

    def __init__(self, encoder: Encoder, texts: Sequence[str]) -> None:
        self.name = encoder.name
        self.dimensions = encoder.dimensions
        parts = [encoder.encode(texts[at : at + 256], is_asked=True) for at in range(0, len(texts), 256)]
        self._known = dict(zip(texts, np.concatenate(parts), strict=True))

    def encode(self, texts: Sequence[str], *, is_asked: bool) -> npt.NDArray[np.float32]:  # noqa: ARG002
        """The vectors of these titles."""
        return np.stack([self._known[text] for text in texts])


def reader_row(way: str, reader: Reader, titles: Sequence[Title], timed: Reader, before: float) -> Row:
    """What the reader of the product gives: its order of all occupations, and whether it is sure."""
    ranking = TitleReader(reader.taxonomy.preferred_edition, reader.meaning)
    places, sure = [], []
    for title in titles:
        found = reader.normalise_title(title.text, limit=1)
        ids = ranking.ranked(title.text, "nl")
        places.append(ids.index(title.concept_id) + 1.0 if title.concept_id in ids else float("inf"))
        if found.is_confident:
            sure.append(places[-1] == 1)
    seconds = []
    for title in titles[:TIMED]:
        started = time.process_time()
        timed.normalise_title(title.text)
        seconds.append(time.process_time() - started)
    return Row(
        way,
        _mrr(places),
        _mrr(places),
        *_successes(places),
        confident=len(sure) / len(titles),
        precision=statistics.mean(sure) if sure else None,
        milliseconds=1000 * statistics.median(seconds),
        megabytes=resident_megabytes() - before,
    )


def measured(folder: Path, *, quick: bool) -> list[Row]:
    """All rows; `folder` keeps the edition, its vectors and what was learned, and is filled where it is empty."""
    titles = titles_of_melo()
    if quick:
        titles = [titles[at] for at in np.random.default_rng(7).permutation(len(titles))[:QUICK]]
    path = next(folder.glob("esco-*.taxonomy"), None)
    if path is None:
        facts = import_esco(DATA / "esco-1.2.0", folder).edition
        path = edition_path(folder, facts.name, facts.version)
    edition = Edition.from_file(path)
    taxonomy = Taxonomy([edition])
    before = resident_megabytes()
    lexical = Reader(taxonomy)
    rows = [Row(f"{name} (published)", mrr) for name, mrr in PUBLISHED.items()]
    by_names = reader_row("lexical: names, letters, roles", lexical, titles, lexical, before)
    names = Names(edition)
    letters = LetterIndex(names.labels.folded)
    likeness = [letters.likeness(fold(title.text)).astype(np.float64) for title in titles]
    rows += [names.row("character n-grams, best name", likeness, titles), by_names]
    encoder = installed_encoder()
    if encoder is None:
        return rows
    if read_model(edition, model_path(folder, edition), encoder.name) is None:
        learn_titles(edition, folder)
    vectors = read_vectors(edition, vectors_path(folder, edition))
    model = read_model(edition, model_path(folder, edition), encoder.name)
    assert vectors is not None
    asked = Remembering(encoder, [title.text for title in titles])
    here, there = np.intersect1d(names.labels.numbers, vectors.labels, return_indices=True)[1:]
    directions = vectors.directions(there)
    cosines = []
    for title in titles:
        cosine = np.full(len(names.labels), -1.0)
        cosine[here] = directions @ asked.encode([title.text], is_asked=True)[0]
        cosines.append(cosine)
    rows.append(names.row("encoder: cosine, best name", cosines, titles))
    del cosines, likeness, letters
    before = resident_megabytes()
    timed = Reader(taxonomy, Meaning(encoder, vectors, model))
    adapted = Reader(taxonomy, Meaning(asked, vectors, model))
    rows.append(reader_row("adapted: names, letters, roles, learned meaning", adapted, titles, timed, before))
    return rows


def title_lines(figures: dict[str, Any]) -> list[str]:
    """The table of titles, for a page."""
    lines = [
        f"{figures['titles']:,} Dutch job titles of UWV against the Dutch names of ESCO 1.2.0 (MELO, nld_q_nl_c_nl).",
        "Nothing is learned from them. CPU time of one title, memory on top of the encoder and the edition.",
        "",
        "| way | MRR, names | MRR, concepts | success@1 | @5 | @10 | confident | of these right | CPU ms | MB |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in figures["rows"]:
        shares = [row[name] for name in list(row)[1:8]]
        cells = [f"{share:.3f}" if share is not None else "" for share in shares]
        cells += [f"{row[name]:.0f}" if row[name] is not None else "" for name in ("milliseconds", "megabytes")]
        lines.append(f"| {row['way']} | {' | '.join(cells)} |")
    return lines


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} of the titles")
    parser.add_argument("--folder", type=Path, default=Path("build/text"), help="keeps the edition and its vectors")
    parser.add_argument("--json", action="store_true", help="the figures as one object on the last line")
    options = parser.parse_args()
    if not MELO.is_dir():
        raise SystemExit(f"the titles are not there: {MELO}")
    options.folder.mkdir(parents=True, exist_ok=True)
    rows = measured(options.folder, quick=options.quick)
    count = QUICK if options.quick else len(titles_of_melo())
    figures = {"titles": count, "rows": [asdict(row) for row in rows]}
    print("\n".join(title_lines(figures)))
    if options.json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
