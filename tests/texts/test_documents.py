"""What a document says, and what is said of one that cannot be read."""

import contextlib
import json
import random
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from arbeidspact import texts
from arbeidspact.texts import LIMITS, DocumentKind, kind_of, text_of, tidied
from arbeidspact.texts.apart import read_apart
from tests.texts.documents import locked, pdf_of, repacked, word_of

STORY = "Ik poets al tien jaar bij mensen thuis.\nIk spreek Nederlands en Français."


@pytest.mark.parametrize(
    ("data", "kind", "pages"),
    [
        pytest.param(pdf_of(STORY), DocumentKind.PDF, 1, id="PDF"),
        pytest.param(b"\r\n" + pdf_of(STORY), DocumentKind.PDF, 1, id="PDF after an empty line"),
        pytest.param(word_of(*STORY.split("\n")), DocumentKind.WORD, None, id="Word"),
        pytest.param(STORY.encode(), DocumentKind.PLAIN, None, id="UTF-8"),
        pytest.param(STORY.encode("utf-8-sig"), DocumentKind.PLAIN, None, id="UTF-8 with its mark"),
        pytest.param(STORY.encode("utf-16"), DocumentKind.PLAIN, None, id="UTF-16 with its mark"),
        pytest.param(STORY.encode("utf-16-le"), DocumentKind.PLAIN, None, id="UTF-16, little end first"),
        pytest.param(STORY.encode("utf-16-be"), DocumentKind.PLAIN, None, id="UTF-16, big end first"),
        pytest.param(STORY.encode("cp1252"), DocumentKind.PLAIN, None, id="Windows-1252"),
        pytest.param(STORY.replace("\n", "\r\n").encode(), DocumentKind.PLAIN, None, id="line ends of Windows"),
    ],
)
def test_a_document_says_the_same_in_every_form(data, kind, pages):
    found = text_of(data)

    assert (found.text, found.kind, found.pages) == (STORY, kind, pages)


def test_pages_are_apart_by_an_empty_line():
    found = text_of(pdf_of("Heftruckchauffeur", "Orderpicker"))

    assert (found.text, found.pages) == ("Heftruckchauffeur\n\nOrderpicker", 2)


def test_cells_of_a_table_stand_beside_each_other():
    found = text_of(word_of("Talen", table=[["Nederlands", "B2"], ["Arabisch", "C1"]]))

    assert found.text == "Talen\nNederlands\tB2\nArabisch\tC1"


def test_text_boxes_of_a_word_document_are_read_once():
    box = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:Choice><w:txbxContent><w:p><w:r><w:t>Rijbewijs B</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>Rijbewijs B</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    with zipfile.ZipFile(BytesIO(word_of("Profiel"))) as packed:
        written = packed.read("word/document.xml").decode()
    made = repacked(word_of("Profiel"), document=written.replace("<w:body>", f"<w:body>{box}").encode())

    assert text_of(made).text.split() == ["Rijbewijs", "B", "Profiel"]


def test_of_a_web_page_only_what_a_reader_sees_is_read():
    page = (
        "<!doctype html><html><head><title>Weg</title><style>p {}</style></head><body><!-- weg -->"
        "<script>alert('weg')</script><h1>Kok</h1><p>In een <b>grote</b>keuken.</p><p hidden>weg</p>"
        "<table><tr><td>Nederlands</td><td>B1</td></tr></table><noscript>weg</noscript></body></html>"
    )

    assert text_of(page.encode()).text == "Kok\n\nIn een grotekeuken.\n\nNederlands\tB1"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_a_web_page_is_read_in_its_own_encoding(encoding):
    mark = "" if encoding == "utf-16" else f'<meta charset="{encoding}">'

    assert text_of(f"<html>{mark}<p>Café uitbaten</p></html>".encode(encoding)).text == "Café uitbaten"


def test_a_pdf_that_is_only_locked_against_changes_is_read():
    assert text_of(locked(pdf_of("Metser"), "", owner="eigenaar")).text == "Metser"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(b"", texts.EmptyDocument, id="nothing"),
        pytest.param(b" \n\n\t ", texts.EmptyDocument, id="only spaces"),
        pytest.param(b"--- ... !!!", texts.EmptyDocument, id="no words"),
        pytest.param(word_of(""), texts.EmptyDocument, id="a Word document without words"),
        pytest.param(b"<html><script>x</script></html>", texts.EmptyDocument, id="a page of script alone"),
        pytest.param(pdf_of(""), texts.ScannedDocument, id="a PDF without text"),
        pytest.param(locked(pdf_of(STORY), "geheim"), texts.DocumentEncrypted, id="a password"),
        pytest.param(pdf_of(STORY)[:200], texts.DocumentDamaged, id="a PDF cut off"),
        pytest.param(b"%PDF-1.7 and then nothing", texts.DocumentDamaged, id="only the mark of a PDF"),
        pytest.param(word_of(STORY)[:-200], texts.DocumentDamaged, id="a Word document cut off"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), texts.NoDocument, id="a picture"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), texts.NoDocument, id="an old Word document"),
        pytest.param(random.Random(3).randbytes(3_000), texts.NoDocument, id="noise"),
        pytest.param(b"PK\x03\x04" + bytes(100), texts.NoDocument, id="something packed"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(data, problem):
    with pytest.raises(problem) as raised:
        text_of(data)

    assert raised.type is problem
    assert len(str(raised.value).split(". ")) >= 2


def test_each_limit_is_kept():
    with pytest.raises(texts.DocumentTooLarge, match="1 megabytes"):
        text_of(b"a" * (1024 * 1024 + 1), replace(LIMITS, bytes=1024 * 1024))
    with pytest.raises(texts.TooManyPages, match="2 pages"):
        text_of(pdf_of("a", "b", "c"), replace(LIMITS, pages=2))
    for made in (pdf_of(STORY), word_of(STORY), STORY.encode()):
        with pytest.raises(texts.DocumentTooLong, match="20 characters"):
            text_of(made, replace(LIMITS, characters=20))


def test_a_packed_bomb_is_refused_before_it_is_unpacked():
    bomb = repacked(word_of(STORY), document=b"<w>" + b" " * (120 * 1024 * 1024) + b"</w>")
    assert len(bomb) < LIMITS.bytes

    started = time.monotonic()
    with pytest.raises(texts.DocumentTooHeavy):
        text_of(bomb)
    assert time.monotonic() - started < 5


def test_a_word_document_that_declares_entities_is_refused():
    laughs = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w:document>&b;</w:document>'

    with pytest.raises(texts.DocumentDamaged):
        text_of(repacked(word_of(STORY), document=laughs))


def test_a_reader_that_turns_in_circles_is_stopped(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/sh")
    monkeypatch.setattr(
        "arbeidspact.texts.apart.subprocess.run",
        lambda command, **options: _run([command[0], "-c", "sleep 60"], **options),
    )

    started = time.monotonic()
    with pytest.raises(texts.DocumentTooHeavy):
        read_apart(pdf_of(STORY), DocumentKind.PDF, replace(LIMITS, seconds=1))
    assert time.monotonic() - started < 10


_run = subprocess.run


def test_a_reader_that_fills_the_memory_is_stopped():
    large = repacked(word_of(STORY), document=b"<w>" + b" " * (60 * 1024 * 1024) + b"</w>")

    with pytest.raises(texts.DocumentTooHeavy):
        text_of(large, replace(LIMITS, memory_bytes=90 * 1024 * 1024))


def test_a_deeply_nested_page_is_read_in_bounded_time():
    started = time.monotonic()
    page = b"<div>" * 200_000 + b"diep"
    with contextlib.suppress(texts.DocumentDamaged, texts.EmptyDocument):
        assert text_of(page).text == "diep"
    assert time.monotonic() - started < LIMITS.seconds


@pytest.mark.parametrize("made", [pdf_of(STORY), word_of(STORY)], ids=["PDF", "Word"])
def test_nothing_of_a_document_reaches_the_logs(made, capfd, caplog):
    broken = made.replace(b"endobj", b"endobx").replace(b"word/document.xml", b"word/documenz.xml")
    for data in (made, broken):
        with contextlib.suppress(texts.TextsError):
            text_of(data)
    told = capfd.readouterr()

    assert "poets" not in told.out + told.err + caplog.text


def test_a_process_apart_answers_with_a_line_and_gets_no_secrets(monkeypatch):
    monkeypatch.setenv("SOME_PASSWORD", "geheim")
    seen = {}

    def run(command, **options):
        seen.update(options["env"])
        return _run(command, **options)

    monkeypatch.setattr("arbeidspact.texts.apart.subprocess.run", run)
    read_apart(pdf_of(STORY), DocumentKind.PDF, LIMITS)

    assert "geheim" not in json.dumps(seen)


MADE = {DocumentKind.PDF: pdf_of(STORY, "Tweede"), DocumentKind.WORD: word_of(STORY, table=[["a", "b"]])}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(kind=st.sampled_from(sorted(MADE)), seed=st.integers(0, 10_000), cut=st.booleans())
@example(kind=DocumentKind.WORD, seed=0, cut=True)
def test_a_broken_document_is_read_or_refused_and_never_anything_else(kind, seed, cut):
    chance = random.Random(seed)
    data = bytearray(MADE[kind])
    for _time in range(chance.randint(1, 40)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    broken = bytes(data[: chance.randrange(len(data))]) if cut else bytes(data)

    try:
        text_of(broken)
    except texts.TextsError:
        return


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
@example(b"\xff\xfe\x00")
@example(b"\x00a")
def test_any_bytes_have_a_kind_or_are_refused(data):
    try:
        kind = kind_of(data)
    except texts.NoDocument:
        return
    if kind is DocumentKind.PLAIN:
        try:
            text_of(data)
        except texts.TextsError:
            return


@given(st.text())
@example("a\x0c\r\nb\u00ad\u200b \ufb01")
@example("e\u200b\u0301")
def test_tidying_twice_changes_nothing_more(text):
    assert tidied(tidied(text)) == tidied(text)


def test_tidying_keeps_words_and_drops_what_cannot_be_seen():
    assert (
        tidied("Ef\ufb01ci\u00ebnt  wer\u00adken\u200b\r\n\r\n\r\n\r\n in  ploegen\x00 ")
        == "Effici\u00ebnt werken\n\nin ploegen"
    )
