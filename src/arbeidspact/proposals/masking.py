"""Words of a text without what could say who somebody is: what may stay as feedback when the text is gone.

Two measures. Of a text about a person, only words that the taxonomy itself uses stay, and small words: a name, a street
or a number is never among what is allowed. Of the text of a vacancy, what surely is an address or a number goes, and so
does every capitalised word that the taxonomy does not use, unless it opens the sentence: contact persons have names.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from arbeidspact.organisations.vocabulary import current_taxonomy
from arbeidspact.taxonomy.folding import fold

MASK: Final = "…"
LONGEST_PASSAGE: Final = 300
AROUND: Final = 60
_ENDS_OF_SENTENCES: Final = frozenset(".!?:•")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[^\s]", re.UNICODE)
_ADDRESS: Final = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\+?\d(?:[\s./()\-]?\d){4,}")
_SMALL_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        """
        aan als bij de dat den der die dit door een en er geen goed goede heb heeft het hun ik in is je kan kon maar
        meer met mijn naar niet nog of om onder ons ook op over te tot uit uw van veel voor vooral was waren we weet
        werk werken werkte wij zeer zich zijn zoals a an and at by for from had has have i in my of on or the to with
        au aux avec ce dans de des du elle en et il je la le les mes mon ou par pas pour que qui sur un une
        """,
    )
)


@dataclass(frozen=True, slots=True)
class Passage:
    """Masked words, and where in them the words that mattered stand."""

    text: str
    start: int
    end: int


def masked_passage(text: str, start: int, end: int, *, is_about_a_person: bool) -> Passage:
    """What of this place in a text may be kept without saying who somebody is?

    Arguments: `start` and `end`, the words that mattered; of a vacancy, words around them stay too.
    """
    end = min(end, start + LONGEST_PASSAGE)
    if is_about_a_person:
        words = _only_known(text[start:end])
        return Passage(words, 0, len(words))
    # Words are cut off where no letter is cut in two: a half name would pass as another word.
    first = min(start, max(text.rfind("\n", 0, start) + 1, _word_edge(text, start - AROUND)))
    line_end = text.find("\n", end)
    last = min(len(text) if line_end < 0 else line_end, _word_edge(text, end + AROUND))
    begins_line = first == 0 or text[first - 1] == "\n"
    before = _without_addresses(text[first:start], begins_sentence=begins_line)
    words = _without_addresses(text[start:end], begins_sentence=begins_line and not before)
    after = _without_addresses(text[end : max(end, last)], begins_sentence=False)
    lead = f"{before} " if before else ""
    tail = f" {after}" if after else ""
    return Passage(f"{lead}{words}{tail}", len(lead), len(lead) + len(words))


def _word_edge(text: str, at: int) -> int:
    at = max(0, min(at, len(text)))
    edge = re.compile(r"\s").search(text, max(0, at - 1), at + AROUND)
    return edge.end() if at and edge else at


def _only_known(words: str) -> str:
    bare = _NUMBER.sub(" ", _ADDRESS.sub(" ", words))
    return _joined(bare, lambda word, _is_first: not word.isdigit() and _is_known(word), begins_sentence=False)


def _without_addresses(words: str, *, begins_sentence: bool) -> str:
    bare = _NUMBER.sub(f" {MASK} ", _ADDRESS.sub(f" {MASK} ", words))

    def may_stay(word: str, is_first: bool) -> bool:
        return is_first or not word[0].isupper() or _is_known(word)

    return _joined(bare, may_stay, begins_sentence=begins_sentence)


def _joined(words: str, may_stay: Callable[[str, bool], bool], *, begins_sentence: bool) -> str:
    """The words that may stay; for each run of others one mark."""
    kept: list[str] = []
    is_first = begins_sentence
    for word in _WORD.findall(words):
        if word[0].isalpha():
            piece = word if may_stay(word, is_first) else MASK
            is_first = False
        else:
            piece = word if not word.isdigit() or may_stay(word, False) else MASK
            is_first = is_first or word in _ENDS_OF_SENTENCES
        if piece != MASK or kept[-1:] != [MASK]:
            kept.append(piece)
    return re.sub(r"\s+([,.;:!?)])", r"\1", " ".join(kept))


def _is_known(word: str) -> bool:
    """Does the taxonomy use this word in a name, or is it a small one?"""
    folded = fold(word)
    return not folded or folded in _SMALL_WORDS or _is_used(folded, current_taxonomy().version)


@lru_cache(maxsize=20_000)
def _is_used(folded: str, version: str) -> bool:  # noqa: ARG001
    hits = current_taxonomy().search(folded, limit=3)
    return any(set(folded.split()) <= set(fold(hit.label).split()) for hit in hits)
