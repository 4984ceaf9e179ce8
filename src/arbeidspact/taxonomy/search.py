"""Search in one edition: from what somebody types to concepts, forgiving typos, diacritics and unfinished words.

Words typed are matched to the words that occur in labels: whole, as a beginning, as part of a compound (Dutch writes
"verpleegkundige" for what English splits), with one or two typing errors, joined with or split from a neighbour. Labels
that hold most of what was typed are then compared as a whole. Only when nothing convincing came out is every label
of about the same length compared letter by letter.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from arbeidspact.taxonomy.columns import IntArray, grouped, text_column
from arbeidspact.taxonomy.concepts import ConceptKind, SearchHit
from arbeidspact.taxonomy.draft import KINDS
from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.folding import fold

MAX_QUERY_LENGTH = 200
MAX_WORDS = 12
MAX_LIMIT = 200
_COMPARED = 250
_CONVINCING = 0.8
_SHORTEST_PART = 5
# What is merely like a name stays under what begins with the same letters.
_LIKE = 0.87
# Below this, names have little more in common with what was typed than a short word.
_FLOOR = 0.3

# Weights of a word match, before labels are compared as a whole.
_WHOLE, _BEGINNING, _PART, _ONE_TYPO, _TWO_TYPOS, _UNFINISHED_TYPO = 1.0, 0.9, 0.6, 0.75, 0.55, 0.5
_OTHER_LANGUAGE_COST = 0.06
_RANK_COSTS = (0.0, 0.01, 0.03)
_GROUP_COST = 0.05

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Query:
    text: str
    words: tuple[str, ...]
    language: int
    kinds: frozenset[ConceptKind]


class EditionSearch:
    """A search over the labels of one edition; the lists it needs are decoded at the first question."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        columns = edition.columns
        self._folded = text_column(columns, "label.folded")
        self._lengths = columns["label.length"]
        self._owners = columns["label.concept"]
        self._languages = columns["label.language"]
        self._ranks = columns["label.rank"]
        self._alphabetical = columns["label.alphabetical"]
        self._postings = grouped(columns, "word.labels")
        self._kind_of_label = columns["kind"][self._owners]
        # Whoever types asks for the same lengths, and one more, with every letter.
        self._beginnings = lru_cache(maxsize=8)(self._cut_words)

    @cached_property
    def _words(self) -> list[str]:
        return text_column(self._edition.columns, "word").to_list()

    def _cut_words(self, length: int) -> list[str]:
        return [word[:length] for word in self._words]

    @cached_property
    def _place_of_word(self) -> dict[str, int]:
        return {word: place for place, word in enumerate(self._words)}

    @cached_property
    def _word_line(self) -> tuple[str, npt.NDArray[np.int64]]:
        """All words on end, for finding parts of words, and where each begins."""
        starts = np.cumsum([0, *(len(word) + 1 for word in self._words)])
        return "\n".join(self._words), starts.astype(np.int64)

    @cached_property
    def _all_folded(self) -> list[str]:
        return self._folded.to_list()

    def find(self, text: str, language: str, kinds: frozenset[ConceptKind], limit: int) -> list[SearchHit]:
        """Which concepts have a name like this text?

        Arguments: `language`, whose names come first; `kinds`, the sorts of concept wanted, all when empty.
        Returns: at most `limit` hits, one per concept, best first; ties by shorter name, then name, then id.
        """
        folded = fold(text[:MAX_QUERY_LENGTH])
        if not folded or not self._words:
            return []
        languages = self._edition.facts.languages
        number = languages.index(language) if language in languages else -1
        query = _Query(folded, tuple(dict.fromkeys(folded.split()))[:MAX_WORDS], number, kinds)
        mask = self._mask(kinds)
        cover = self._cover(query)
        candidates = np.union1d(self._beginning_with(folded, mask), self._best_covered(query, cover, mask))
        scored = self._compare(query, candidates.astype(np.int32), cover)
        if len(folded) >= 4 and max((score for score, _ in scored), default=0.0) < _CONVINCING:
            scored += self._compare(query, self._alike(folded, mask), None)
        return self._hits(scored, limit)

    def _mask(self, kinds: frozenset[ConceptKind]) -> npt.NDArray[np.bool_] | None:
        if not kinds or len(kinds) == len(KINDS):
            return None
        return np.isin(self._kind_of_label, [KINDS.index(kind) for kind in kinds])

    # From words typed to labels

    def _cover(self, query: _Query) -> FloatArray:
        """How much of what was typed does every label hold? Labels, 0-1."""
        found = [self._spread(self._matches(word, last=word is query.words[-1])) for word in query.words]
        for at, word in enumerate(query.words):
            parts = self._parts(word)
            if parts:
                found[at] = np.maximum(found[at], sum(self._spread({part: share}) for part, share in parts.items()))
        shares = self._shares(query.words, found)
        cover = np.zeros(len(self._owners), np.float32)
        for share, column in zip(shares, found, strict=True):
            cover += share * column
        for at in range(len(query.words) - 1):
            joined = self._place_of_word.get(query.words[at] + query.words[at + 1])
            if joined is not None:
                labels = self._postings.of(joined)
                apart = shares[at] * found[at][labels] + shares[at + 1] * found[at + 1][labels]
                cover[labels] += np.maximum(0, (shares[at] + shares[at + 1]) * _WHOLE - apart)
        return cover

    def _shares(self, words: tuple[str, ...], found: list[FloatArray]) -> FloatArray:
        """How much does each word typed count? Long and rare words count for most: "medewerker" says little."""
        holding = np.array([max(1, np.count_nonzero(column >= _ONE_TYPO)) for column in found], np.float32)
        sizes = np.array([len(word) + 1 for word in words], np.float32)
        weights = sizes**0.5 * np.log1p(len(self._owners) / holding)
        return np.asarray(weights / weights.sum(), np.float32)

    def _spread(self, matches: dict[int, float]) -> FloatArray:
        """The best weight of any matched word, for every label."""
        column = np.zeros(len(self._owners), np.float32)
        if matches:
            # Written from low to high: the last write to a label is its best match.
            order = sorted(matches, key=matches.__getitem__)
            labels, counts = self._postings.of_many(np.array(order, np.int32))
            column[labels] = np.repeat(np.array([matches[word] for word in order], np.float32), counts)
        return column

    def _matches(self, word: str, *, last: bool) -> dict[int, float]:
        """The words of the edition that this word may stand for, each with a weight."""
        matches = self._misspelled(word)
        if len(word) >= 4:
            for place in self._containing(word):
                matches[place] = max(matches.get(place, 0.0), _PART)
        start = self._first_at_or_after(word)
        end = self._first_at_or_after(word + chr(0x10FFFF))
        for place in range(start, end):
            share = len(word) / len(self._words[place])
            weight = _BEGINNING if last else _PART
            matches[place] = max(matches.get(place, 0.0), weight + (_WHOLE - weight) * share * 0.5)
        if start < end and self._words[start] == word:
            matches[start] = _WHOLE
        elif start == end and last and len(word) >= 5:
            for place in self._unfinished(word):
                matches[place] = max(matches.get(place, 0.0), _UNFINISHED_TYPO)
        return matches

    def _misspelled(self, word: str) -> dict[int, float]:
        if len(word) < 4:
            return {}
        allowed = 1 if len(word) < 8 else 2
        near = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        return {place: _ONE_TYPO if distance <= 1 else _TWO_TYPOS for _, distance, place in near}

    def _unfinished(self, word: str) -> list[int]:
        """Words whose beginning is like this one, with one typing error: what is being typed is not finished."""
        places: set[int] = set()
        # A letter left out or typed too much makes the beginning one longer or shorter than what was typed.
        for length in (len(word) - 1, len(word), len(word) + 1):
            near = process.extract(word, self._beginnings(length), scorer=OSA.distance, score_cutoff=1, limit=None)
            places.update(place for _, _, place in near)
        return sorted(places)

    def _containing(self, word: str) -> list[int]:
        line, starts = self._word_line
        found = []
        at = line.find(word)
        while at >= 0:
            place = int(np.searchsorted(starts, at, side="right")) - 1
            found.append(place)
            at = line.find(word, int(starts[place + 1]))
        return found

    def _parts(self, word: str) -> dict[int, float]:
        """Known words that an unknown one is made of, with the share of its letters that each covers.

        Two words written as one where a cut makes two known words, or else a known beginning and a known end.
        """
        known = self._place_of_word
        if word in known:
            return {}
        for cut in range(len(word) - 1, 0, -1):
            left, right = known.get(word[:cut]), known.get(word[cut:])
            if left is not None and right is not None:
                return {left: cut / len(word)} | {right: 1 - cut / len(word) if left != right else _WHOLE}
        begins = (word[:cut] for cut in range(len(word) - 1, _SHORTEST_PART - 1, -1))
        ends = (word[cut:] for cut in range(1, len(word) - _SHORTEST_PART + 1))
        parts = (next((piece for piece in pieces if piece in known), None) for pieces in (begins, ends))
        return {known[part]: len(part) / len(word) for part in parts if part is not None}

    def _first_at_or_after(self, word: str) -> int:
        low, high = 0, len(self._words)
        while low < high:
            middle = (low + high) // 2
            if self._words[middle] < word:
                low = middle + 1
            else:
                high = middle
        return low

    # From labels to the few that are compared as a whole

    def _best_covered(self, query: _Query, cover: FloatArray, mask: npt.NDArray[np.bool_] | None) -> IntArray:
        held = np.flatnonzero(cover if mask is None else cover * mask)
        if len(held) <= _COMPARED:
            return held.astype(np.int32)
        surplus = np.abs(self._lengths[held].astype(np.float32) - len(query.text))
        worth = cover[held] - 0.004 * np.minimum(surplus, 60) + 0.06 * (self._languages[held] == query.language)
        return held[np.argpartition(-worth, _COMPARED)[:_COMPARED]].astype(np.int32)

    def _beginning_with(self, folded: str, mask: npt.NDArray[np.bool_] | None) -> IntArray:
        """The shortest labels that begin with these letters."""
        low = self._alphabetical_place(folded.encode())
        high = self._alphabetical_place(folded.encode() + b"\xff")
        labels = self._alphabetical[low:high]
        if mask is not None:
            labels = labels[mask[labels]]
        if len(labels) > _COMPARED:
            labels = labels[np.argpartition(self._lengths[labels], _COMPARED)[:_COMPARED]]
        return np.asarray(labels, np.int32)

    def _alphabetical_place(self, key: bytes) -> int:
        low, high = 0, len(self._alphabetical)
        while low < high:
            middle = (low + high) // 2
            if self._folded[int(self._alphabetical[middle])].encode() < key:
                low = middle + 1
            else:
                high = middle
        return low

    def _alike(self, folded: str, mask: npt.NDArray[np.bool_] | None) -> IntArray:
        """Labels that differ in at most two letters from what was typed, one in short texts."""
        allowed = 1 if len(folded) < 8 else 2
        near_length = np.abs(self._lengths - len(folded)) <= allowed
        labels = np.flatnonzero(near_length if mask is None else near_length & mask)
        every = self._all_folded
        texts = [every[label] for label in labels.tolist()]
        near = process.extract(folded, texts, scorer=OSA.distance, score_cutoff=allowed, limit=_COMPARED)
        return np.array([labels[place] for _, _, place in near], np.int32)

    # From compared labels to hits

    def _compare(self, query: _Query, labels: IntArray, cover: FloatArray | None) -> list[tuple[float, int]]:
        """The score of every label, 0-1: whole name, beginning of a name, and then likeness.

        `cover` is None for labels that were found by their letters: their words say nothing more.
        """
        scored = []
        ordered = " ".join(sorted(query.words))
        for label in labels.tolist():
            name = self._folded[label]
            if name == query.text:
                score = 1.0
            elif name.startswith(query.text):
                score = 0.88 + 0.09 * len(query.text) / len(name)
            else:
                alike = fuzz.ratio(query.text, name)
                if len(query.words) > 1 and alike < 95:
                    alike = max(alike, fuzz.ratio(ordered, " ".join(sorted(name.split()))) - 2)
                likeness = 0.4 * alike / 100
                score = min(_LIKE, likeness + 0.5 * float(cover[label]) if cover is not None else 2 * likeness)
            scored.append((score - self._cost(query, label), label))
        return scored

    def _cost(self, query: _Query, label: int) -> float:
        cost = _RANK_COSTS[int(self._ranks[label])]
        if self._languages[label] != query.language:
            cost += _OTHER_LANGUAGE_COST
        if KINDS[int(self._kind_of_label[label])] in (ConceptKind.ISCO_GROUP, ConceptKind.COMPETENCE_GROUP):
            cost += _GROUP_COST
        return cost

    def _hits(self, scored: list[tuple[float, int]], limit: int) -> list[SearchHit]:
        edition = self._edition
        ranked = sorted(
            scored, key=lambda item: (-item[0], int(self._lengths[item[1]]), self._folded[item[1]], item[1])
        )
        hits: dict[int, SearchHit] = {}
        for score, label in ranked:
            if score < _FLOOR:
                break
            owner = int(self._owners[label])
            if owner not in hits:
                hits[owner] = SearchHit(
                    concept_id=edition.ids[owner],
                    kind=edition.kind(owner),
                    score=round(score, 4),
                    label=edition.label_text(label),
                    language=edition.facts.languages[int(self._languages[label])],
                    edition=edition.facts.title,
                )
            if len(hits) == limit:
                break
        return list(hits.values())
