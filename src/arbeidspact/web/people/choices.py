"""The options that the forms about people offer, read once for a page."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Message
from arbeidspact.organisations.vocabulary import area_names, concept_label
from arbeidspact.people.queries import colleagues_who_guide, home_area_codes
from arbeidspact.taxonomy import licences
from arbeidspact.taxonomy.exceptions import TaxonomyError

Options = list[tuple[str, str]]


class PageChoices:
    """What can be chosen on one page, for this actor, in the language of the screen; each list is read once."""

    def __init__(self, actor: Actor, language: str) -> None:
        self._actor = actor
        self._language = language

    @cached_property
    def areas(self) -> Mapping[str, str]:
        return area_names(self._language)

    @cached_property
    def colleagues(self) -> Options:
        return [(str(key), name) for key, name in colleagues_who_guide(self._actor)]

    @cached_property
    def licences(self) -> Options:
        return [(licence.id, licence.name(self._language)) for licence in licences().values()]

    @cached_property
    def homes(self) -> Options:
        """Neighbourhoods, then municipalities."""
        return [(code, self.areas.get(code, code)) for code in home_area_codes()]

    def area_name(self, code: str) -> str:
        return self.areas.get(code, code)


def label_of(concept: str) -> str:
    """The name of an occupation or competence; its id where no edition in use knows it any more."""
    try:
        return concept_label(concept)
    except TaxonomyError:
        return concept


def options_of(words: Mapping[str, Message], empty: Message | None = None) -> list[tuple[str, Message]]:
    """The options of a select; `empty` is the text of the option that chooses nothing."""
    return [*([("", empty)] if empty is not None else []), *((str(slug), word) for slug, word in words.items())]


def with_empty(options: Iterable[tuple[str, Message]], empty: Message) -> list[tuple[str, Message]]:
    """These options after one that chooses nothing."""
    return [("", empty), *options]
