"""Words as they are looked for: folded and stemmed, so that "cursussen" finds "cursus"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import snowballstemmer

from arbeidspact.taxonomy.folding import fold

SHORTEST: Final = 2
MOST_WORDS: Final = 8
EXCERPT_WORDS: Final = 24
BEFORE_THE_HIT: Final = 6
_WORD: Final = re.compile(r"\S+")
_STEMMER: Final = snowballstemmer.stemmer("dutch")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an excerpt, and whether it is what was looked for."""

    text: str
    is_hit: bool


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The Dutch stem of a folded word (Snowball); a word of another language mostly stays as it is."""
    stemmed: str = _STEMMER.stemWord(word)
    return stemmed or word


def indexed_words(text: str) -> str:
    """What is kept to find this text: each folded word once, and its stem where that is another."""
    words = fold(text).split()
    return " ".join(dict.fromkeys(part for word in words for part in (word, stem(word))))


def words_asked(text: str) -> tuple[str, ...]:
    """Which words does somebody look for? Folded, once each, at most `MOST_WORDS`; single letters do not count."""
    return tuple(dict.fromkeys(word for word in fold(text).split() if len(word) >= SHORTEST))[:MOST_WORDS]


def beginnings(word: str) -> tuple[str, ...]:
    """With which letters does a word begin that answers to this one? The word itself and its stem."""
    return tuple(dict.fromkeys((word, stem(word))))


def holds(words: str, asked: Sequence[str]) -> bool:
    """Do these kept words answer to each of the words asked? The index of the database says the same."""
    kept = words.split()
    return all(any(part.startswith(beginnings(word)) for part in kept) for word in asked)


def excerpt(text: str, asked: tuple[str, ...]) -> tuple[Piece, ...]:
    """Some words of the text around the first hit, hits apart; with "..." where something was left out."""
    starts = tuple(start for word in asked for start in beginnings(word))
    words = [(word, _answers(word, starts)) for word in _WORD.findall(text)]
    first = next((place for place, (_word, is_hit) in enumerate(words) if is_hit), 0)
    begin = max(0, first - BEFORE_THE_HIT)
    shown = words[begin : begin + EXCERPT_WORDS]
    pieces = [Piece(word, is_hit) for word, is_hit in shown]
    if begin > 0:
        pieces.insert(0, Piece("...", is_hit=False))
    if begin + EXCERPT_WORDS < len(words):
        pieces.append(Piece("...", is_hit=False))
    return tuple(pieces)


def _answers(word: str, starts: tuple[str, ...]) -> bool:
    return any(part.startswith(starts) for folded in fold(word).split() for part in (folded, stem(folded)))
