"""Both forms of a report out of its content: the bytes of the PDF and of the HTML file."""

from dataclasses import dataclass
from typing import Final

from arbeidspact.reports.citizens_sheet import DETAILS, citizens_sheet
from arbeidspact.reports.content import ReportContent
from arbeidspact.reports.printing import printed, printed_within
from arbeidspact.reports.steering_sheet import steering_sheet
from arbeidspact.reports.web_page import as_page

STEERING: Final = "steering"
CITIZENS: Final = "citizens"
CITIZENS_PAGES: Final = 2


@dataclass(frozen=True, slots=True)
class MadePdf:
    """The PDF of a report and how many pages it has."""

    pdf: bytes
    pages: int


def made_pdf(content: ReportContent, kind: str, language: str) -> MadePdf:
    """The PDF of this content: a function of nothing else. Raises: `TooLong`, `typst.TypstError`."""
    if kind == CITIZENS:
        found = printed_within(CITIZENS_PAGES, lambda details: citizens_sheet(content, language, details), DETAILS)
    else:
        found = printed(steering_sheet(content, language))
    return MadePdf(found.pdf, found.pages)


def made_page(content: ReportContent, kind: str, language: str) -> bytes:
    """The HTML file of this content: a function of nothing else."""
    sheet = citizens_sheet(content, language) if kind == CITIZENS else steering_sheet(content, language)
    return as_page(sheet)
