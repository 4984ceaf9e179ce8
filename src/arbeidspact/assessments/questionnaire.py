"""What a questionnaire file may say: pages, questions, when a question is asked, and what an answer means.

A questionnaire is a versioned TOML file, so that a city can bring its own. Nothing in it scores: an answer names a
strength, no barrier, some barrier or a large barrier in one life domain, or nothing at all.
"""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Final, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from pydantic import Field, model_validator

from arbeidspact.indicators.wording import Entry, Slug, Text
from arbeidspact.organisations.exceptions import Message
from arbeidspact.people.domains import SENSITIVE, LifeDomain

Value = str | int | float | list[str]
Answers = Mapping[str, Value]
LONGEST_TEXT: Final = 500
YES, NO = "yes", "no"


class QuestionKind(StrEnum):
    """How a question is answered; every kind can also be left "not known yet"."""

    ONE = "one"
    SEVERAL = "several"
    SCALE = "scale"
    YES_NO = "yes-no"
    NUMBER = "number"
    TEXT = "text"


class Meaning(StrEnum):
    """What an answer says about its life domain. There is no other outcome: nothing here can propose a sanction."""

    STRENGTH = "strength"
    NONE = "none"
    SOME = "some"
    LARGE = "large"


class Option(Entry):
    """One possible answer. `alone`: it cannot be chosen together with others, as in "none of these"."""

    slug: Slug
    text: Text
    means: Meaning | None = None
    alone: bool = False


class Band(Entry):
    """What a number says, up to and with `up_to`; the last band has no end."""

    up_to: float | None = None
    means: Meaning | None = None


class Condition(Entry):
    """Asked only when an earlier answer is this, one of these, or at least this."""

    question: Slug
    equals: str | int | None = None
    any_of: tuple[str | int, ...] = ()
    at_least: float | None = None

    @model_validator(mode="after")
    def _one_test(self) -> "Condition":
        if sum((self.equals is not None, bool(self.any_of), self.at_least is not None)) != 1:
            raise ValueError("a condition has one test: give equals, any_of or at_least, and only one of them")
        return self

    def holds(self, answer: Value | None) -> bool:
        """Does this answer meet the condition? An answer that is not known meets none."""
        if answer is None:
            return False
        if self.at_least is not None:
            return isinstance(answer, int | float) and answer >= self.at_least
        wanted = set(self.any_of) if self.any_of else {self.equals}
        given = answer if isinstance(answer, list) else [answer]
        return bool(wanted & set(given))

    @property
    def values(self) -> tuple[str | int, ...]:
        return self.any_of if self.any_of else (() if self.equals is None else (self.equals,))


class Question(Entry):
    """One question about one life domain."""

    slug: Slug
    page: Slug
    domain: LifeDomain
    kind: QuestionKind
    text: Text
    help: Text | None = None
    options: tuple[Option, ...] = ()
    yes: Meaning | None = None
    no: Meaning | None = None
    least: int | None = None
    most: int | None = None
    least_text: Text | None = None
    most_text: Text | None = None
    bands: tuple[Band, ...] = ()
    show_if: tuple[Condition, ...] = ()

    @property
    def is_sensitive(self) -> bool:
        return self.domain in SENSITIVE

    @model_validator(mode="after")
    def _fits_its_kind(self) -> "Question":
        for check in (_check_options, _check_numbers, _check_yes_no):
            check(self)
        return self

    def problem_with(self, value: Value) -> Message | None:
        """Why is this no possible answer? None when it is one."""
        match self.kind:
            case QuestionKind.ONE:
                return None if value in {option.slug for option in self.options} else _("Choose one of the answers.")
            case QuestionKind.SEVERAL:
                return self._problem_with_several(value)
            case QuestionKind.YES_NO:
                return None if value in {YES, NO} else _("Choose one of the answers.")
            case QuestionKind.TEXT:
                if not isinstance(value, str):
                    return _("Write a few words.")
                return None if len(value) <= LONGEST_TEXT else _("This text is too long.")
        if isinstance(value, bool) or not isinstance(value, int | float):
            return _("Write a number.")
        if (self.least is not None and value < self.least) or (self.most is not None and value > self.most):
            return _("This number cannot be.")
        return None

    def _problem_with_several(self, value: Value) -> Message | None:
        if not isinstance(value, list) or not value or not set(value) <= {option.slug for option in self.options}:
            return _("Choose one or more of the answers.")
        if len(value) > 1 and any(option.alone for option in self.options if option.slug in value):
            return _("“None of these” does not go together with another answer.")
        return None

    def meanings(self, value: Value) -> tuple[Meaning, ...]:
        """What does this answer say about the domain? Empty when it says nothing."""
        match self.kind:
            case QuestionKind.YES_NO:
                said = [self.yes if value == YES else self.no]
            case QuestionKind.ONE | QuestionKind.SEVERAL:
                chosen = value if isinstance(value, list) else [value]
                said = [option.means for option in self.options if option.slug in chosen]
            case QuestionKind.SCALE | QuestionKind.NUMBER:
                said = [self._band_of(value)]
            case _:
                said = []
        return tuple(meaning for meaning in said if meaning is not None)

    def _band_of(self, value: Value) -> Meaning | None:
        assert isinstance(value, int | float)
        return next((band.means for band in self.bands if band.up_to is None or value <= band.up_to), None)


class Page(Entry):
    """A page of the questionnaire: the questions of a few life domains that belong together."""

    slug: Slug
    title: Text
    intro: Text | None = None


class DistanceRule(Entry):
    """From which numbers of barriers does a distance follow? Said in the file, so that everybody can read it.

    `known_share`: the share of the domains asked about that must be known before anything is said at all.
    """

    far_from_large: Annotated[int, Field(ge=1)] = 2
    further_from_large: Annotated[int, Field(ge=1)] = 1
    further_from_some: Annotated[int, Field(ge=1)] = 4
    near_from_some: Annotated[int, Field(ge=1)] = 1
    known_share: Annotated[float, Field(ge=0, le=1)] = 0.5

    @model_validator(mode="after")
    def _in_order(self) -> "DistanceRule":
        if self.further_from_large > self.far_from_large or self.near_from_some > self.further_from_some:
            raise ValueError("a larger distance needs as many barriers or more: raise its number")
        return self


class Heading(Entry):
    """What a questionnaire is called, what it is for, how long it holds; `offered` false keeps it out of the choice."""

    format: Literal[1]
    slug: Slug
    version: Annotated[int, Field(ge=1)]
    title: Text
    purpose: Text
    minutes: Annotated[int, Field(ge=1, le=240)]
    valid_months: Annotated[int, Field(ge=1, le=60)] | None = None
    offered: bool = True
    distance: DistanceRule = DistanceRule()


class Questionnaire(Entry):
    """A whole questionnaire, as its file says it."""

    heading: Heading
    pages: tuple[Page, ...]
    questions: tuple[Question, ...]

    @property
    def slug(self) -> str:
        return self.heading.slug

    @property
    def domains(self) -> tuple[LifeDomain, ...]:
        """About which life domains does it ask, in the order of the vocabulary?"""
        asked = {question.domain for question in self.questions}
        return tuple(domain for domain in LifeDomain if domain in asked)

    @property
    def questions_words(self) -> Message:
        return ngettext_lazy("%(count)d question", "%(count)d questions", len(self.questions)) % {
            "count": len(self.questions)
        }

    def questions_of(self, page: str) -> tuple[Question, ...]:
        """The questions of this page, in their order, asked or not."""
        return tuple(question for question in self.questions if question.page == page)

    def is_sensitive(self, page: str) -> bool:
        """Is this page about health, debt or justice? The reader sees to it that no page is about both."""
        return any(question.is_sensitive for question in self.questions_of(page))

    def pages_for(self, *, sees_sensitive: bool) -> tuple[Page, ...]:
        """Which pages may be filled in?"""
        return tuple(page for page in self.pages if sees_sensitive or not self.is_sensitive(page.slug))

    def question(self, slug: str) -> Question | None:
        """The question of this name, if there is one."""
        return next((question for question in self.questions if question.slug == slug), None)

    def asked(self, answers: Answers) -> tuple[Question, ...]:
        """Which questions are asked, given these answers? An answer to a question that is not asked opens no other."""
        counted: dict[str, Value] = {}
        asked = []
        for question in self.questions:
            if all(condition.holds(counted.get(condition.question)) for condition in question.show_if):
                asked.append(question)
                if question.slug in answers:
                    counted[question.slug] = answers[question.slug]
        return tuple(asked)

    def branching(self) -> frozenset[str]:
        """Which questions decide whether another one is asked?"""
        return frozenset(condition.question for question in self.questions for condition in question.show_if)


def possible_values(question: Question) -> Collection[str] | None:
    """Which words can an answer be? None where the answer is a number or a text."""
    if question.kind is QuestionKind.YES_NO:
        return (YES, NO)
    if question.kind in {QuestionKind.ONE, QuestionKind.SEVERAL}:
        return [option.slug for option in question.options]
    return None


def _check_options(question: Question) -> None:
    needs_options = question.kind in {QuestionKind.ONE, QuestionKind.SEVERAL}
    if needs_options and len(question.options) < 2:
        raise ValueError("a choice needs at least two answers: add them under options")
    if not needs_options and question.options:
        raise ValueError("options go with the kinds one and several: remove them or change the kind")
    slugs = [option.slug for option in question.options]
    if len(set(slugs)) != len(slugs):
        raise ValueError("two answers have the same slug: give each its own")
    if question.kind is QuestionKind.ONE and any(option.alone for option in question.options):
        raise ValueError("alone goes with the kind several: remove it")


def _check_numbers(question: Question) -> None:
    is_numeric = question.kind in {QuestionKind.SCALE, QuestionKind.NUMBER}
    given: Sequence[object] = (question.least, question.most, question.least_text, question.most_text)
    if not is_numeric and (question.bands or any(value is not None for value in given)):
        raise ValueError("least, most and bands go with the kinds scale and number: remove them or change the kind")
    if question.kind is QuestionKind.SCALE and (question.least is None or question.most is None):
        raise ValueError("a scale has ends: give least and most")
    if question.least is not None and question.most is not None and question.least >= question.most:
        raise ValueError("least is not below most: exchange them")
    if question.kind is QuestionKind.SCALE and (question.most or 0) - (question.least or 0) > 10:
        raise ValueError("a scale has at most eleven steps: bring most nearer to least, or use the kind number")
    ends = [band.up_to for band in question.bands[:-1]]
    if any(end is None for end in ends):
        raise ValueError("only the last band may be without an end: give the others up_to")
    numbers = [end for end in (*ends, *(band.up_to for band in question.bands[-1:])) if end is not None]
    if numbers != sorted(set(numbers)):
        raise ValueError("the bands are not in order: let up_to rise from band to band")


def _check_yes_no(question: Question) -> None:
    if question.kind is not QuestionKind.YES_NO and (question.yes is not None or question.no is not None):
        raise ValueError("yes and no go with the kind yes-no: remove them or change the kind")
