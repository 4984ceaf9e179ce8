"""How a text asks something: required, welcome, or explicitly not needed; by the words around it, in nl, fr and en."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Final

from arbeidspact.taxonomy.understanding.values import Span

LONGEST_SENTENCE: Final = 500
"""A "sentence" without an end is cut here, so that no rule has to look further."""


class Asking(Enum):
    """How is something asked?"""

    REQUIRED = "required"
    WELCOME = "welcome"
    NOT_NEEDED = "not_needed"


_WELCOME: Final = re.compile(
    r"""\b(?:
    (?:een|'n)\s(?:(?:grote|mooie|echte|dikke|duidelijke|serieuze|extra|leuke)\s)?
      (?:plus(?:punt)?|meerwaarde|troef|voordeel|bonus|pr[ée]|aanrader) | pluspunt(?:en)? | troeven | voordelen
    | mooi\smeegenomen | bij\svoorkeur | liefst | idealiter | (?:zeer\s)?(?:wenselijk|gewenst|welkom) | optioneel
    | strekt\stot\saanbeveling | nice[\s-]to[\s-]haves? | pr[ée]
    | (?:un|une|de\sr[ée]els)\s(?:(?:gros|grand|r[ée]el|s[ée]rieux|v[ée]ritable)\s)?(?:atouts?|plus|avantages?)
    | atouts? | constitue(?:nt)?\sun\satout | souhait[ée](?:e|s|es)? | de\spr[ée]f[ée]rence | id[ée]alement
    | appr[ée]ci[ée](?:e|s|es)? | serait\sun | bienvenue?s?
    | an?\s(?:(?:big|real|strong|definite|huge)\s)?(?:plus|asset|advantage|bonus) | prefer(?:red|ably) | desirable
    | ideally | would\sbe\snice | not\srequired\sbut | welcome
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_REQUIRED: Final = re.compile(
    r"""\b(?:vereist(?:en)? | verplicht | noodzakelijk | must(?:[\s-]haves?)? | nodig | onontbeerlijk | voorwaarde(?:n)?
    | essentieel | onmisbaar | exig[ée](?:e|s|es)? | requis(?:e|es)? | obligatoires? | indispensables?
    | n[ée]cessaires? | imp[ée]rati(?:f|ve|vement) | required | essential | mandatory | needed | necessary | must
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_NOT_NEEDED: Final = re.compile(
    r"""\b(?:
    (?:niet|geen)\s(?:(?:per\sse|altijd|echt|een|strikt|absoluut)\s){0,2}
      (?:nodig|vereiste?|verplicht|noodzakelijk|must|noodzaak|voorwaarde|belangrijk|van\sbelang|doorslaggevend)
    | hoeft?\s(?:dus\s|echt\s)?(?:niet|geen) | hoef\sje\s(?:niet|geen) | hoeven\s(?:niet|geen) | speelt\sgeen\srol
    | ongeacht | maakt\sniet\suit
    | (?:pas|non|ni)\s(?:requis(?:e|es)? | exig[ée](?:e|s|es)? | n[ée]cessaires? | obligatoires? | indispensables?)
    | not\s(?:required|needed|necessary|essential|mandatory|a\smust)
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_WITHOUT: Final = re.compile(
    r"\b(?:geen|zonder|noch|pas\sd[e'’]|pas\sbesoin\sd[e'’]|aucune?|sans|no|without)"
    r"(?:\s*(?:enkele?|specifieke?|extra|any)\b)?"
    r"[\s'’]*(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
# "no problem", "no fear of": what is refused is not what follows.
_NOT_REFUSED: Final = re.compile(
    r"probleem|bezwaar|schrik|angst|hoogtevrees|problem|fear|probl[èe]me|peur", re.IGNORECASE
)
_HAVING: Final = re.compile(
    r"""\b(?:(?:je|jij|u|vous|tu|you)\s(?:\w+\s)?
      (?:hebt|heb|heeft|bent|beschikt|bezit|spreekt|kan|kunt|kent|beheerst|communiceert|schrijft|behaalde|werkt
      |avez|as|disposez|poss[ée]dez|parlez|ma[îi]trisez|[êe]tes|have|hold|speak|are|possess)
    | (?:heb|ben|beschik|bezit|spreek|ken|beheers|communiceer)\sje | (?:hebt|beschikt|spreekt)\su )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_REFERS_BACK: Final = re.compile(
    r"^[\s,–—-]*(?:(?:dat|dit|wat|deze|die|ce\squi|c['’]est|which|that|this)\b|(?:maar|mais|but)\s(?:is\s)?"
    r"(?:dat\sis\s|dit\sis\s|c['’]est\s)?(?:wel\s)?"
    r"(?:een|'n|mooi|un|a|an|strekt|gewenst|wenselijk|souhait)\b)",
    re.IGNORECASE,
)
# "French, English or German is a plus": the last part of a list ends it, and begins nothing new.
_ENDS_LIST: Final = re.compile(
    r"^[\s,]*(?!kennis|ervaring|rijbewijs|een\s|connaissance|exp[ée]rience|permis|knowledge|experience|driv)"
    r".{0,60}\b(?:of|en|or|and|ou|et)\s",
    re.IGNORECASE | re.DOTALL,
)
_ENDS: Final = re.compile(r"[.!?](?=\s|$)|[\n;•▪●◦·✓✔➤►]|\s[-–—*]\s")
_CUTS: Final = re.compile(r",?\s*\b(?:maar|mais|but)\b|,|\s[-–—]\s|\((?=.{0,60}\))", re.IGNORECASE)
_HEADING: Final = re.compile(
    r"\b(?:profiel|vereisten?|voorwaarden|aanbod|bieden|functie|taken|takenpakket|jouw|wie|wat|solliciter|contact"
    r"|over ons|profil|offr|t[âa]ches|exigences|postuler|profile|requirements|offer|responsibilities|about|apply"
    r"|must.haves?)",
    re.IGNORECASE,
)
_LONGEST_HEADING: Final = 60


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    is_under_welcome: bool


class Cues:
    """What the words of one text say of how each of its places is asked. Cost: linear in the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.sentences = tuple(_sentences(text))

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def asking(self, span: Span) -> Asking:
        """How is what stands here asked? Required, when no word says otherwise.

        The part of the sentence around the place counts first, then what follows it (a list ends with its cue: "French,
        English or German is a plus"), then what introduces it ("A plus: ..."), then the heading above it.
        """
        sentence = self._sentence_at(span.start)
        if sentence is None:
            return Asking.REQUIRED
        parts = list(_parts(self.text, sentence))
        here = next((at for at, part in enumerate(parts) if part[0] <= span.start < part[1]), 0)
        own = self._said(parts[here], span)
        if own is None or own is Asking.NOT_NEEDED:
            own = self._said_back(parts, here) or own
        if own is None and not _HAVING.search(self.text[slice(*parts[here])]):
            own = self._said_after(parts, here)
            if own is None and here and self.text[slice(*parts[0])].find(":") >= 0:
                own = self._said(parts[0], None)
        if own is not None:
            return own
        return Asking.WELCOME if sentence.is_under_welcome else Asking.REQUIRED

    def is_required(self, span: Span) -> bool:
        """Is what stands here required, rather than welcome or not needed?"""
        return self.asking(span) is Asking.REQUIRED

    def sentence_of(self, span: Span) -> Span:
        """The sentence in which this place begins."""
        found = self._sentence_at(span.start)
        return Span(found.start, max(found.end, span.end)) if found is not None else span

    def _sentence_at(self, place: int) -> _Sentence | None:
        at = bisect_right(self._starts, place) - 1
        return self.sentences[at] if at >= 0 else None

    def _said_back(self, parts: list[tuple[int, int]], here: int) -> Asking | None:
        """What the next part says of this one: ", which is a plus"."""
        if here + 1 < len(parts) and _REFERS_BACK.match(self.text[slice(*parts[here + 1])]):
            return self._said(parts[here + 1], None)
        return None

    def _said_after(self, parts: list[tuple[int, int]], here: int) -> Asking | None:
        """The cue with which the list ends that this part belongs to, unless somebody does something before it."""
        for part in parts[here + 1 :]:
            said = self._said(part, None)
            if said is not None:
                is_of_list = _ENDS_LIST.match(self.text[slice(*part)]) is not None
                return said if said is Asking.WELCOME and is_of_list else None
            if _HAVING.search(self.text[slice(*part)]):
                return None
        return None

    def _said(self, part: tuple[int, int], span: Span | None) -> Asking | None:
        words = self.text[part[0] : part[1]]
        if _NOT_NEEDED.search(words):
            return Asking.NOT_NEEDED
        if span is not None:
            before = _WITHOUT.search(self.text[part[0] : span.start])
            if before and not _NOT_REFUSED.search(before.group()):
                return Asking.NOT_NEEDED
        if _WELCOME.search(words):
            return Asking.WELCOME
        return Asking.REQUIRED if _REQUIRED.search(words) else None


def _sentences(text: str) -> Iterator[_Sentence]:
    """The sentences and lines of a text; those under a heading such as "A plus:" know that they are."""
    is_under_welcome = False
    for start, end in _pieces(text):
        words = text[start:end].strip()
        line_end = text.find("\n", start)
        line = text[text.rfind("\n", 0, start) + 1 : len(text) if line_end < 0 else line_end].strip()
        is_whole_line = words.rstrip(" :") == line.rstrip(" :.!?")
        if is_whole_line and len(words) <= _LONGEST_HEADING:
            cue = _WELCOME.search(words)
            alone = cue is not None and len(words.split()) <= len(cue.group().split()) + 3
            if alone and (line.endswith(":") or len(words.split()) <= 4):
                is_under_welcome = True
            elif line.endswith((":", "?")) or (_HEADING.search(words) and len(words.split()) <= 5):
                is_under_welcome = False
        yield _Sentence(start, end, is_under_welcome)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in [*_ENDS.finditer(text), None]:
        end = len(text) if found is None else found.start()
        while end - start > LONGEST_SENTENCE:
            cut = text.rfind(" ", start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE)
            cut = cut if cut > 0 else start + LONGEST_SENTENCE
            yield start, cut
            start = cut
        if text[start:end].strip():
            yield start, end
        start = len(text) if found is None else found.end()


def _parts(text: str, sentence: _Sentence) -> Iterator[tuple[int, int]]:
    start = sentence.start
    for found in _CUTS.finditer(text, sentence.start, sentence.end):
        yield start, found.start()
        start = found.start()
    yield start, sentence.end
