import time

import pytest

from arbeidspact.taxonomy.understanding.passages import LONGEST_PASSAGE, passages_of, without_markup


def read(text: str) -> list[str]:
    return [span.of(text) for span in passages_of(text)]


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        pytest.param("Je bakt brood. Je kneedt deeg!", ["Je bakt brood", "Je kneedt deeg"], id="sentences"),
        pytest.param("- brood bakken\n- deeg kneden\n", ["brood bakken", "deeg kneden"], id="a list"),
        pytest.param("• brood bakken • deeg kneden", ["brood bakken", "deeg kneden"], id="bullets on one line"),
        pytest.param("Kennis van C# en C++", ["Kennis van C# en C++"], id="signs that belong to a name"),
        pytest.param("Je werkt bij een v.z.w. in Gent", ["Je werkt bij een v.z.w. in Gent"], id="full stops in a word"),
        pytest.param("Versie 3.5 van het plan", ["Versie 3.5 van het plan"], id="a number"),
        pytest.param("   \n 12 % \n ---- \n", [], id="no words"),
        pytest.param("<p>brood bakken</p><p>deeg kneden</p>", ["brood bakken", "deeg kneden"], id="a web page"),
        pytest.param("<b>brood</b> bakken", ["brood</b> bakken"], id="a tag inside a passage keeps its place"),
        pytest.param("a <script>deeg kneden</script> brood bakken", ["brood bakken"], id="a script is not read"),
        pytest.param("brood bakken <style>deeg kneden", ["brood bakken"], id="a style that never ends"),
        pytest.param("loon < 3000 euro", ["loon < 3000 euro"], id="a sign that is no tag"),
    ],
)
def test_a_text_is_cut_where_its_writer_would(text: str, passages: list[str]) -> None:
    assert read(text) == passages


def test_every_letter_that_is_left_keeps_its_place() -> None:
    text = "<div class='x'>deeg &amp; brood<script>alert(1)</script><br>oven</div>"
    cleaned = without_markup(text)

    assert len(cleaned) == len(text)
    assert [cleaned.index(word) for word in ("deeg", "brood", "oven")] == [
        text.index(word) for word in ("deeg", "brood", "oven")
    ]
    assert "alert" not in cleaned


def test_a_sentence_without_end_is_cut_at_its_commas() -> None:
    text = ", ".join(["brood bakken in een houtoven"] * 100)
    passages = read(text)

    assert max(map(len, passages)) <= LONGEST_PASSAGE
    assert " ".join(passages) == text
    assert all(passage.startswith("brood") for passage in passages)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "<" * 100_000,
        "<script>" * 12_500,
        "&" * 100_000,
        "- " * 50_000,
        "a." * 50_000,
        "<!--" * 25_000,
        "</" * 50_000,
        "<a " * 33_000,
    ],
    ids=["one letter", "brackets", "scripts", "ampersands", "bullets", "full stops", "comments", "ends", "open tags"],
)
def test_no_text_takes_long_to_cut(text: str) -> None:
    started = time.process_time()
    passages_of(text)

    assert time.process_time() - started < 2
