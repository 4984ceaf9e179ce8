"""An edition in the making: what importers and the starter loader fill, and what is compiled from it."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from arbeidspact.taxonomy.columns import Column, grouped_columns, text_columns
from arbeidspact.taxonomy.concepts import ConceptKind
from arbeidspact.taxonomy.exceptions import EditionNameInvalid
from arbeidspact.taxonomy.folding import fold

KINDS = tuple(ConceptKind)
PREFERRED, ALTERNATIVE, HIDDEN = 0, 1, 2
MAX_NAME_LENGTH = 40
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]*")


@dataclass(slots=True)
class ConceptDraft:
    """One concept, filled from several files."""

    id: str
    kind: ConceptKind
    isco: str = ""
    code: str = ""
    competence_type: str = ""
    reuse: str = ""
    sector: str = ""
    preferred: dict[str, str] = field(default_factory=dict)
    alternatives: dict[str, list[str]] = field(default_factory=dict)
    hidden: dict[str, list[str]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    broader: list[str] = field(default_factory=list)
    collections: set[str] = field(default_factory=set)

    def add_names(
        self, language: str, preferred: str, alternatives: Iterable[str] = (), hidden: Iterable[str] = ()
    ) -> None:
        """Add names in one language; the first preferred name seen stays the preferred one."""
        if preferred:
            self.preferred.setdefault(language, preferred)
        self.alternatives.setdefault(language, []).extend(alternatives)
        self.hidden.setdefault(language, []).extend(hidden)

    def languages(self) -> set[str]:
        """The languages in which this concept has a name."""
        used = {language for names in (self.alternatives, self.hidden) for language, texts in names.items() if texts}
        return used | set(self.preferred)


@dataclass(slots=True)
class EditionDraft:
    """Concepts and relations before they are compiled; every id in a relation must be a concept of the draft."""

    name: str
    version: str
    source: str = ""
    concepts: dict[str, ConceptDraft] = field(default_factory=dict)
    asked: dict[tuple[str, str], bool] = field(default_factory=dict)
    built_on: dict[tuple[str, str], bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for label, value in (("name", self.name), ("version", self.version)):
            check_edition_name(label, value)


@dataclass(frozen=True, slots=True)
class CompiledEdition:
    """What an edition file holds: facts about the edition, and its columns."""

    facts: dict[str, Any]
    columns: dict[str, Column]


def check_edition_name(field_name: str, value: str) -> None:
    """Can this be part of a file name? Raises: `EditionNameInvalid`."""
    if len(value) > MAX_NAME_LENGTH or not _NAME.fullmatch(value):
        raise EditionNameInvalid(field_name, value)


def compile_edition(draft: EditionDraft) -> CompiledEdition:
    """Which columns describe this edition?

    Returns: the same columns, in the same order, for the same content, whatever order it was read in.
    """
    concepts = [draft.concepts[key] for key in sorted(draft.concepts)]
    place = {concept.id: position for position, concept in enumerate(concepts)}
    languages = sorted({language for concept in concepts for language in concept.languages()})
    vocabularies = {
        name: sorted({getattr(concept, name) for concept in concepts} | {""})
        for name in ("competence_type", "reuse", "sector")
    }
    collections = sorted({name for concept in concepts for name in concept.collections})
    columns: dict[str, Column] = {
        **text_columns("ids", (concept.id for concept in concepts)),
        "kind": np.array([KINDS.index(concept.kind) for concept in concepts], np.int8),
        **text_columns("isco", (concept.isco for concept in concepts)),
        **text_columns("code", (concept.code for concept in concepts)),
        **{
            name: np.array([words.index(getattr(concept, name)) for concept in concepts], np.int8)
            for name, words in vocabularies.items()
        },
        "collections": np.array(
            [sum(1 << collections.index(name) for name in concept.collections) for concept in concepts], np.int32
        ),
        **_description_columns(concepts, languages),
        **_relation_columns(draft, concepts, place),
        **_label_columns(concepts, languages),
    }
    facts = {
        "name": draft.name,
        "version": draft.version,
        "source": draft.source,
        "languages": languages,
        "counts": {kind.value: sum(concept.kind is kind for concept in concepts) for kind in KINDS},
        "relations": len(draft.asked),
        "labels": len(columns["label.concept"]),
        "collections": collections,
        "vocabularies": vocabularies,
        "content_hash": _content_hash(columns, languages),
    }
    return CompiledEdition(facts, columns)


def _description_columns(concepts: list[ConceptDraft], languages: list[str]) -> dict[str, Column]:
    owners: list[int] = []
    language_of: list[int] = []
    texts: list[str] = []
    for position, concept in enumerate(concepts):
        for language in sorted(set(concept.descriptions) & set(languages)):
            owners.append(position)
            language_of.append(languages.index(language))
            texts.append(concept.descriptions[language])
    return {
        **text_columns("description", texts),
        "description.language": np.array(language_of, np.int8),
        **grouped_columns("description.by_concept", owners, range(len(owners)), count=len(concepts)),
    }


def _relation_columns(draft: EditionDraft, concepts: list[ConceptDraft], place: dict[str, int]) -> dict[str, Column]:
    count = len(concepts)
    broader = sorted({(place[concept.id], place[wider]) for concept in concepts for wider in concept.broader})
    below, above = [pair[0] for pair in broader], [pair[1] for pair in broader]
    columns: dict[str, Column] = {
        **grouped_columns("broader", below, above, count=count),
        **grouped_columns("narrower", above, below, count=count),
    }
    for essential, name in ((True, "essential"), (False, "optional")):
        pairs = [(place[left], place[right]) for (left, right), strong in draft.asked.items() if strong is essential]
        asking, asked = [pair[0] for pair in sorted(pairs)], [pair[1] for pair in sorted(pairs)]
        columns |= grouped_columns(f"asks.{name}", asking, asked, count=count)
        columns |= grouped_columns(f"asked_by.{name}", asked, asking, count=count)
        pairs = [(place[left], place[right]) for (left, right), strong in draft.built_on.items() if strong is essential]
        building, base = [pair[0] for pair in sorted(pairs)], [pair[1] for pair in sorted(pairs)]
        columns |= grouped_columns(f"builds_on.{name}", building, base, count=count)
        columns |= grouped_columns(f"needed_by.{name}", base, building, count=count)
    return columns


def _label_columns(concepts: list[ConceptDraft], languages: list[str]) -> dict[str, Column]:
    owners: list[int] = []
    language_of: list[int] = []
    ranks: list[int] = []
    texts: list[str] = []
    folded: list[str] = []
    for position, concept in enumerate(concepts):
        for number, language in enumerate(languages):
            for rank, text, key in _distinct_names(concept, language):
                owners.append(position)
                language_of.append(number)
                ranks.append(rank)
                texts.append(text)
                folded.append(key)
    words: defaultdict[str, list[int]] = defaultdict(list)
    for number, key in enumerate(folded):
        for word in set(key.split()):
            words[word].append(number)
    vocabulary = sorted(words)
    postings = [number for word in vocabulary for number in words[word]]
    word_of = np.repeat(np.arange(len(vocabulary), dtype=np.int32), [len(words[word]) for word in vocabulary])
    return {
        **text_columns("label", texts),
        **text_columns("label.folded", folded),
        "label.length": np.array([len(key) for key in folded], np.int16),
        "label.concept": np.array(owners, np.int32),
        "label.language": np.array(language_of, np.int8),
        "label.rank": np.array(ranks, np.int8),
        "label.alphabetical": np.array(sorted(range(len(folded)), key=lambda at: folded[at].encode()), np.int32),
        **grouped_columns("label.by_concept", owners, range(len(owners)), count=len(concepts)),
        **text_columns("word", vocabulary),
        **grouped_columns("word.labels", word_of, postings, count=len(vocabulary)),
    }


def _distinct_names(concept: ConceptDraft, language: str) -> list[tuple[int, str, str]]:
    """Names in one language, preferred first; a repeat that differs only in capitals or marks is left out."""
    names = [(PREFERRED, concept.preferred[language])] if language in concept.preferred else []
    names += [(ALTERNATIVE, text) for text in sorted(concept.alternatives.get(language, ()))]
    names += [(HIDDEN, text) for text in sorted(concept.hidden.get(language, ()))]
    seen: set[str] = set()
    distinct = []
    for rank, text in names:
        key = fold(text)
        if rank == PREFERRED or (key and key not in seen):
            distinct.append((rank, text, key))
            seen.add(key)
    return distinct


def _content_hash(columns: dict[str, Column], languages: list[str]) -> str:
    digest = hashlib.sha256(",".join(languages).encode())
    for name in sorted(columns):
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(columns[name]).tobytes())
    return digest.hexdigest()
