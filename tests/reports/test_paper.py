"""The PDF: accessible, complete, in reading order, and short where it must be."""

import re
from decimal import Decimal

import pytest

from arbeidspact.indicators import Lack
from arbeidspact.reports.blocks import Paragraph, Sheet, Table
from arbeidspact.reports.citizens_sheet import citizens_sheet
from arbeidspact.reports.content import Number, Words
from arbeidspact.reports.goal_words import citizens_card, goal_card, why_line
from arbeidspact.reports.making import made_pdf
from arbeidspact.reports.phrases import phrases_in
from arbeidspact.reports.printing import TooLong, printed, printed_within
from arbeidspact.reports.steering_sheet import steering_sheet
from tests.agreements.test_printing import streams_of
from tests.reports.contents import bare_deed, decision, deed, goal, report_content
from tests.reports.pdf_text import text_of


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", ["steering", "citizens"])
def test_the_print_is_tagged_and_says_its_language_title_and_day(kind, language):
    sheet = {"steering": steering_sheet, "citizens": citizens_sheet}[kind](report_content(), language)

    pdf = streams_of(made_pdf(report_content(), kind, language).pdf)

    assert pdf.startswith(b"%PDF-1.7")
    assert re.search(rb"/MarkInfo\s*<<\s*/Marked true", pdf)
    assert b"/StructTreeRoot" in pdf
    assert re.search(rb"/Lang\s*\(" + language.encode() + rb"\)", pdf)
    assert re.search(rb"/DisplayDocTitle true", pdf)
    assert re.search(rb"pdfuaid:part>\s*1|pdfuaid:part=\"1\"", pdf)
    assert sheet.title.encode() in pdf
    assert b"/CreationDate(D:20230131000000Z)" in pdf
    tags = [b"/H1", b"/H2"] + (
        [b"/TH", b"/TD", b"/Table", b"/Figure", b"/Alt", b"/TOC"] if kind == "steering" else [b"/L"]
    )
    for tag in tags:
        assert tag in pdf, tag
    assert b"/tmp" not in pdf
    assert b"/home" not in pdf


def test_every_font_is_in_the_file():
    pdf = streams_of(made_pdf(report_content(), "steering", "nl").pdf)

    descriptors = len(re.findall(rb"/Type\s*/FontDescriptor", pdf))
    assert descriptors > 0
    assert len(re.findall(rb"/FontFile[23]?\b", pdf)) == descriptors


def test_the_text_can_be_taken_out_in_the_order_of_reading():
    text = text_of(made_pdf(report_content(), "steering", "nl").pdf)

    places = [
        text.index(words)
        for words in (
            "StuurgroeprapportGentsarbeidspact",
            "Dedoelenin",
            "1.Meermensenaanhetwerk",
            "Ingevaar",
            "2.Kleinerekloof",
            "Beweegtwegvanhetdoel",
            "3.Vacaturessnellerinvullen",
            "Hettempoligttelaag",
            "Inhoud",
            "Werkzaamheidsgraad,pergebied",
            "Actiesdieachterlopen",
            "Wachtlijstkinderopvang",
            "Nota",
            "vandeminderheid",
            "Wijvindentwintigplaatsen",
            "Deherkomstverschilt",
            "Elkeindicatorvandezeuitgave",
            "Eendoelligtopschemaals",
        )
    ]
    assert places == sorted(places)


def test_the_version_for_citizens_has_two_pages_whatever_there_is_to_tell():
    short = made_pdf(report_content(), "citizens", "nl")
    full = report_content(
        goals=tuple(goal(slug=f"goal-{place}") for place in range(6)),
        actions=tuple(deed(slug=f"deed-{place}") for place in range(40)),
        decisions=tuple(decision(number=f"2020-{place:02}") for place in range(30)),
    )

    assert short.pages <= 2
    assert made_pdf(full, "citizens", "nl").pages == 2


def test_less_is_told_before_the_type_gets_smaller():
    asked = []

    def sheet(details: int) -> Sheet:
        asked.append(details)
        words = tuple(Paragraph("Een zin die een regel vult. " * 40) for _paragraph in range(details))
        return Sheet(
            "citizens", "nl", "Titel", "Onder", "Stad", report_content().release.made_on, "", "Blad", "", words
        )

    assert printed_within(2, sheet, (60, 30, 2)).pages <= 2
    assert asked[:3] == [60, 30, 2]
    with pytest.raises(TooLong):
        printed_within(2, lambda _details: sheet(200), (1,))


def test_a_sign_that_no_font_has_becomes_a_square():
    content = report_content(publisher="Stad \N{CJK UNIFIED IDEOGRAPH-6F22}")

    assert printed(steering_sheet(content, "nl")).pdf.startswith(b"%PDF")


def test_nothing_that_people_wrote_is_run():
    wild = '#panic("x") *a* _b_ $1+1$ @label <x> \\ " ] } #import "x" {count} <script>alert(1)</script>'
    content = report_content(publisher=wild, decisions=(decision(text=wild),), actions=(deed(), bare_deed(1)))

    assert "#panic" in text_of(made_pdf(content, "steering", "nl").pdf)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("lack", Lack)
def test_whatever_is_missing_to_judge_a_goal_is_said_to_both_readers(language, lack):
    say = phrases_in(language)
    unjudged = goal(state="not_enough_data", lack=lack.value)

    assert why_line(unjudged, say)
    assert why_line(unjudged, say, "c_")


@pytest.mark.parametrize("gap", [Decimal("1.5"), Decimal("-3.4")])
def test_a_figure_that_was_counted_otherwise_says_nothing_of_what_is_left(gap):
    unjudged = goal(state="not_enough_data", lack=Lack.COUNTED_OTHERWISE.value, gap=gap, is_past_due=False)
    say = phrases_in("nl")

    words = " ".join((*goal_card(unjudged, 1, say).lines, *citizens_card(unjudged, 1, say).lines))

    assert "anders geteld" in words
    assert not any(text in words for text in ("Nog te gaan", "Dat voldoet", "Er ontbreekt", "per jaar"))


@pytest.mark.parametrize(
    ("amount", "reads"),
    [(Decimal(105000), "105.000"), (Decimal("315333.3"), "315.333,30"), (Decimal("-12000.00"), "-12.000")],
)
def test_money_has_cents_or_none(amount, reads):
    assert phrases_in("nl").money(amount) == reads


@pytest.mark.parametrize(
    ("by", "reads"), [("2027-11-22", "22 november 2027"), ("eind 2021", "eind 2021"), ("", "niet gepubliceerd")]
)
def test_the_day_of_a_number_is_written_out_and_words_of_a_document_stay(by, reads):
    number = Number(what=Words(nl="wijken"), low=Decimal(12), high=None, by=by, realised=None)
    sheet = steering_sheet(report_content(actions=(deed(numbers=(number,)),)), "nl")

    cells = [cell for one in sheet.blocks if isinstance(one, Table) for row in one.rows for cell in row]

    assert reads in cells
