"""The taxonomy in use: one edition, or several of which the first that knows an id answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from arbeidspact.taxonomy.columns import IntArray
from arbeidspact.taxonomy.concepts import (
    CompetencesOfOccupation,
    Concept,
    ConceptKind,
    Label,
    OccupationsAsking,
    RelatedCompetence,
    RelationReason,
    SearchHit,
)
from arbeidspact.taxonomy.draft import KINDS
from arbeidspact.taxonomy.edition import Edition, EditionFacts
from arbeidspact.taxonomy.exceptions import UnknownConcept
from arbeidspact.taxonomy.folding import fold
from arbeidspact.taxonomy.nearness import NearPairs
from arbeidspact.taxonomy.relatedness import (
    REASONS,
    SAME_NAME_CREDIT,
    PairBatch,
    RelatedPairs,
    best_pairs,
    edition_pairs,
)
from arbeidspact.taxonomy.search import MAX_LIMIT, EditionSearch

# A later edition gives way to an earlier one that answers equally well.
_LATER_EDITION_COST = 0.02


class Taxonomy:
    """Concepts, names and relations of one or more editions; never changes once made, safe to share between threads.

    Arguments: `editions`, in order of preference: an id is answered by the first edition that knows it;
    `searched`, the editions that search looks in (None: all), so that a superseded edition resolves its ids but
    offers none; `near`, by the title of an edition, the competences near in meaning that count beside its relations.
    """

    def __init__(
        self,
        editions: Sequence[Edition],
        *,
        searched: Sequence[Edition] | None = None,
        near: Mapping[str, NearPairs] | None = None,
    ) -> None:
        if not editions:
            raise ValueError("a taxonomy needs at least one edition")
        self._editions = tuple(editions)
        self._near = dict(near or {})
        self._searches = tuple(EditionSearch(edition) for edition in (editions if searched is None else searched))

    @property
    def editions(self) -> tuple[EditionFacts, ...]:
        """The editions in use, preferred first."""
        return tuple(edition.facts for edition in self._editions)

    @property
    def preferred_edition(self) -> Edition:
        """The edition that answers first."""
        return self._editions[0]

    @property
    def version(self) -> str:
        """Which editions is an answer based on? Name, version and content, to store beside a decision."""
        return "+".join(self._version_of(facts) for facts in self.editions)

    def _version_of(self, facts: EditionFacts) -> str:
        near = self._near.get(facts.title)
        content = f"{facts.title}@{facts.content_hash[:12]}"
        return content if near is None else f"{content}~{near.hash[:12]}"

    def __contains__(self, concept_id: object) -> bool:
        return any(concept_id in edition.place for edition in self._editions)

    def concept(self, concept_id: str) -> Concept:
        """Which concept has this id? Raises: `UnknownConcept`."""
        edition, position = self._find(concept_id)
        return edition.concept(position)

    def label(self, concept_id: str, language: str) -> Label:
        """What is this concept called in this language, or else in English, or else in any language?

        Returns: a label whose `is_fallback` says that the language is another one. Raises: `UnknownConcept`.
        """
        return self.concept(concept_id).label(language)

    def concepts(self, kind: ConceptKind) -> Iterator[Concept]:
        """All concepts of one sort, preferred edition first, in the order of their ids."""
        seen: set[str] = set()
        for edition in self._editions:
            for position in edition.positions(kind):
                if edition.ids[position] not in seen:
                    seen.add(edition.ids[position])
                    yield edition.concept(position)

    def ids(self, kind: ConceptKind) -> list[str]:
        """The ids of all concepts of one sort, preferred edition first, each once."""
        every = (edition.ids[position] for edition in self._editions for position in edition.positions(kind))
        return list(dict.fromkeys(every))

    def competences_of(self, occupation_id: str) -> CompetencesOfOccupation:
        """Which competences does this occupation ask? Raises: `UnknownConcept`."""
        edition, position = self._find(occupation_id)
        return CompetencesOfOccupation(
            edition.related_ids("asks.essential", position), edition.related_ids("asks.optional", position)
        )

    def occupations_asking(self, competence_id: str) -> OccupationsAsking:
        """Which occupations ask this competence? Raises: `UnknownConcept`."""
        edition, position = self._find(competence_id)
        return OccupationsAsking(
            edition.related_ids("asked_by.essential", position), edition.related_ids("asked_by.optional", position)
        )

    def broader(self, concept_id: str) -> tuple[str, ...]:
        """What is this concept directly a part or a special case of? Raises: `UnknownConcept`."""
        edition, position = self._find(concept_id)
        return edition.related_ids("broader", position)

    def narrower(self, concept_id: str) -> tuple[str, ...]:
        """What falls directly under this concept? Raises: `UnknownConcept`."""
        edition, position = self._find(concept_id)
        return edition.related_ids("narrower", position)

    def isco_group(self, code: str) -> Concept | None:
        """Which ISCO-08 group has this code (1 to 4 digits)?"""
        for edition in self._editions:
            position = edition.position_of_isco_group.get(code)
            if position is not None:
                return edition.concept(position)
        return None

    def related(self, competence_id: str) -> list[RelatedCompetence]:
        """Which other competences cover something of this one when it is asked?

        Returns: highest credit first, ties by id. Raises: `UnknownConcept`. Source of the credits: `relatedness`.
        """
        edition, position = self._find(competence_id)
        best = {
            other: RelatedCompetence(other, SAME_NAME_CREDIT, RelationReason.SAME_NAME)
            for other in self._namesakes(competence_id)
        }
        if edition.kind(position) is ConceptKind.COMPETENCE:
            pairs = best_pairs(self._pairs_of(edition, np.array([position], np.int32)), len(edition))
            for column, credit, reason in zip(pairs.columns, pairs.credits, pairs.reasons, strict=True):
                other = edition.ids[int(column)]
                best.setdefault(other, RelatedCompetence(other, round(float(credit), 4), REASONS[int(reason)]))
        return sorted(best.values(), key=lambda related: (-related.credit, related.id))

    def is_near(self, asked_id: str, held_id: str) -> bool:
        """Does the held competence cover something of the asked one by its meaning alone?"""
        if asked_id not in self or held_id not in self:
            return False
        edition, position = self._find(asked_id)
        near = self._near.get(edition.facts.title)
        return near is not None and held_id in edition.place and near.holds(position, edition.place[held_id])

    @property
    def near(self) -> int:
        """How many pairs of competences count for each other because they are near in meaning?"""
        return sum(len(pairs) for pairs in self._near.values())

    def related_pairs(self, competence_ids: Sequence[str]) -> RelatedPairs:
        """How much does each of these competences cover of each other one?

        Arguments: `competence_ids`, each once; unknown ids and other concepts have no related ones.
        Returns: sparse rows over the positions in `competence_ids`; the same credits as `related`.
        Cost: linear in the pairs found; about 160,000 for the 13,939 competences of ESCO 1.2.0.
        """
        if len(set(competence_ids)) != len(competence_ids):
            raise ValueError("competence_ids holds an id more than once; pass each once")
        batches = [self._namesake_pairs(competence_ids)]
        for edition in self._editions:
            batches += self._pairs_within(edition, competence_ids)
        return best_pairs(batches, len(competence_ids))

    def search(
        self,
        text: str,
        *,
        language: str = "nl",
        kind: ConceptKind | Iterable[ConceptKind] | None = None,
        limit: int = 10,
    ) -> list[SearchHit]:
        """Which concepts have a name like this text, unfinished or misspelled as it may be?

        Arguments: `language`, whose names come first (others are found too); `kind`, one sort of concept or several,
        None for all; `limit`, at most 200. Only the first 200 letters and 12 words of `text` count.
        Returns: best first, one hit per concept; empty when nothing is alike or nothing was typed.
        """
        limit = min(limit, MAX_LIMIT)
        if limit < 1:
            return []
        kinds = frozenset([kind] if isinstance(kind, ConceptKind) else kind or ())
        hits: list[SearchHit] = []
        seen: set[str] = set()
        named: set[tuple[ConceptKind, str]] = set()
        ranked = [
            (order, rank, replace(hit, score=round(hit.score - _LATER_EDITION_COST * order, 4)))
            for order, search in enumerate(self._searches)
            for rank, hit in enumerate(search.find(text, language, kinds, limit))
        ]
        for order, _, hit in sorted(ranked, key=lambda item: (-item[2].score, item[0], item[1])):
            name = (hit.kind, fold(hit.label))
            # The same thing from a second edition would be the same line twice on screen.
            if hit.concept_id in seen or (order > 0 and name in named):
                continue
            seen.add(hit.concept_id)
            named.add(name)
            hits.append(hit)
        return hits[:limit]

    def _find(self, concept_id: str) -> tuple[Edition, int]:
        for edition in self._editions:
            position = edition.place.get(concept_id)
            if position is not None:
                return edition, position
        raise UnknownConcept(concept_id, [facts.title for facts in self.editions])

    # Competences with one name in two editions

    @cached_property
    def _ids_by_name(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Names of competences that two editions share, by language and folded text."""
        names: dict[tuple[str, str], dict[str, int]] = {}
        for order, edition in enumerate(self._editions if len(self._editions) > 1 else ()):
            owned = [
                position for position in edition.positions(ConceptKind.COMPETENCE) if self._answers(edition, position)
            ]
            for position in owned:
                for key in _preferred_names(edition, position):
                    names.setdefault(key, {})[edition.ids[position]] = order
        return {key: tuple(owners) for key, owners in names.items() if len(set(owners.values())) > 1}

    @cached_property
    def _namesakes_of(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        edition_of = {concept_id: self._find(concept_id)[0] for ids in self._ids_by_name.values() for concept_id in ids}
        for ids in self._ids_by_name.values():
            for one in ids:
                found.setdefault(one, set()).update(other for other in ids if edition_of[other] is not edition_of[one])
        return {concept_id: frozenset(others) for concept_id, others in found.items()}

    def _answers(self, edition: Edition, position: int) -> bool:
        return self._find(edition.ids[position])[0] is edition

    def _namesakes(self, competence_id: str) -> frozenset[str]:
        return self._namesakes_of.get(competence_id, frozenset())

    def _namesake_pairs(self, competence_ids: Sequence[str]) -> PairBatch:
        place = {concept_id: at for at, concept_id in enumerate(competence_ids)}
        pairs = [
            (row, place[other])
            for concept_id, row in place.items()
            for other in self._namesakes(concept_id)
            if other in place
        ]
        rows, columns = np.array(pairs, np.int32).reshape(-1, 2).T
        reason = REASONS.index(RelationReason.SAME_NAME)
        return PairBatch(
            rows, columns, np.full(len(rows), SAME_NAME_CREDIT, np.float32), np.full(len(rows), reason, np.int8)
        )

    def _pairs_within(self, edition: Edition, competence_ids: Sequence[str]) -> list[PairBatch]:
        here = np.full(len(edition), -1, np.int32)
        for at, concept_id in enumerate(competence_ids):
            position = edition.place.get(concept_id)
            if position is not None and self._answers(edition, position):
                here[position] = at
        competences = edition.columns["kind"] == KINDS.index(ConceptKind.COMPETENCE)
        asked: IntArray = np.flatnonzero((here >= 0) & competences).astype(np.int32)
        batches = []
        for batch in self._pairs_of(edition, asked):
            keep = here[batch.columns] >= 0
            batches.append(
                PairBatch(here[batch.rows[keep]], here[batch.columns[keep]], batch.credit[keep], batch.reason[keep])
            )
        return batches

    def _pairs_of(self, edition: Edition, asked: IntArray) -> list[PairBatch]:
        """Pairs by relation and, where they count, by nearness in meaning."""
        near = self._near.get(edition.facts.title)
        return [*edition_pairs(edition, asked), *([] if near is None else [near.batch(asked)])]


def _preferred_names(edition: Edition, position: int) -> Iterator[tuple[str, str]]:
    for language, names in edition.concept(position).labels.items():
        if names.preferred is not None and fold(names.preferred):
            yield language, fold(names.preferred)
