import re
from pathlib import Path

import pytest
from django.conf import settings

from arbeidspact.agreements.phrases import (
    SHIPPED,
    BrokenPhrases,
    PhraseFile,
    _all,
    has_phrases,
    languages,
    phrases_in,
    read_phrases,
)
from tests.agreements.factories import in_days

FILES = read_phrases(SHIPPED)
PHRASES = sorted(set(PhraseFile.model_fields) - {"language", "own_name", "right_to_left"})


def words_to_fill_in(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


@pytest.mark.parametrize("language", sorted(FILES))
def test_every_phrase_fills_in_the_same_words_as_the_dutch_one(language: str):
    for phrase in PHRASES:
        own, dutch = getattr(FILES[language].file, phrase), getattr(FILES["nl"].file, phrase)
        assert own.strip(), phrase
        assert words_to_fill_in(own) == words_to_fill_in(dutch), phrase


def test_the_languages_come_with_their_own_names_dutch_first():
    assert next(iter(languages())) == "nl"
    assert languages()["tr"] == "Türkçe"
    assert {"nl", "en", "fr", "de", "es", "tr", "ar"} <= set(languages())


def test_a_language_without_phrases_is_shown_in_dutch():
    assert not has_phrases("xx")
    assert phrases_in("xx").language == "nl"


def test_what_is_filled_in_may_hold_braces():
    assert "{day}" in phrases_in("en").say("with_organisation", organisation="{day}")


@pytest.mark.parametrize(
    ("language", "month"), [("nl", "mei"), ("fr", "mai"), ("de", "Mai"), ("tr", "Mayıs"), ("ar", "مايو")]
)
def test_days_are_written_in_the_language(language: str, month: str):
    assert month in phrases_in(language).day(in_days(0).replace(month=5, day=3))


@pytest.mark.parametrize(("language", "direction"), [("nl", "ltr"), ("ar", "rtl")])
def test_arabic_runs_from_right_to_left(language: str, direction: str):
    assert phrases_in(language).direction == direction


def test_a_city_adds_a_language_in_its_own_folder():
    folder = Path(settings.DATA_DIR) / "agreement-phrases"
    folder.mkdir()
    text = (SHIPPED / "en.toml").read_text(encoding="utf-8")
    text = text.replace('language = "en"', 'language = "pl"').replace("English", "Polski")
    (folder / "pl.toml").write_text(text, encoding="utf-8")
    _all.cache_clear()

    assert languages()["pl"] == "Polski"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("pl.toml", 'language = "pl"\n', "pl.toml"),
        ("pl.toml", "language = ", "pl.toml"),
        ("pl.toml", (SHIPPED / "en.toml").read_text(encoding="utf-8"), "name the file en.toml"),
        ("en.toml", (SHIPPED / "en.toml").read_text(encoding="utf-8") + 'more = "x"\n', "more"),
    ],
    ids=["phrases missing", "broken", "under another name", "a phrase nobody knows"],
)
def test_a_broken_file_is_refused_with_its_name_and_what_is_wrong(name: str, text: str, says: str, tmp_path: Path):
    (tmp_path / name).write_text(text, encoding="utf-8")

    with pytest.raises(BrokenPhrases, match=says):
        read_phrases(tmp_path)
