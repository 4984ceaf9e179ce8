"""What a vacancy asks besides competences, by rules: languages, licences, hours, shifts, diploma, years of experience.

Dutch, French and English are read together, since vacancies mix them. A rule says nothing rather than something
doubtful: hours of the day, the years of the company and the diploma of a school as a workplace are not requirements.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final, Generic, TypeVar

from arbeidspact.taxonomy.exceptions import TextTooLong
from arbeidspact.taxonomy.scales import EducationLevel, Shift
from arbeidspact.taxonomy.understanding.asked_languages import LanguageLevel, languages_asked, one_of_them
from arbeidspact.taxonomy.understanding.asked_papers import licences_asked
from arbeidspact.taxonomy.understanding.cues import Asking, Cues
from arbeidspact.taxonomy.understanding.vacancy_parts import VacancyParts
from arbeidspact.taxonomy.understanding.vacancy_signs import VacancyPart
from arbeidspact.taxonomy.understanding.values import MAX_TEXT, Span

T = TypeVar("T")

MOST_MENTIONS: Final = 300
"""Of one sort in one text: a text that names more says nothing new, and is not to keep anybody waiting."""
FULL_TIME: Final = 38.0
"""Hours a week. Source: Belgian law of 10 August 2001 on reconciling work and quality of life, article 2."""


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """Something that the text asks, the words that say so, and whether it is required or only welcome."""

    value: T
    span: Span
    is_required: bool


@dataclass(frozen=True, slots=True)
class HoursAWeek:
    """From so many hours a week to so many; the same twice where the text gives one number."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Requirements:
    """Everything that rules find in one text, each in the order of the text.

    `education` holds one level, the lowest that will do; `EducationLevel.NONE` where the text says that no diploma is
    needed. `experience`: years, 0 where the text says that none is needed.
    """

    languages: tuple[Found[LanguageLevel], ...] = ()
    licences: tuple[Found[str], ...] = ()
    hours: tuple[Found[HoursAWeek], ...] = ()
    shifts: tuple[Found[Shift], ...] = ()
    education: tuple[Found[EducationLevel], ...] = ()
    experience: tuple[Found[int], ...] = ()


def requirements_in(text: str, language: str | None = None, *, parts: VacancyParts | None = None) -> Requirements:
    """What does this text ask besides competences?

    Arguments: `language`, of the text (None: not known): what "mother tongue" means where no language is named;
    `parts`, of a vacancy: its offer, its employer and how to apply ask no language, paper, diploma or experience, while
    hours and shifts stand in the offer too. None: all of the text asks.
    Returns: each thing once, at the first place that asks it most. Raises: `TextTooLong`. Cost: linear in the text.
    """
    if len(text) > MAX_TEXT:
        raise TextTooLong(len(text), MAX_TEXT)
    cues = Cues(text)
    asked = parts.asked if parts is not None else text
    timed = parts.without({VacancyPart.APPLYING}) if parts is not None else text
    spoken = list(islice(languages_asked(asked, cues, language), MOST_MENTIONS))
    return Requirements(
        languages=_once(cues, spoken, one_will_do=one_of_them(asked, [span for _level, span in spoken])),
        licences=_once(cues, licences_asked(asked)),
        hours=_hours(timed, cues),
        shifts=_once(cues, _shifts(timed)),
        education=_education(asked, cues),
        experience=_experience(asked, cues),
    )


def _once(cues: Cues, found: Iterable[tuple[T, Span]], *, one_will_do: Collection[Span] = ()) -> tuple[Found[T], ...]:
    """Each thing once: required where one of its places requires it; what is said not to be needed is left out.

    Arguments: `one_will_do`, places where something else will do as well.
    """
    best: dict[str, Found[T]] = {}
    for value, span in islice(found, MOST_MENTIONS):
        asking = cues.asking(span)
        key = value.language if isinstance(value, LanguageLevel) else str(value)
        if asking is Asking.NOT_NEEDED:
            continue
        one = Found(value, span, asking is Asking.REQUIRED and span not in one_will_do)
        known = best.get(key)
        if known is None or (one.is_required and not known.is_required):
            best[key] = one
    return tuple(sorted(best.values(), key=lambda one: one.span))


# Hours and shifts

_NUMBER: Final = r"(?<![\d,./])(\d{1,2}(?:[.,]\d{1,2})?)"
_HOUR_WORD: Final = r"(?:uren|uur|u(?:\.|(?![\w]))|h(?:\.|(?![\w]))|hrs?|heures?|hours?)"
_A_WEEK: Final = (
    r"\s*(?:[-/]?\s*(?:per|p\.|/|par|a|each|in\sde)?\s*(?:werk)?(?:week|wk|w|sem(?:aine)?)\b|-?\s*(?:uren)?week)"
)
_WEEKLY: Final = re.compile(
    rf"{_NUMBER}(?:\s*{_HOUR_WORD})?\s*(?:(?:-|–|tot|à|to|of|ou|or|en)\s*(\d{{1,2}}(?:[.,]\d{{1,2}})?))?"
    rf"\s*-?\s*{_HOUR_WORD}{_A_WEEK}"
    rf"|{_NUMBER}\s*-?\s*(?:uren\s?week|hour\sweek)",
    re.IGNORECASE,
)
_BARE: Final = re.compile(rf"{_NUMBER}\s*(?:uren|uur|u\b|heures|hours)(?!\d)", re.IGNORECASE)
_CONTRACT: Final = re.compile(
    r"contract|tewerkstelling|deeltijds|voltijds|halftijds|regime|uurrooster|arbeidsduur|part-?time|full-?time|temps\s"
    r"|contrat|vacature|betrekking|job\b",
    re.IGNORECASE,
)
_CLOCK_BEFORE: Final = re.compile(
    r"(?:\b(?:om|vanaf|tot|tussen|voor|na|rond|en|à|from|until|till|at|between|dès)|[-–:.])\s*$",
    re.IGNORECASE,
)
_NOT_A_WEEK: Final = re.compile(
    r"^\s*(?:tot\b|(?:[-/]|per|par|a)?\s*(?:dag|jour|day|maand|mois|month|jaar)|opleiding|les|geleden|stage|vorming|formation"
    r"|training|recup|adv|verlof|durende|\d)",
    re.IGNORECASE,
)
_SHARE: Final = re.compile(
    r"(?<![\d/])([1-4])\s?/\s?([2345])(?:\s?(?:de|den|e|th))?(?![\d/])(?!\s?(?:/|sterren|stars))|(?<!\d)([5-9]0|100)\s?%",
    re.IGNORECASE,
)
_SHARE_CONTEXT: Final = re.compile(
    r"tijds|regime|tewerkstelling|contract|jobtime|werktijd|time|temps|stelsel|uurrooster|week|job\b", re.IGNORECASE
)
_FULL: Final = re.compile(
    r"\b(?:voltijds\w*|vol\stijds|full[\s-]?time|temps[\s-]plein|plein[\s-]temps)\b", re.IGNORECASE
)
_HALF: Final = re.compile(r"\b(?:halftijds\w*|half[\s-]?time|mi[\s-]temps)\b", re.IGNORECASE)
_PART: Final = re.compile(r"\b(?:deeltijds\w*|part[\s-]?time|temps[\s-]partiel)\b", re.IGNORECASE)


def _hours(text: str, cues: Cues) -> tuple[Found[HoursAWeek], ...]:
    """The hours a week: what is given in numbers; else as a share of full time; else full or half time in words."""
    for found in (_weekly(text), _bare(text, cues), _shares(text, cues), _in_words(text)):
        said = [(low, high, span) for low, high, span in found if 1 <= low <= high <= 60]
        said = [one for one in said[:MOST_MENTIONS] if cues.asking(one[2]) is not Asking.NOT_NEEDED]
        if said:
            low, high = min(one[0] for one in said), max(one[1] for one in said)
            return (Found(HoursAWeek(low, high), said[0][2], is_required=True),)
    return ()


def _weekly(text: str) -> list[tuple[float, float, Span]]:
    said = []
    for found in _WEEKLY.finditer(text):
        numbers = [float(group.replace(",", ".")) for group in found.groups() if group]
        said.append((min(numbers), max(numbers), Span(*found.span())))
    return said


def _bare(text: str, cues: Cues) -> list[tuple[float, float, Span]]:
    said = []
    for found in _BARE.finditer(text):
        span = Span(*found.span())
        before, after = text[max(0, span.start - 12) : span.start], text[span.end : span.end + 20]
        sentence = cues.sentence_of(span).of(text)
        is_short = len(sentence.split()) <= 3
        if _CLOCK_BEFORE.search(before) or _NOT_A_WEEK.match(after) or not (is_short or _CONTRACT.search(sentence)):
            continue
        hours = float(found[1].replace(",", "."))
        if hours >= 4:
            said.append((hours, hours, span))
    return said


def _shares(text: str, cues: Cues) -> list[tuple[float, float, Span]]:
    said = []
    for found in _SHARE.finditer(text):
        span = Span(*found.span())
        sentence = cues.sentence_of(span).of(text)
        if len(sentence.split()) > 3 and not _SHARE_CONTEXT.search(sentence):
            continue
        share = int(found[1]) / int(found[2]) if found[1] else int(found[3]) / 100
        if 0.2 <= share <= 1:
            hours = round(FULL_TIME * share, 1)
            said.append((hours, hours, span))
    return said


def _in_words(text: str) -> list[tuple[float, float, Span]]:
    # Part time without a number says that fewer hours will do, not how many.
    if _PART.search(text):
        return []
    full = [(FULL_TIME, FULL_TIME, Span(*found.span())) for found in _FULL.finditer(text)]
    half = [(FULL_TIME / 2, FULL_TIME / 2, Span(*found.span())) for found in _HALF.finditer(text)]
    return sorted([*full, *half], key=lambda one: one[2])


_SHIFTS: Final[tuple[tuple[tuple[Shift, ...], re.Pattern[str]], ...]] = tuple(
    (shifts, re.compile(words, re.IGNORECASE | re.VERBOSE))
    for shifts, words in (
        (
            (Shift.NIGHT,),
            r"\bnacht(?:werk|ploeg|shift|dienst|post|permanentie)\w*|['’]s\snachts|\bnachten\swerken|\btravail\sde\snuit"
            r"|\b(?:[ée]quipe|poste)\sde\snuit|\bnight\s(?:shifts?|work)",
        ),
        (
            (Shift.EARLY,),
            r"\bvroege?\s?(?:shift|ploeg|dienst|post)\w*|\b(?:ochtend|morgen)(?:ploeg|shift|dienst|post)\w*"
            r"|\b[ée]quipe\sdu\smatin|\b(?:early|morning)\sshifts?",
        ),
        (
            (Shift.LATE,),
            r"\blate?\s?(?:shift|ploeg|dienst|post)\w*|\b(?:avond|namiddag)(?:werk|ploeg|shift|dienst|post)\w*"
            r"|\b[ée]quipe\s(?:de\sl['’]apr[èe]s-midi|du\ssoir)|\b(?:late|evening)\sshifts?",
        ),
        (
            (Shift.WEEKEND,),
            r"\bweekend(?:werk|ploeg|shift|dienst|prestaties)\w*|\bin\s(?:het|de)\sweekends?"
            r"|\btijdens\s(?:het|de)\sweekends?|\bweekends?\swerken|\bzaterdag(?:en)?\b|\bzondag(?:en)?\b"
            r"|\ble\sweek-?end|\bles\sweek-?ends|\btravail\sde\sweek-?end|\bweekend\s(?:shifts?|work)",
        ),
        (
            (Shift.SPLIT,),
            r"\bonderbroken\s(?:dienst|uren|uurrooster|shift)\w*|\bgesplitste\s(?:dienst|uren|shift)\w*"
            r"|\bhoraires?\scoup[ée]s?|\bsplit\sshifts?",
        ),
        (
            (Shift.DAY,),
            r"\bdag(?:werk|ploeg|dienst|shift)\b|\bdaguren\b|\bkantooruren\b|\b(?:travail|[ée]quipe|horaire)\sde\sjour"
            r"|\bday\sshifts?|\boffice\shours\b",
        ),
        (
            (Shift.EARLY, Shift.LATE),
            r"\b(?:2|twee)[\s-]?ploegen\w*|\btwee\sploegen|\b2\s(?:shifts|pauses)|\b(?:two|2)[\s-]shift|\bdeux\s(?:[ée]quipes|pauses)"
            r"|\bvroege\sen\slate\b",
        ),
        (
            (Shift.EARLY, Shift.LATE, Shift.NIGHT),
            r"\b(?:3|drie)[\s-]?ploegen\w*|\bvolcontinu\w*|\b3\s(?:shifts|pauses)|\b(?:three|3)[\s-]shift|\btrois\s(?:[ée]quipes|pauses)",
        ),
    )
)
_FREE: Final = re.compile(r"\b(?:vrij(?:e)?|nooit|libres?|never|gesloten|ferm[ée]s?|free|off)\b", re.IGNORECASE)


def _shifts(text: str) -> Iterable[tuple[Shift, Span]]:
    for shifts, words in _SHIFTS:
        for found in words.finditer(text):
            before = text[max(0, found.start() - 25) : found.start()].rpartition("\n")[2]
            behind = text[found.end() : found.end() + 25].partition("\n")[0]
            if not _FREE.search(f"{before}{found.group()}{behind}"):
                for shift in shifts:
                    yield shift, Span(*found.span())


# Diploma and experience

_LEVELS: Final[tuple[tuple[EducationLevel, re.Pattern[str]], ...]] = tuple(
    (level, re.compile(words, re.IGNORECASE | re.VERBOSE))
    for level, words in (
        (
            EducationLevel.MASTER,
            r"(?<!scrum\s)(?<!toast)\bmaster(?:s|diploma|opleiding|degree|['’]s\sdegree)?\b(?!\s?(?:data|card|class|planning|of\b))"
            r"|\blicentiaat\b|\buniversitair(?:e)?\s(?:diploma|opleiding|niveau|denkniveau)|\bdipl[ôo]me\suniversitaire"
            r"|\buniversity\sdegree",
        ),
        (
            EducationLevel.BACHELOR,
            r"\b(?:professionele\s|academische\s)?bachelor(?:s|diploma|opleiding|niveau|degree|['’]s\sdegree)?\b"
            r"|\bbacheliers?\b|\bhogeschool(?:diploma|opleiding|niveau)\b|\bdiploma\shoger\sonderwijs|\bA1[\s-](?:diploma|niveau)",
        ),
        (EducationLevel.HIGHER_VOCATIONAL, r"\bgraduaat(?:s\w+)?\b|\bHBO[\s-]?5\b|\bgraduat\b|\bassociate\sdegree\b"),
        (
            EducationLevel.UPPER_SECONDARY,
            r"\b(?:hoger\s)?(?<!lager\s)(?<!lagere\s)(?:secundair|middelbaar)(?:\s(?:onderwijs|diploma|niveau|beroeps\w*))?\b"
            r"|\bhumaniora\b|\b(?:[ABKT]SO)\b(?![\s-]*(?:opvang|begeleid))|\bdiploma\sA2\b|\bA2[\s-](?:diploma|niveau)"
            r"|\bCESS\b|\bsecondaire\ssup[ée]rieur|\b(?:upper\s)?secondary\s(?:school|education|diploma)|\bhigh\sschool\sd\w+",
        ),
        (
            EducationLevel.LOWER_SECONDARY,
            r"\blager\ssecundair(?:\sonderwijs)?\b|\blagere\sgraad\b|\bsecondaire\sinf[ée]rieur|\blower\ssecondary\b",
        ),
    )
)
_DIPLOMA: Final = re.compile(
    r"diploma|getuigschrift|\bgraad|afgestudeerd|niveau|geschoold|studies?\b|studierichting|gelijkwaardig|\bbehaald|kwalificatie"
    r"|dipl[ôo]m|titulaire|certificat|degree|graduate|qualification"
    r"|(?:\been|\bun|\ba)\s(?:\w+\s)?(?:bachelor|master|graduaat|bachelier)|(?:bachelor|master|graduaat|bachelier)(?:diploma)?\s(?:in|en|of|ou|or)\b"
    r"|\b[ABKT]SO\b.{0,30}(?:richting|opleiding)|(?:opleiding|richting).{0,30}\b[ABKT]SO\b|A2\b",
    re.IGNORECASE,
)
_ANY_DIPLOMA: Final = re.compile(
    r"\b(?:diploma['’]?s?|dipl[ôo]mes?|degree|getuigschrift(?:en)?|vooropleiding|scholing)\b", re.IGNORECASE
)
_OR_EXPERIENCE: Final = re.compile(
    r"\b(?:of|ou|or)\s(?:\w+\s){0,3}(?:gelijkwaardig|ervaring|exp[ée]rience|[ée]quivalent)|gelijkwaardig\sdoor\servaring"
    r"|gelijkgesteld\sdoor\servaring",
    re.IGNORECASE,
)


def _education(text: str, cues: Cues) -> tuple[Found[EducationLevel], ...]:
    said: list[Found[EducationLevel]] = []
    for level, words in _LEVELS:
        for found in words.finditer(text):
            span = Span(*found.span())
            sentence = cues.sentence_of(span).of(text)
            if not _DIPLOMA.search(sentence):
                continue
            asking = cues.asking(span)
            if asking is not Asking.NOT_NEEDED:
                or_else = _OR_EXPERIENCE.search(sentence) is not None
                said.append(Found(level, span, is_required=asking is Asking.REQUIRED and not or_else))
    if said:
        asked = [one for one in said if one.is_required] or said
        return (min(asked, key=lambda one: (one.value.rank, one.span)),)
    for found in _ANY_DIPLOMA.finditer(text):
        span = Span(*found.span())
        if cues.asking(span) is Asking.NOT_NEEDED:
            return (Found(EducationLevel.NONE, span, is_required=True),)
    return ()


_COUNTED: Final = {
    word: number
    for number, words in enumerate(
        (
            (),
            ("een", "één", "1", "un", "une", "one"),
            ("twee", "deux", "two"),
            ("drie", "trois", "three"),
            ("vier", "quatre", "four"),
            ("vijf", "cinq", "five"),
            ("zes", "six"),
            ("zeven", "sept", "seven"),
            ("acht", "huit", "eight"),
            ("negen", "neuf", "nine"),
            ("tien", "dix", "ten"),
        )
    )
    for word in words
}
_YEARS: Final = rf"(?<![\d,.])(\d{{1,2}}|{'|'.join(word for word in _COUNTED if not word.isdigit())})(?:\s?(?:-|–|à|tot|to|of)\s?\d{{1,2}})?\s?\+?\s?(?:jaar|jaren|jr\.?|ans?|ann[ée]es?|years?)"  # noqa: E501
_EXPERIENCE: Final = re.compile(
    rf"\b{_YEARS}\b['’]?(?:\s(?!geleden|oud)[\w'’/-]+){{0,4}}?\s?\w*(?:ervaring|d['’]exp[ée]rience|exp[ée]rience)"
    rf"|\b(?:\w*ervaring|exp[ée]rience)(?:\s(?:van|d['’]au|de|of|met|hebt|in)?\s?[\w'’.]+){{0,3}}?\s{_YEARS}\b",
    re.IGNORECASE,
)
_NO_EXPERIENCE: Final = re.compile(r"\b\w*ervaring\b|\bexp[ée]rience\b", re.IGNORECASE)
_OF_THE_COMPANY: Final = re.compile(
    r"\b(?:ons|onze|wij|we|bedrijf|firma|team|organisatie|notre|nous|entreprise|our|company|sinds|depuis|since)\b",
    re.IGNORECASE,
)
_ASKING_FOR: Final = re.compile(
    r"\b(?:zoeken|vragen|verwachten|willen|cherchons|demandons|recherchons|looking|expect|je|jij|u|vous|you)\b",
    re.IGNORECASE,
)
MOST_YEARS: Final = 15


def _experience(text: str, cues: Cues) -> tuple[Found[int], ...]:
    for sentence in cues.sentences:
        words = text[sentence.start : sentence.end]
        if "rvaring" not in words.casefold() and "xp" not in words.casefold():
            continue
        is_of_company = _OF_THE_COMPANY.search(words) and not _ASKING_FOR.search(words)
        for found in _EXPERIENCE.finditer(words):
            number = (found[1] or found[2] or "").casefold()
            years = int(number) if number.isdecimal() else _COUNTED[number]
            span = Span(sentence.start + found.start(), sentence.start + found.end())
            asking = cues.asking(span)
            if years <= MOST_YEARS and not is_of_company and asking is not Asking.NOT_NEEDED:
                return (Found(years, span, is_required=asking is Asking.REQUIRED),)
    for found in _NO_EXPERIENCE.finditer(text):
        span = Span(*found.span())
        if cues.asking(span) is Asking.NOT_NEEDED:
            return (Found(0, span, is_required=True),)
    return ()
