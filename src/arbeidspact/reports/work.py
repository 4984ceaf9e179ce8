"""Making a report: content once, then the PDF, the page and the signature. Whatever is there is used again."""

import base64
import hashlib
import logging
from collections.abc import Callable
from importlib.metadata import version
from typing import Final
from uuid import UUID

import typst
from django.utils import timezone
from pydantic import ValidationError

from arbeidspact import __version__
from arbeidspact.organisations.exceptions import DomainError, NotFound
from arbeidspact.reports.content import ReportContent, content_from
from arbeidspact.reports.folders import ReportFile, ReportFolder, folder_of
from arbeidspact.reports.gathering import gather
from arbeidspact.reports.making import made_page, made_pdf
from arbeidspact.reports.models import Report, ReportStep
from arbeidspact.reports.printing import TooLong
from arbeidspact.reports.signing import fingerprint_of, public_key, sign, statement_of

Tell = Callable[[ReportStep], object]
STEPS: Final = tuple(ReportStep)
log = logging.getLogger(__name__)


class GivenUp(Exception):
    """A later session took the work over."""


class _Session:
    """The work of one session on a report: its row says whether it is still asked for."""

    def __init__(self, report: Report, tell: Tell | None) -> None:
        self.report, self._tell = report, tell

    def update(self, **values: object) -> None:
        """Note something, and hear whether to go on. Raises: `GivenUp`."""
        rows = Report.objects.filter(
            pk=self.report.pk, session=self.report.session, finished_at__isnull=True, failed_at__isnull=True
        )
        if not rows.update(**values, heartbeat_at=timezone.now()):
            raise GivenUp

    def at(self, step: ReportStep) -> None:
        """The work is at this step. Raises: `GivenUp`."""
        self.update(step=step)
        if self._tell is not None:
            self._tell(step)

    def fail(self, problem: str) -> None:
        """Say why it could not go on, in words without anybody in them."""
        try:
            self.update(failed_at=timezone.now(), problem=problem)
        except GivenUp:
            log.info("A report was given up.")


def report_to_make(reference: UUID) -> Report:
    """The report with this reference, for the process that makes it. Raises: `NotFound`."""
    report = Report.objects.select_related("user", "organisation").filter(reference=reference).first()
    if report is None:
        raise NotFound("There is no such report.", hint="Check the reference.")
    return report


def work_on(reference: UUID, *, tell: Tell | None = None) -> Report:
    """Make this report in this process.

    Arguments: `tell` hears each step as it begins. Returns: the report as it is then: ready; taken over by a later
    session; or failed, with the problem in words. Raises: `NotFound`; what nobody foresaw, after it was noted as a
    failure.
    """
    report = report_to_make(reference)
    session = _Session(report, tell)
    try:
        _make(session, report, folder_of(report.release, report.reference))
    except GivenUp:
        log.info("A report was given up.")
    except (DomainError, TooLong) as problem:
        session.fail(str(problem))
    except typst.TypstError as problem:
        session.fail(f"The PDF could not be set: {problem.message}")
    except OSError as problem:
        session.fail(f"A file could not be written: {problem.strerror or type(problem).__name__}.")
    except Exception as problem:
        session.fail(f"An unexpected problem ({type(problem).__name__}). The log of the process says more.")
        raise
    return report_to_make(reference)


def _make(session: _Session, report: Report, folder: ReportFolder) -> None:
    folder.make()
    session.at(ReportStep.GATHERING)
    content = _content(report, folder)
    text = content.as_text().encode()
    folder.write(ReportFile.CONTENT, text)
    content_sha256 = hashlib.sha256(text).hexdigest()
    session.update(content_sha256=content_sha256)
    session.at(ReportStep.PAPER)
    paper = made_pdf(content, report.kind, report.language)
    folder.write(ReportFile.PDF, paper.pdf)
    session.at(ReportStep.PAGE)
    page = made_page(content, report.kind, report.language)
    folder.write(ReportFile.HTML, page)
    session.at(ReportStep.SIGNING)
    hashes = {"pdf_sha256": hashlib.sha256(paper.pdf).hexdigest(), "html_sha256": hashlib.sha256(page).hexdigest()}
    statement = statement_of(
        {
            "release": report.release,
            "pact": report.pact,
            "review": report.review or "none",
            "kind": report.kind,
            "language": report.language,
            "content sha256": content_sha256,
            "pdf sha256": hashes["pdf_sha256"],
            "html sha256": hashes["html_sha256"],
            "made with": f"arbeidspact {__version__}, typst {version('typst')}",
        }
    )
    signature = sign(statement)
    folder.write(ReportFile.STATEMENT, statement.encode())
    folder.write(ReportFile.SIGNATURE, signature)
    session.update(
        finished_at=timezone.now(),
        **hashes,
        pdf_bytes=len(paper.pdf),
        html_bytes=len(page),
        pages=paper.pages,
        statement=statement,
        signature=base64.b64encode(signature).decode(),
        key_fingerprint=fingerprint_of(public_key()),
    )


def _content(report: Report, folder: ReportFolder) -> ReportContent:
    """What was gathered by an earlier session, when it is untouched; else gathered now."""
    path = folder.file(ReportFile.CONTENT)
    if report.content_sha256 and path.is_file():
        kept = path.read_text(encoding="utf-8")
        try:
            content = content_from(kept)
        except ValidationError:
            return gather(report)
        if content.sha256 == report.content_sha256:
            return content
    return gather(report)
