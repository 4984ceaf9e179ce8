"""What a report says, as one frozen document: whatever is printed follows from it, and from nothing else.

Texts stand in it in Dutch and English, numbers as decimals, days as days. It is written as canonical JSON, whose
SHA-256 is signed with the report. Nobody's name stands in it, only names of organisations.
"""

from datetime import date
from decimal import Decimal
from typing import Final

from pydantic import BaseModel, ConfigDict

from arbeidspact.indicators import Unit
from arbeidspact.steering.documents import canonical, hash_of

FORMAT: Final = 1
"""Goes up when a reader of content must know of a difference."""


class Part(BaseModel):
    """A part of the content; what it does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Part):
    """A text in two languages; an empty one is read in the other."""

    nl: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """This text in this language, or in the other where it has none."""
        return (self.en or self.nl) if language == "en" else (self.nl or self.en)


class Figure(Part):
    """One figure of the release; `value` is None when it is hidden. `mark`: shown, rounded or suppressed."""

    period: str
    area: str
    area_name: Words
    value: Decimal | None
    mark: str
    status: str
    vintage: date | None
    source: str
    source_url: str = ""
    printed_as: str = ""
    flag: Words = Words()


class Line(Part):
    """The figures of one area, the oldest first."""

    area: str
    name: Words
    figures: tuple[Figure, ...]


class Start(Part):
    """Where a goal started: a frozen figure and where it is written."""

    value: Decimal
    period: str
    source: str


class Promise(Part):
    """What was promised; `value` is None when another area is the measure, `due` when no day was set."""

    rule: str
    value: Decimal | None
    relative_to: Words | None
    due: date | None
    printed_as: str
    source: str


class Height(Part):
    """A value that a path asks for on a day."""

    on: date
    value: Decimal


class Known(Part):
    """What is known of the same matter where a goal has no number or no figure."""

    name: Words
    unit: Unit
    figure: Figure


class Goal(Part):
    """A goal of the pact judged by the figures of the release. Empty is not published."""

    slug: str
    name: Words
    summary: Words
    state: str
    lack: str
    unit: Unit
    measured_by: Words | None
    start: Start | None
    promise: Promise | None
    latest: Figure | None
    target_value: Decimal | None
    required_now: Decimal | None
    gap: Decimal | None
    progress_share: Decimal | None
    needed_per_year: Decimal | None
    is_past_due: bool
    path: tuple[Height, ...]
    lines: tuple[Line, ...]
    also_published: tuple[Figure, ...]
    known: tuple[Known, ...]


class Measure(Part):
    """An indicator of the release: what it counts, its newest figure, and when the next one is due."""

    slug: str
    version: int
    name: Words
    counted: Words
    over: Words | None
    variant: Words | None
    pitfalls: tuple[Words, ...]
    formula_reference: Words
    age_group: str
    unit: Unit
    source: str
    source_url: str
    rhythm: str
    latest: Figure | None
    freshness: str
    next_due: date | None
    figures: int
    hidden: int
    rounded: int


class Contested(Part):
    """A figure that is disputed, or that another source gives differently; both stand in the report."""

    name: Words
    unit: Unit
    figure: Figure
    beside: tuple[Figure, ...]


class Amount(Part):
    """Money as it was published, in euro."""

    amount: Decimal
    per: str
    payer: str
    code: str
    period: str
    source: str


class Ledger(Part):
    """Money as partners booked it, in euro."""

    planned: Decimal
    committed: Decimal
    spent: Decimal


class Milestone(Part):
    """A step of an action with its day."""

    name: Words
    state: str
    due_on: date | None
    expected_on: date | None
    reached_on: date | None


class Number(Part):
    """A number that an action set out to reach, and how far it was told to be."""

    what: Words
    low: Decimal
    high: Decimal | None
    by: str
    realised: Decimal | None


class Deed(Part):
    """An action of the pact; `status` is empty when neither people nor facts say how it goes."""

    slug: str
    name: Words
    tracks: tuple[Words, ...]
    lead: Words | None
    published_status: str
    status: str
    why: Words
    has_invented_parts: bool
    milestones: tuple[Milestone, ...]
    published: tuple[Amount, ...]
    ledger: Ledger | None
    numbers: tuple[Number, ...]
    remark: Words
    source: str


class Answer(Part):
    """What the steering group answered to a signal."""

    kind: str
    text: str
    answered_on: date
    due_on: date
    in_time: bool


class Signal(Part):
    """A bottleneck that a partner brought before the steering group, in its words."""

    title: str
    what: str
    whom: str
    suggestion: str
    raised_by: str
    cosigned_by: tuple[str, ...]
    raised_on: date
    urgency: str
    state: str
    due_on: date
    answers: tuple[Answer, ...]
    invented: bool


class Answering(Part):
    """How fast the steering group answered."""

    counted: int
    in_time: int
    median_days: Decimal | None


class Minority(Part):
    """Who did not agree with a decision, and why, in their own words."""

    who: str
    why: str


class Task(Part):
    """What must still be done because of a decision."""

    what: str
    owner: str
    due_on: date
    done_on: date | None


class Decision(Part):
    """A decision that was adopted, with the notes of the minority."""

    number: str
    version: int
    title: Words
    body: Words
    taken_on: date
    text: str
    motivation: str
    minority: tuple[Minority, ...]
    standing: str
    changes: str | None
    tasks: tuple[Task, ...]
    invented: bool


class SignOff(Part):
    """A partner that agreed with the review, with or without a note."""

    organisation: str
    kind: str
    note: str
    on: date


class Review(Part):
    """The frozen review that the report rests on."""

    reference: str
    since: date
    until: date
    sha256: str
    conclusions: str
    invented: bool
    sign_offs: tuple[SignOff, ...]


class Release(Part):
    """The release that the report rests on; `manifest_sha256` is the hash of its list of files and their hashes."""

    version: str
    made_on: date
    notes: str
    manifest_sha256: str


class Pact(Part):
    """The pact that the report is about."""

    slug: str
    name: Words
    area: str
    area_name: Words


class ReportContent(Part):
    """Everything that a report of one release says, in both languages and for both kinds of reader."""

    format: int = FORMAT
    release: Release
    pact: Pact
    publisher: str
    address: str
    contact: str
    since: date
    until: date
    review: Review | None
    goals: tuple[Goal, ...]
    measures: tuple[Measure, ...]
    contested: tuple[Contested, ...]
    actions: tuple[Deed, ...]
    pact_money: tuple[Amount, ...]
    signals: tuple[Signal, ...]
    answering: Answering
    decisions: tuple[Decision, ...]

    def as_text(self) -> str:
        """This content as canonical JSON: the same bytes wherever it is written."""
        return canonical(self.model_dump())

    @property
    def sha256(self) -> str:
        """The SHA-256 of the canonical JSON."""
        return hash_of(self.as_text())


def content_from(text: str) -> ReportContent:
    """The content behind this canonical JSON. Raises: `pydantic.ValidationError`."""
    return ReportContent.model_validate_json(text)
