"""The files of a report as answers: downloaded under a name that says what they are, or read on the spot."""

from django.http import HttpResponse

from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.reports.queries import Report, ReportFile, file_of
from arbeidspact.reports.web_page import style_source_of


def download_of(report: Report, name: str) -> HttpResponse:
    """This file of this report. Raises: `NotFound` for a name that is none; `Conflict` when it is not ready."""
    try:
        chosen = ReportFile(name)
    except ValueError:
        raise NotFound("There is no such file.") from None
    content = file_of(report, chosen)
    stem, _dot, ending = chosen.value.rpartition(".")
    part = "" if stem == "report" else f"-{stem}"
    title = f"arbeidspact-{report.release}-{report.kind}-{report.language}{part}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{title}"', "Content-Length": str(len(content))}
    return HttpResponse(content, content_type=chosen.media_type, headers=headers)


def page_of(report: Report) -> HttpResponse:
    """The web page of this report as it was made; its own style is let through by its hash, and nothing else.

    Raises: `Conflict` when it is not ready.
    """
    content = file_of(report, ReportFile.HTML)
    answer = HttpResponse(
        content, content_type=ReportFile.HTML.media_type, headers={"Content-Language": report.language}
    )
    answer._csp_update = {"style-src": [style_source_of(content)]}  # type: ignore[attr-defined]
    return answer
