"""From the text of a vacancy to what it asks: occupation, competences, languages, licences, hours, shifts, diploma."""

import re
from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import Final

from django.utils.translation import gettext as _

from arbeidspact.organisations.exceptions import InvalidValue
from arbeidspact.organisations.vocabulary import current_reader
from arbeidspact.proposals.models import HowFound, ProposalKind
from arbeidspact.proposals.proposed import Other, Proposed
from arbeidspact.taxonomy.exceptions import TextBinary, TextEmpty, TextProblem, TextTooLong
from arbeidspact.taxonomy.understanding import CompetenceReading, Reader, Reading, TitleReadings
from arbeidspact.taxonomy.understanding.asked_languages import language_named
from arbeidspact.taxonomy.understanding.cues import Asking, Cues
from arbeidspact.taxonomy.understanding.requirements import requirements_in
from arbeidspact.taxonomy.understanding.vacancy_parts import VacancyParts
from arbeidspact.taxonomy.understanding.values import MAX_TEXT, Span
from arbeidspact.taxonomy.understanding.words import check_text
from arbeidspact.texts import TextsError, tidied
from arbeidspact.texts.web_pages import text_of_page

LONGEST_READ: Final = 20_000
"""Competences are looked for in so many characters, as many as the description of a vacancy holds: it takes time."""
MOST_TITLES: Final = 6
LONGEST_TITLE: Final = 120
OTHERS_SHOWN: Final = 5
MOST_DOUBTS: Final = 8
LEAST_DOUBT: Final = 0.15
"""Below this, one in seven at most would be right: not worth anybody's time."""
SHORT_WORD: Final = 3

_MARKUP: Final = re.compile(
    r"<(?:/?(?:p|div|br|ul|ol|li|h[1-6]|span|html|body|table|strong|em|b|i|a|script|style)\b|!)", re.I
)
_MENU: Final = re.compile(r"<nav\b", re.IGNORECASE)
_MENU_END: Final = re.compile(r"</nav\s*>", re.IGNORECASE)
_SEX: Final = re.compile(r"\(?\b(?:[mvhfxd]\s?/\s?){1,3}[mvhfxd]\b\)?", re.IGNORECASE)
_LOOKING_FOR: Final = re.compile(
    r"\b(?:zoeken|zoekt|zoek|op\szoek\snaar|recherch\w+|cherch\w+|looking\sfor|hiring)\s"
    r"(?:(?:wij|we|nous|naar|momenteel|een|enkele|meerdere|nog|dringend|un|une|an?|des|per\sdirect|voor|\d)\s){0,4}"
    r"(?P<title>[^\n.,;:!?()]{3,80}?)(?=[\n.,;:!?(]|\s(?:die|dat|voor|om|met|in|te|qui|pour|with|to|for|who|bij)\s|$)",
    re.IGNORECASE,
)
_FUNCTION: Final = re.compile(
    r"^\s*(?:functie|functietitel|vacature|jobtitel|job|fonction|poste|position|title)\s*:\s*(?P<title>[^\n]{3,100})",
    re.IGNORECASE | re.MULTILINE,
)
_SOUGHT: Final = re.compile(
    r"^\s*(?P<title>[^\n.,;:!?()]{3,80}?)\s(?:\([^()\n]{1,20}\)\s)?(?:gezocht|gevraagd|recherch[ée]+s?|wanted)\b",
    re.IGNORECASE | re.MULTILINE,
)
_SENTENCE_END: Final = re.compile(r"(?<=\w\w)[.!?]\s")
_STOP_WORDS: Final = {
    language: frozenset(re.findall(r"\w+", words))
    for language, words in (
        ("nl", "de het een en van je voor met in op te bij ons is wij jij niet om dat als zijn"),
        ("fr", "le la les des et de du vous pour avec dans un une est nous en au sur que qui"),
        ("en", "the a and of to you for with in on we is are our your as be that will or"),
    )
}
_LEAST_WORDS: Final = 25
_LEAST_SHARE: Final = 0.04


def plain_text(given: str) -> str:
    """What was pasted, as plain tidy text: of a web page only what a reader of it sees.

    Raises: `InvalidValue` when it is empty, too long, or no text at all.
    """
    try:
        check_text(given, most=5 * MAX_TEXT)
        text = given
        if _MARKUP.search(given):
            page = _without_menus(given)
            text = text_of_page(f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{page}'.encode())
        text = tidied(text)
        check_text(text)
    except TextProblem as error:
        raise _refusal(error) from None
    except TextsError:
        raise InvalidValue(
            _("This web page cannot be read."), hint=_("Copy the text that you see, and paste that."), field="text"
        ) from None
    if not any(letter.isalpha() for letter in text):
        raise InvalidValue(_("There is no word in this text."), hint=_("Paste the text of the vacancy."), field="text")
    return text


def _without_menus(page: str) -> str:
    """The page without its menus: "Home" and "About us" above a vacancy are no title of it."""
    pieces, start = [], 0
    for menu in _MENU.finditer(page):
        end = _MENU_END.search(page, menu.end()) if menu.start() >= start else None
        if end is not None:
            pieces.append(page[start : menu.start()])
            start = end.end()
        elif menu.start() >= start:
            break
    return " ".join([*pieces, page[start:]])


def language_of(text: str) -> str | None:
    """In which of the languages that are read is this text? None when it seems to be in none of them.

    A text of a few words is taken for Dutch.
    """
    words = re.findall(r"[^\W\d_]+", text[:20_000].casefold())
    if len(words) < _LEAST_WORDS:
        return "nl"
    counts = {language: sum(word in small for word in words) for language, small in _STOP_WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= _LEAST_SHARE * len(words) else None


def title_of(text: str) -> str:
    """What this vacancy calls itself: its first line, without what says that both sexes may apply.

    Of a line that is too long for a title its first sentence, or as many whole words as fit.
    """
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if len(first) > LONGEST_TITLE:
        first = _SENTENCE_END.split(first, maxsplit=1)[0]
    title = " ".join(_SEX.sub(" ", first).split()).strip(" -–:|")
    return shorten(title, LONGEST_TITLE, placeholder="…") if len(title) > LONGEST_TITLE else title


def vacancy_proposals(text: str, language: str | None, reader: Reader | None = None) -> list[Proposed]:
    """What may this text of a vacancy ask?

    Arguments: `text`, plain; `reader`, that of the taxonomy in force when None. Returns: in the order of the text.
    """
    reader = reader or current_reader()
    parts = VacancyParts(text)
    occupation = occupation_in(text, language, reader)
    ruled = required_in(text, language, parts)
    found = [*ruled, *(one for one in competences_asked(text, language, reader, parts) if not _said_by(ruled, one))]
    if occupation is not None:
        # The words of the title say what the work is called, not what one must be able to do.
        inside = (occupation.start, occupation.end)
        found = [one for one in found if one.kind != ProposalKind.COMPETENCE or not _lies_in(one, *inside)]
        found.append(occupation)
    return sorted(found, key=lambda one: (one.start, one.kind))


def occupation_in(text: str, language: str | None, reader: Reader) -> Proposed | None:
    """Which occupation is this vacancy for? Not confident where no title says so for sure.

    The employer, where the text begins with it, is no title.
    """
    read: list[tuple[Span, TitleReadings]] = []
    for span in _titles(VacancyParts(text).asked) or _titles(text):
        readings = reader.normalise_title(span.of(text), language or "nl", limit=OTHERS_SHOWN + 1)
        if readings.readings:
            read.append((span, readings))
    if not read:
        return None
    span, best = max(read, key=lambda one: (one[1].is_confident, round(one[1].readings[0].score, 2)))
    merged = {
        reading.concept_id: reading for _span, readings in reversed(read) for reading in reversed(readings.readings)
    }
    others = sorted(merged.values(), key=lambda one: -one.score)
    return _concept(ProposalKind.OCCUPATION, best.readings[0], span.start, others, is_confident=best.is_confident)


def competences_asked(text: str, language: str | None, reader: Reader, parts: VacancyParts) -> list[Proposed]:
    """Which competences does this text ask: those that are sure, and some that may be meant?

    What is offered, who the employer is and how to apply is not read, which also spares the time of reading it.
    """
    asked = parts.asked[:LONGEST_READ]
    if not asked.strip():
        return []
    cues = Cues(text)
    sure: dict[str, Proposed] = {}
    doubts: list[Proposed] = []
    for phrase in reader.competences_in(asked, language, limit=OTHERS_SHOWN + 1):
        asking = cues.asking(phrase.span)
        if asking is Asking.NOT_NEEDED or not phrase.readings:
            continue
        one = _competence(phrase, is_required=asking is Asking.REQUIRED)
        if not one.is_confident:
            doubts.append(one)
        elif one.value not in sure or sure[one.value].score < one.score:
            sure[one.value] = one
    likely = sorted((one for one in doubts if one.score >= LEAST_DOUBT), key=lambda one: -one.score)
    fresh = {one.value: one for one in reversed(likely) if one.value not in sure}
    return [*sure.values(), *list(fresh.values())[::-1][:MOST_DOUBTS]]


def required_in(text: str, language: str | None, parts: VacancyParts) -> list[Proposed]:
    """What rules find: languages, licences, hours, shifts, diploma, years of experience."""
    found = requirements_in(text, language, parts=parts)
    said: list[tuple[ProposalKind, str, Span, bool]] = []
    for language_level in found.languages:
        value = f"{language_level.value.language}:{language_level.value.level}"
        said.append((ProposalKind.LANGUAGE, value, language_level.span, language_level.is_required))
    for hours in found.hours:
        value = f"{hours.value.low:g}-{hours.value.high:g}"
        said.append((ProposalKind.HOURS, value, hours.span, hours.is_required))
    plain = (
        (ProposalKind.LICENCE, found.licences),
        (ProposalKind.SHIFT, found.shifts),
        (ProposalKind.EDUCATION, found.education),
        (ProposalKind.EXPERIENCE, found.experience),
    )
    for kind, group in plain:
        said += [(kind, str(one.value), one.span, one.is_required) for one in group]
    return [
        Proposed(
            kind,
            value,
            span.start,
            span.end,
            HowFound.RULE,
            is_required=is_required,
            places=((span.start, span.end),),
        )
        for kind, value, span, is_required in said
    ]


def _said_by(ruled: Sequence[Proposed], competence: Proposed) -> bool:
    """Is this competence no more than the words of a licence or a language?

    A doubtful one over the same words is; a sure one where its name means that language: "Frans".
    """
    over = [one for one in ruled if one.start < competence.end and competence.start < one.end]
    if not competence.is_confident:
        return bool(over)
    language = language_named(competence.label)
    return language is not None and any(
        one.kind is ProposalKind.LANGUAGE and one.value.partition(":")[0] == language for one in over
    )


def _lies_in(one: Proposed, start: int, end: int) -> bool:
    return start <= one.start and one.end <= end


def _titles(text: str) -> list[Span]:
    """Where the title of the work may stand: the first lines, and what somebody is looked for as."""
    spans = [*_first_lines(text), *(_trimmed(text, *found.span("title")) for found in _named(text))]
    return list(dict.fromkeys(span for span in spans if span.end - span.start >= 3))[:MOST_TITLES]


def _named(text: str) -> Iterator[re.Match[str]]:
    yield from _FUNCTION.finditer(text[:20_000])
    yield from _SOUGHT.finditer(text[:3_000])
    yield from _LOOKING_FOR.finditer(text[:20_000])


def _first_lines(text: str) -> Iterator[Span]:
    seen = 0
    for found in re.finditer(r"[^\n]+", text[:3_000]):
        if seen == 2:
            return
        line = found.group()
        if len(line) > LONGEST_TITLE and not seen:
            line = _SENTENCE_END.split(line, maxsplit=1)[0]
        if line.strip() and len(line) <= LONGEST_TITLE:
            seen += 1
            sex = _SEX.search(line)
            yield _trimmed(text, found.start(), found.start() + (sex.start() if sex and sex.start() > 2 else len(line)))


def _trimmed(text: str, start: int, end: int) -> Span:
    while end > start and not text[end - 1].isalnum():
        end -= 1
    while start < end and not text[start].isalnum():
        start += 1
    return Span(start, end)


def _competence(phrase: CompetenceReading, *, is_required: bool) -> Proposed:
    first = phrase.readings[0]
    return _concept(
        ProposalKind.COMPETENCE, first, 0, phrase.readings, is_confident=phrase.is_confident, is_required=is_required
    )


def _concept(
    kind: ProposalKind,
    best: Reading,
    offset: int,
    readings: Sequence[Reading],
    *,
    is_confident: bool,
    is_required: bool = True,
) -> Proposed:
    words = [span for span in best.words if span.end - span.start > SHORT_WORD] or list(best.words)
    places = tuple((span.start + offset, span.end + offset) for span in words)
    return Proposed(
        kind,
        best.concept_id,
        min(start for start, _end in places),
        max(end for _start, end in places),
        HowFound(best.how.value),
        label=best.label,
        score=best.score,
        is_confident=is_confident,
        is_required=is_required,
        places=places,
        others=tuple(
            Other(one.concept_id, one.label, one.score) for one in readings if one.concept_id != best.concept_id
        )[:OTHERS_SHOWN],
    )


def _refusal(error: TextProblem) -> InvalidValue:
    if isinstance(error, TextEmpty):
        return InvalidValue(_("There is no text."), hint=_("Paste the text of the vacancy."), field="text")
    if isinstance(error, TextTooLong):
        return InvalidValue(
            _("The text is longer than %(most)s characters.") % {"most": MAX_TEXT},
            hint=_("Paste the vacancy alone, without the page around it."),
            field="text",
        )
    assert isinstance(error, TextBinary)
    return InvalidValue(
        _("This is the content of a file, not a text."), hint=_("Open the file and copy its text."), field="text"
    )
