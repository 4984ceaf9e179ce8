"""Words as they are looked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.search.words import Piece, beginnings, excerpt, indexed_words, stem, words_asked


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("cursussen", "cursus", id="plural"),
        pytest.param("werken", "werkt", id="verb"),
        pytest.param("huizen", "huis", id="changing consonant"),
        pytest.param("rijbewijzen", "rijbewijs", id="compound"),
    ],
)
def test_forms_of_a_word_share_a_stem(one, other):
    assert stem(one) == stem(other)


def test_what_is_kept_is_each_word_and_its_stem_without_marks_or_capitals():
    assert indexed_words("Café, cursussen; CURSUSSEN!") == "cafe cursussen cursus"


def test_what_is_asked_is_folded_once_each_and_not_too_much():
    assert words_asked("  Vorkheftruck, vorkheftruck x é 'of' ") == ("vorkheftruck", "of")
    assert len(words_asked(" ".join(f"woord{n}" for n in range(40)))) == 8


@given(st.text(max_size=200), st.text(max_size=40))
def test_an_excerpt_holds_words_of_the_text_in_their_order(text, asked):
    pieces = [piece.text for piece in excerpt(text, words_asked(asked)) if piece.text != "..."]

    words = iter(text.split())
    assert all(piece in words for piece in pieces)


@given(st.text(max_size=60))
def test_a_text_answers_to_its_own_words(text):
    kept = indexed_words(text).split()

    for word in words_asked(text):
        assert any(known.startswith(beginnings(word)) for known in kept)


def test_an_excerpt_marks_the_hit_and_says_what_it_left_out():
    text = " ".join(["woord"] * 30 + ["heftruckcursus"] + ["woord"] * 30)

    pieces = excerpt(text, ("heftruck",))

    assert pieces[0].text == pieces[-1].text == "..."
    assert [piece for piece in pieces if piece.is_hit] == [Piece("heftruckcursus", is_hit=True)]
