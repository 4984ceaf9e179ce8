"""What the person reads, in each language of the pages behind a link."""

import pytest

from arbeidspact.handovers.wording import KEYS, language_for, other_words, words_for
from arbeidspact.web.links import frame


def test_every_language_of_the_frame_has_the_question():
    assert set(other_words()) == set(frame.other_words())


@pytest.mark.parametrize("code", ["nl", "en", *frame.other_words()])
def test_every_sentence_is_there_with_both_names(code):
    words = words_for(code, sender="Werkpunten", receiver="VDAB")

    assert set(words) == KEYS
    assert all(text.strip() and "%(" not in text for text in words.values())
    assert "Werkpunten" in words["told"]
    assert "VDAB" in words["confirmed"]


@pytest.mark.parametrize(("code", "expected"), [("fr", "fr"), ("fr-BE", "fr"), ("en", "en"), ("xx", "nl"), ("", "nl")])
def test_a_language_without_sentences_is_spoken_to_in_the_first_one(code, expected):
    assert language_for(code) == expected
