"""Competences in sentences and under Flemish names: how often are the right ones among the first?

    python -m bench.text.competences [--keep FOLDER] [--way WAY ...] [--json]

Sentences (English, annotated with ESCO by hand): https://github.com/jensjorisdecorte/Skill-Extraction-benchmark. A
sentence is asked as a whole; its gold are the distinct ESCO competences of all its spans. Spans labelled LABEL NOT
PRESENT or UNDERSPECIFIED have no gold, sentences with nothing else are left out of the measures. Labels are those of
ESCO 1.1.0; one that this edition calls otherwise counts as gold that cannot be found. RP@5: right ones among the
first five, divided by 5 or the number of gold if that is fewer; MRR: 1 / the place of the first right one in the
first 50. Both are means over sentences. The validation half of HOUSE chose the weights; HOUSE test and TECH did not.

Names (Dutch): the exact links of the Competent crosswalk. Competences are split in five by the hash of their id; a
name is asked of a reader that learned from the exact and close names of the other four. success@k: a right one among
the first k. The edition asked holds no name of Competent.
"""

import argparse
import csv
import hashlib
import json
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
from rich.console import Console
from rich.table import Table

from arbeidspact.taxonomy import ConceptKind, import_esco
from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.folding import fold
from arbeidspact.taxonomy.installed import edition_path
from arbeidspact.taxonomy.understanding.competence_model import (
    CompetenceModel,
    CompetenceNearness,
    NameToLearn,
    names_to_learn,
    train_competences,
)
from arbeidspact.taxonomy.understanding.competences import CompetenceReader
from arbeidspact.taxonomy.understanding.encoder import Encoder, installed_encoder
from arbeidspact.taxonomy.understanding.synonyms import NAMING_LINKS, CrosswalkRow, Link, read_crosswalk
from arbeidspact.taxonomy.understanding.vectors import Vectors, compute_vectors, read_vectors, vectors_path
from bench.matching.meter import resident_megabytes

DATA: Final = Path(__file__).resolve().parents[3] / "shared" / "data"
SENTENCES: Final = {
    "HOUSE validation": "house_validation_annotations.csv",
    "HOUSE test": "house_test_annotations.csv",
    "TECH validation": "tech_validation_annotations.csv",
}
NO_GOLD: Final = frozenset({"label not present", "underspecified"})
WAYS: Final = ("lexical", "encoder", "adapted")
FOLDS: Final = 5
NAMES: Final = "Competent, exact"
VACANCY_WORDS: Final = 400


@dataclass(frozen=True, slots=True)
class Figures:
    """What one way of reading gave on one set; milliseconds of processor a query are the median."""

    way: str
    task: str
    asked: int
    measures: dict[str, float]
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Asked:
    """One text and the competences that are right for it; `size` counts gold that the edition lacks as well."""

    text: str
    gold: frozenset[str]
    size: int
    fold: int = 0


def sentences(path: Path, edition: Edition) -> list[Asked]:
    """The annotated sentences of this file."""
    labels: dict[str, set[str]] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            labels.setdefault(row["sentence"], set()).add(row["label"].strip())
    by_name = _competences_by_name(edition)
    asked = []
    for sentence, found in labels.items():
        gold = {fold(label) for label in found if label.lower() not in NO_GOLD}
        asked.append(Asked(sentence, frozenset(by_name[name] for name in gold if name in by_name), len(gold)))
    return asked


def names_asked(rows: Sequence[CrosswalkRow], edition: Edition) -> list[Asked]:
    """The Dutch names of exact links, each with all competences it is the exact name of, by fold."""
    gold: dict[str, set[str]] = {}
    for row in rows:
        if row.link is Link.EXACT and row.concept_id in edition.place:
            gold.setdefault(dict(row.names).get("nl", ""), set()).add(row.concept_id)
    asked = []
    for name, ids in sorted(gold.items()):
        folds = {fold_of(concept_id) for concept_id in ids}
        if name and len(folds) == 1:
            asked.append(Asked(name, frozenset(ids), len(ids), folds.pop()))
    return asked


def fold_of(concept_id: str) -> int:
    """In which of the five parts is this competence?"""
    return int(hashlib.sha256(concept_id.encode()).hexdigest(), 16) % FOLDS


def _competences_by_name(edition: Edition) -> dict[str, str]:
    by_name: dict[str, str] = {}
    for position in edition.positions(ConceptKind.COMPETENCE):
        names = edition.concept(position).labels.get("en")
        if names is not None and names.preferred is not None:
            by_name.setdefault(fold(names.preferred), edition.ids[position])
    return by_name


def sentence_figures(way: str, task: str, reader: CompetenceReader, asked: Sequence[Asked]) -> Figures:
    """RP@5 and MRR of this reader on these sentences."""
    shares, places, times = [], [], []
    for one in asked:
        started = time.process_time()
        ranked = [concept_id for concept_id, _ in reader.ranked(one.text, "en")]
        times.append(time.process_time() - started)
        if one.size:
            shares.append(len(one.gold.intersection(ranked[:5])) / min(5, one.size))
            places.append(next((1 / place for place, found in enumerate(ranked, 1) if found in one.gold), 0.0))
    measures = {"RP@5": statistics.mean(shares), "MRR": statistics.mean(places)}
    return Figures(way, task, len(shares), measures, 1000 * statistics.median(times))


def name_figures(way: str, readers: Sequence[CompetenceReader], asked: Sequence[Asked]) -> Figures:
    """success@1, @5 and @10 of the reader that did not learn from the fold of each name."""
    hits: dict[int, list[bool]] = {1: [], 5: [], 10: []}
    times = []
    for one in asked:
        started = time.process_time()
        ranked = [concept_id for concept_id, _ in readers[one.fold].ranked(one.text, "nl", limit=10)]
        times.append(time.process_time() - started)
        for first, found in hits.items():
            found.append(bool(one.gold.intersection(ranked[:first])))
    measures = {f"success@{first}": statistics.mean(found) for first, found in hits.items()}
    return Figures(way, NAMES, len(asked), measures, 1000 * statistics.median(times))


def trained_on_folds(
    edition: Edition, vectors: Vectors, encoder: Encoder, rows: Sequence[CrosswalkRow]
) -> tuple[CompetenceModel, list[CompetenceModel]]:
    """The model of the edition alone, and one for each fold that learned from the names of the others as well."""
    own = names_to_learn(edition)
    more = [
        NameToLearn(edition.place[row.concept_id], dict(row.names)["nl"])
        for row in rows
        if row.link in NAMING_LINKS and row.concept_id in edition.place and "nl" in dict(row.names)
    ]
    remembered = _Remembering(encoder)
    alone = train_competences(edition, vectors, remembered, names=own)
    models = [
        train_competences(
            edition,
            vectors,
            remembered,
            names=[*own, *(name for name in more if fold_of(edition.ids[name.owner]) != number)],
        )
        for number in range(FOLDS)
    ]
    if alone is None or any(model is None for model in models):
        raise SystemExit("the edition has too few names to learn from")
    return alone, [model for model in models if model is not None]


class _Remembering:
    """An encoder that encodes each text once: the folds share most of their names."""

    def __init__(self, encoder: Encoder) -> None:
        self.name = encoder.name
        self.dimensions = encoder.dimensions
        self._encoder = encoder
        self._known: dict[str, Any] = {}

    def encode(self, texts: Sequence[str], *, is_asked: bool) -> Any:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._encoder.encode(new, is_asked=is_asked), strict=True))
        return np.stack([self._known[text] for text in texts])


def measure(folder: Path, ways: Sequence[str] = WAYS, *, say: Any = lambda _: None) -> list[Figures]:
    """All figures of these ways; `folder` keeps the edition and its vectors."""
    report = import_esco(DATA / "esco-1.2.0", folder)
    edition = Edition.from_file(edition_path(folder, report.edition.name, report.edition.version))
    rows = read_crosswalk(DATA / "competent" / "competent_skills_to_esco.csv")
    tasks = {task: sentences(DATA / "skill_extraction" / name, edition) for task, name in SENTENCES.items()}
    names = names_asked(rows, edition)
    encoder = installed_encoder() if set(ways) - {"lexical"} else None
    vectors = None
    if encoder is not None:
        path = vectors_path(folder, edition)
        vectors = read_vectors(edition, path) or compute_vectors(
            edition, path, encoder, progress=lambda step: say(f"vectors {step.done} of {step.total}")
        )
    figures = []
    for way in ways:
        if way != "lexical" and (encoder is None or vectors is None):
            continue
        readers, by_fold = _readers(way, edition, encoder, vectors, rows)
        for task, asked in tasks.items():
            say(f"{way}: {task}")
            figures.append(sentence_figures(way, task, readers, asked))
        say(f"{way}: {NAMES}")
        figures.append(name_figures(way, by_fold, names))
        figures.append(vacancy_figures(way, readers, tasks["HOUSE test"]))
    return figures


def _readers(
    way: str, edition: Edition, encoder: Encoder | None, vectors: Vectors | None, rows: Sequence[CrosswalkRow]
) -> tuple[CompetenceReader, list[CompetenceReader]]:
    plain = CompetenceReader(edition)
    if way == "lexical" or encoder is None or vectors is None:
        return plain, [plain] * FOLDS
    alone, folds = (None, [None] * FOLDS) if way == "encoder" else trained_on_folds(edition, vectors, encoder, rows)
    made = [plain.with_meaning(CompetenceNearness(encoder, vectors, plain.labels, model)) for model in (alone, *folds)]
    return made[0], made[1:]


def vacancy_figures(way: str, reader: CompetenceReader, asked: Sequence[Asked]) -> Figures:
    """How long does a pasted vacancy of about 400 words take? Sentences that nobody read before."""
    lines: list[str] = []
    while sum(len(line.split()) for line in lines) < VACANCY_WORDS:
        lines.append(f"{asked[len(lines)].text} ({len(lines)} x)")
    started = time.process_time()
    found = reader.read("\n".join(lines), "en", 5)
    seconds = time.process_time() - started
    confident = sum(one.is_confident for one in found) / max(1, len(found))
    measures = {"seconds": seconds, "confident": confident, "megabytes": resident_megabytes()}
    return Figures(way, f"a vacancy of {VACANCY_WORDS} words", len(lines), measures, 1000 * seconds / len(lines))


def table_of(figures: Sequence[Figures]) -> Table:
    """The figures as they are printed."""
    table = Table(title="Competences in texts")
    for heading in ("Set", "Way", "Asked", "Measures", "ms of CPU"):
        table.add_column(heading)
    for one in sorted(figures, key=lambda one: one.task):
        measures = "  ".join(f"{name} {value:.3f}" for name, value in one.measures.items())
        table.add_row(one.task, one.way, str(one.asked), measures, f"{one.milliseconds:.1f}")
    return table


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
    else:
        with TemporaryDirectory() as folder:
            yield Path(folder)


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.text.competences", description="Competences in texts.")
    parser.add_argument("--keep", type=Path, help="where the edition and its vectors are kept for the next time")
    parser.add_argument("--way", action="append", choices=WAYS, help="this way alone; may be repeated")
    parser.add_argument("--json", action="store_true", help="end with one line holding every figure")
    options = parser.parse_args(arguments)
    console = Console(width=140)
    if not DATA.is_dir():
        raise SystemExit(f"the reference data are not at {DATA.parent.name}/{DATA.name}, beside the repository")
    with _folder(options.keep) as folder:
        figures = measure(folder, options.way or WAYS, say=console.log)
    console.print(table_of(figures))
    if options.json:
        print(json.dumps([{"way": one.way, "task": one.task, "asked": one.asked, **one.measures} for one in figures]))


if __name__ == "__main__":
    main()
