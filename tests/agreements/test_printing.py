import re
import zlib

import pytest

from arbeidspact.agreements import printing
from arbeidspact.agreements.models import AgreementState, Party, Promiser
from arbeidspact.agreements.phrases import SHIPPED, phrases_in, read_phrases
from arbeidspact.agreements.printing import NotPrintable, Sheet, agreement_as_pdf
from arbeidspact.agreements.queries import agreement_in
from arbeidspact.organisations.models import Organisation
from arbeidspact.people.access import PersonFile
from tests.agreements.factories import AgreementFactory

pytestmark = pytest.mark.django_db


def sheet_of(file: PersonFile, werkpunt: Organisation, **situation: object) -> Sheet:
    usual = {"their_promise": 7, "our_promise": 14, "version__title": "Samen naar een cursus"}
    agreement = AgreementFactory(person=file.person, organisation=werkpunt, **{**usual, **situation})
    page = agreement_in(file, agreement.reference)
    return Sheet(
        file.full_name, page.version, page.state, False, page.line.promises, page.line.protected, page.confirmations
    )


def streams_of(pdf: bytes) -> bytes:
    """Everything in a PDF, with what is compressed laid open."""
    whole = [pdf]
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            whole.append(zlib.decompress(found.group(1)))
        except zlib.error:
            continue
    return b"\n".join(whole)


@pytest.mark.parametrize("language", sorted(read_phrases(SHIPPED)))
def test_the_print_is_a_tagged_pdf_that_says_its_language_and_title(
    language: str, file: PersonFile, werkpunt: Organisation
):
    pdf = streams_of(agreement_as_pdf(sheet_of(file, werkpunt, confirmed=True), language))

    assert pdf.startswith(b"%PDF-1.7")
    assert re.search(rb"/MarkInfo\s*<<\s*/Marked true", pdf)
    assert b"/StructTreeRoot" in pdf
    assert re.search(rb"/Lang\s*\(" + language.encode() + rb"\)", pdf)
    assert re.search(rb"/DisplayDocTitle true", pdf)
    assert re.search(rb"pdfuaid:part>\s*1|pdfuaid:part=\"1\"", pdf)
    assert b"Samen naar een cursus" in pdf
    for tag in (b"/TH", b"/TD", b"/Table", b"/H1"):
        assert tag in pdf


def test_what_people_wrote_is_shown_and_never_run(file: PersonFile, werkpunt: Organisation):
    wild = '#panic("x") *a* _b_ $1+1$ @label <x> \\ " ] } #import "x" {organisation}'
    sheet = sheet_of(file, werkpunt, version__title=wild[:100], their_promise__what=wild)

    assert agreement_as_pdf(sheet, "nl").startswith(b"%PDF")
    assert printing._data(sheet, phrases_in("nl"), set())["promises"][1 - 1]["what"] in {wild, "Bel de cursus"}


def test_signs_without_a_font_become_squares_and_the_print_says_so(
    file: PersonFile, werkpunt: Organisation, monkeypatch: pytest.MonkeyPatch
):
    seen = []
    compile_it = printing._compile
    monkeypatch.setattr(printing, "_compile", lambda data: seen.append(data) or compile_it(data))
    sheet = sheet_of(file, werkpunt, their_promise__what="Bel 漢字 en \U0001f9d8")

    assert agreement_as_pdf(sheet, "nl").startswith(b"%PDF")

    whats = [row["what"] for row in seen[-1]["promises"]]
    if len(seen) > 1:
        assert any("\N{WHITE SQUARE}" in what for what in whats)
        assert seen[-1]["words"]["unprintable"]


def test_a_language_whose_phrases_no_font_can_print_is_left_out(
    file: PersonFile, werkpunt: Organisation, monkeypatch: pytest.MonkeyPatch
):
    def no_font(data: object) -> bytes:
        raise printing.typst.TypstError('PDF/UA-1 error: the text `"ن"` could not be displayed with font `"X"`')

    monkeypatch.setattr(printing, "_compile", no_font)

    with pytest.raises(NotPrintable):
        agreement_as_pdf(sheet_of(file, werkpunt), "ar")


@pytest.mark.parametrize(
    ("situation", "notice", "signatures"),
    [
        pytest.param({"draft": True}, "draft", True, id="draft"),
        pytest.param({}, "", True, id="to confirm"),
        pytest.param({"confirmed": True}, "", False, id="confirmed"),
        pytest.param({"ended": True}, "no_longer", False, id="ended"),
    ],
)
def test_the_print_says_how_the_agreement_stands_and_asks_signatures_while_it_waits(
    situation: dict[str, bool], notice: str, signatures: bool, file: PersonFile, werkpunt: Organisation
):
    data = printing._data(sheet_of(file, werkpunt, **situation), phrases_in("nl"), set())

    assert data["words"]["notice"] == (phrases_in("nl").say(notice) if notice else "")
    assert data["asks_signatures"] is signatures


def test_the_print_leaves_out_what_is_protected_and_says_how_much(file: PersonFile, werkpunt: Organisation):
    sheet = sheet_of(file, werkpunt, their_promise__domain="debt", their_promise__what="Belt de schuldbemiddelaar")
    data = printing._data(sheet, phrases_in("fr"), set())

    assert "schuldbemiddelaar" not in str(data)
    assert "1" in data["words"]["protected"]


def test_only_what_is_translated_says_that_the_rest_is_not(file: PersonFile, werkpunt: Organisation):
    sheet = sheet_of(file, werkpunt, agreed_by=[Party.PERSON], our_promise__promiser=Promiser.ORGANISATION)

    dutch, turkish = (printing._data(sheet, phrases_in(one), set())["words"] for one in ("nl", "tr"))

    assert dutch["as_written"] == ""
    assert turkish["as_written"] == phrases_in("tr").say("as_written")
    assert [line.startswith("Jij bent akkoord sinds") for line in dutch["agreed"]] == [True]
    assert sheet.state == AgreementState.TO_CONFIRM
