"""Which texts may name somebody: a resident with a file, or a member of an organisation. It never says whom."""

from collections.abc import Iterable
from typing import Final

from arbeidspact.organisations.models import User
from arbeidspact.people.models import Person
from arbeidspact.people.names import search_name
from arbeidspact.taxonomy.folding import fold

LONGEST_NAME: Final = 6
AT_ONCE: Final = 5000


def texts_that_may_name_somebody(texts: Iterable[str]) -> frozenset[str]:
    """Which of these texts hold the first and the family name of somebody known here, side by side, in any order?

    For what is about to be public: a name that is nobody's here, or a first name alone, it does not find. Counts as
    no look at a file: nothing of a person is read, and who it was is not told.
    """
    places: dict[str, set[str]] = {}
    for text in set(texts):
        for name in _possible_names(text):
            places.setdefault(name, set()).add(text)
    names = sorted(places)
    known: set[str] = set()
    for first in range(0, len(names), AT_ONCE):
        part = names[first : first + AT_ONCE]
        known.update(Person.objects.filter(search_name__in=part).order_by().values_list("search_name", flat=True))
    for given, family in User.objects.order_by().values_list("first_name", "last_name"):
        if given and family:
            known.add(search_name(given, family))
    return frozenset(text for name in known & places.keys() for text in places[name])


def _possible_names(text: str) -> set[str]:
    """Every two to six words on end, with the family name in front: where it begins nobody knows, so every way."""
    words = fold(text).split()
    found: set[str] = set()
    for start in range(len(words)):
        for length in range(2, LONGEST_NAME + 1):
            run = words[start : start + length]
            if len(run) < length:
                break
            found.update(" ".join((*run[cut:], *run[:cut])) for cut in range(length))
    return found
