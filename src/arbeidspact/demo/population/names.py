"""Invented names that sound like the languages of the city."""

from collections.abc import Mapping
from typing import Final

from faker import Faker
from numpy.random import Generator

LOCALE_OF: Final[Mapping[str, str]] = {
    "nl": "nl_BE",
    "fr": "fr_BE",
    "tr": "tr_TR",
    "bg": "bg_BG",
    "sk": "sk_SK",
    "pl": "pl_PL",
    "ro": "ro_RO",
    "es": "es_ES",
    "it": "it_IT",
    "pt": "pt_PT",
    "ar": "fr_DZ",
    "ps": "en_PK",
    "ur": "en_PK",
    "so": "sw",
    "tw": "tw_GH",
    "ru": "ru_RU",
    "uk": "uk_UA",
}
"""From which list of names a mother tongue draws: the nearest that is written in Latin or Cyrillic letters."""
_CYRILLIC: Final = "абвгдежзийклмнопрстуфхцчшщъыьэюяєіїґ"
_LATIN: Final = "a b v g d e zh z i y k l m n o p r s t u f h ts ch sh sht a y _ e yu ya ye i yi g".replace(
    "_", ""
).split(" ")
_TO_LATIN: Final = str.maketrans(
    {
        **dict(zip(_CYRILLIC, _LATIN, strict=True)),
        **{letter.upper(): latin.capitalize() for letter, latin in zip(_CYRILLIC, _LATIN, strict=True)},
        "ʼ": "",
        "'": "'",
    }
)


class NameGiver:
    """Gives names; the same seed gives the same names in the same order."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._fakers: dict[str, Faker] = {}

    def name(self, tongue: str, rng: Generator) -> tuple[str, str]:
        """A first and a family name for somebody with this mother tongue."""
        return self.given_and_family(tongue, is_female=rng.random() < 0.5)

    def given_and_family(self, tongue: str = "nl", *, is_female: bool) -> tuple[str, str]:
        """A first and a family name in this language."""
        faker = self._faker(LOCALE_OF.get(tongue, "nl_BE"))
        if is_female:
            return in_latin_letters(faker.first_name_female()), in_latin_letters(faker.last_name_female())
        return in_latin_letters(faker.first_name_male()), in_latin_letters(faker.last_name_male())

    def _faker(self, locale: str) -> Faker:
        if locale not in self._fakers:
            faker = Faker(locale)
            faker.seed_instance(f"{self._seed}-{locale}")
            self._fakers[locale] = faker
        return self._fakers[locale]


def in_latin_letters(name: str) -> str:
    """The name as an identity card in Belgium writes it: Cyrillic letters become Latin ones."""
    return name.translate(_TO_LATIN)
