"""Names as they are compared: without capitals, diacritics, order or particles, forgiving small differences."""

from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from arbeidspact.taxonomy.folding import fold

SEARCH_NAME_LENGTH: Final = 210
# Small words before a family name that are written apart, joined or left out from one document to the next.
PARTICLES: Final = frozenset(
    {"al", "ben", "bin", "bint", "da", "das", "de", "del", "den", "der", "des", "di", "do", "dos", "du", "d", "el"}
    | {"het", "ibn", "la", "le", "les", "s", "t", "te", "ten", "ter", "van", "vande", "vanden", "vander", "von", "zu"}
)


@dataclass(frozen=True, slots=True)
class Name:
    """A first name and a family name, as written."""

    given: str
    family: str = ""

    def __repr__(self) -> str:
        return "Name(hidden)"


def search_name(given_name: str, family_name: str = "") -> str:
    """Under which text is somebody with this name found and ordered? Family name first, folded, at most 210 letters."""
    return fold(f"{family_name} {given_name}")[:SEARCH_NAME_LENGTH].strip()


def name_similarity(one: Name, other: Name) -> float:
    """How alike are two names, 0 to 1?

    Neither the order of the names, nor capitals, diacritics, particles ("van den", "el") or spaces within a family
    name count; 1 when nothing else differs, 0 when one of the two is empty. Symmetric.
    """
    if not _words(one) or not _words(other):
        return 0.0
    return max(
        fuzz.token_sort_ratio(" ".join(_telling_words(one)), " ".join(_telling_words(other))) / 100,
        *(fuzz.ratio(left, right) / 100 for left in _joined(one) for right in _joined(other)),
    )


def _words(name: Name) -> list[str]:
    return fold(f"{name.family} {name.given}").split()


def _telling_words(name: Name) -> list[str]:
    words = _words(name)
    return [word for word in words if word not in PARTICLES] or words


def _joined(name: Name) -> tuple[str, str]:
    """The name on end, in both orders: so "Van den Berghe" and "Vandenberghe" are the same."""
    given, family = fold(name.given).replace(" ", ""), fold(name.family).replace(" ", "")
    return family + given, given + family
