"""From a CV or a told story to a profile: occupations, competences, languages, licences, the highest diploma."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from arbeidspact.organisations.vocabulary import current_reader, current_taxonomy
from arbeidspact.proposals.models import HowFound, ProposalKind
from arbeidspact.proposals.proposed import Other, Proposed
from arbeidspact.taxonomy import ConceptKind
from arbeidspact.taxonomy.exceptions import TextProblem
from arbeidspact.taxonomy.folding import fold
from arbeidspact.taxonomy.scales import CefrLevel, EducationLevel
from arbeidspact.taxonomy.understanding import Reader, Reading, TitleReadings
from arbeidspact.taxonomy.understanding.cues import Asking, Cues
from arbeidspact.taxonomy.understanding.requirements import requirements_in
from arbeidspact.taxonomy.understanding.values import How, Span
from arbeidspact.taxonomy.understanding.words import Word, words_of

PROFILE_KINDS: Final = (
    ProposalKind.OCCUPATION,
    ProposalKind.COMPETENCE,
    ProposalKind.LANGUAGE,
    ProposalKind.LICENCE,
    ProposalKind.EDUCATION,
)
"""What a profile has a place for."""
MOST_LINES: Final = 30
MOST_OCCUPATIONS: Final = 15
MOST_DOUBTS: Final = 20
LEAST_DOUBT: Final = 0.15
LEAST_COMPETENCE: Final = 0.12
OTHERS: Final = 5
_LONGEST_NAME: Final = 6
_SHORTEST_NAME: Final = 3
_LONGEST_LINE_WORDS: Final = 7

_AS: Final = re.compile(
    r"\b(?:als|as(?:\san?)?|comme|en\stant\sque?|functie|beroep|fonction|poste|position)\s*:?\s+"
    r"(?P<title>[^\n\t.,;:!?()|]{3,70}?)"
    r"(?=[\n\t.,;:!?()|]|\s(?:bij|in|op|te|voor|van|met|en|waar|die|dat|at|for|with|and|where|chez|dans|pour|et|à)\s|$)",
    re.IGNORECASE,
)
_PART: Final = re.compile(r"[^\n\t,;|()•▪●/]+")
_EDGES: Final = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_EDUCATED: Final = re.compile(
    r"diplom|secundair|middelbaar|bachelor|master|graduaat|onderwijs|getuigschrift|studie|universi|hogeschool|school"
    r"|degree|licenti|secondaire|supérieur|études|\b[abt]so\b|\bbso\b|\btso\b|\bkso\b|\ba[123]\b",
    re.IGNORECASE,
)
_HEADING: Final = re.compile(
    r"\W*(?:curriculum(?:\svitae)?|cv|profiel|(?:werk|beroeps)?ervaring|opleiding(?:en)?|vorming|talen(?:kennis)?|hobby['’]?s"
    r"|vaardigheden|competenties|interesses|referenties|persoonlijke\sgegevens|personalia|contact(?:gegevens)?|rijbewijs"
    r"|diploma['’]?s|exp[ée]riences?(?:\sprofessionnelles?)?|formations?|langues|comp[ée]tences|loisirs|profil|coordonn[ée]es"
    r"|work\sexperience|education|languages|skills|hobbies|interests|references|profile|personal\sdetails)\W*$",
    re.IGNORECASE,
)
# A name of an occupation that is also half of many others says little on its own.
_SAYS_LITTLE: Final = re.compile(
    "medewerk(?:st)?er|arbeid(?:st)?er|helper|hulp|bediende|assistente?|stagiaire?|student|chef|manager|operator|"
    "verantwoordelijke|vrijwilliger|zelfstandige|employee?|ouvrier|worker|assistant"
)
_SAID_BETTER: Final = (ProposalKind.LANGUAGE,)
_LIST_SIGN: Final = re.compile(r"[,:;\t|•▪●]")
_PAPER: Final = "Diploma "
_A_LITTLE: Final = re.compile(r"(?:beetje|un\speu(?:\sde)?|a\s(?:little|bit(?:\sof)?))\s*$", re.IGNORECASE)
_HOW_WELL: Final = re.compile(
    r"\bB1\b|goede?|voldoende|behoorlijk|redelijk|bien|bonne|suffisant|good|sufficient|intermediate|working",
    re.IGNORECASE,
)


def person_proposals(text: str, language: str | None, reader: Reader | None = None) -> list[Proposed]:
    """What may this text say of the person whom it is about?

    Arguments: `text`, plain; `reader`, that of the taxonomy in force when None. Returns: in the order of the text.
    """
    reader = reader or current_reader()
    cues = Cues(text)
    ruled = [*_spoken(text, language, cues), *_held(text, language), *_learnt(text, language)]
    occupations = [one for one in _occupations(text, language, reader, cues) if not _over(one, ruled)]
    taken = [(one.start, one.end) for one in occupations]
    competences = [
        one
        for one in _competences(text, language, reader, cues)
        # The words of an occupation say what the work is called, not what somebody can do.
        if not any(start <= one.start and one.end <= end for start, end in taken)
        and not _over(one, ruled if not one.is_confident else [rule for rule in ruled if rule.kind in _SAID_BETTER])
        and not _HEADING.match(_line(text, one.start))
    ]
    return sorted([*ruled, *occupations, *competences], key=lambda one: (one.start, one.kind))


def _over(one: Proposed, others: Sequence[Proposed]) -> bool:
    """Do its words lie over those of one of the others?"""
    return any(other.start < one.end and one.start < other.end for other in others)


def _line(text: str, at: int) -> str:
    """The line that this place is in."""
    return text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0]


# Competences


def _competences(text: str, language: str | None, reader: Reader, cues: Cues) -> list[Proposed]:
    """Each competence once, where it is likeliest: all that are sure, and the likeliest of the others.

    A CV lists what somebody did between commas: each piece is read by itself.
    """
    found: dict[str, Proposed] = {}
    for phrase in reader.competences_in(_LIST_SIGN.sub("\n", text), language, limit=OTHERS + 1):
        best = phrase.readings[0]
        if cues.asking(phrase.span) is Asking.NOT_NEEDED or not (phrase.is_confident or best.score >= LEAST_COMPETENCE):
            continue
        one = _concept(ProposalKind.COMPETENCE, phrase.readings, phrase.is_confident)
        # Two letters are a word of another language sooner than a skill: "ai" in French.
        if one.end - one.start < _SHORTEST_NAME:
            continue
        if one.value not in found or found[one.value].score < one.score:
            found[one.value] = one
    doubts = sorted((one for one in found.values() if not one.is_confident), key=lambda one: -one.score)
    return [*(one for one in found.values() if one.is_confident), *doubts[:MOST_DOUBTS]]


def _concept(kind: ProposalKind, readings: Sequence[Reading], is_confident: bool, offset: int = 0) -> Proposed:
    """The best of these readings, with the others beside it. `offset`: where the text that was read begins."""
    best = readings[0]
    places = tuple((span.start + offset, span.end + offset) for span in best.words)
    return Proposed(
        kind,
        best.concept_id,
        min(start for start, _end in places),
        max(end for _start, end in places),
        HowFound(best.how.value),
        label=best.label,
        score=best.score,
        is_confident=is_confident,
        places=places,
        others=tuple(Other(one.concept_id, one.label, one.score) for one in readings[1:])[:OTHERS],
    )


# Occupations


def _occupations(text: str, language: str | None, reader: Reader, cues: Cues) -> list[Proposed]:
    """Each occupation once: those named in the text, then what a line or "worked as" may mean."""
    found: dict[str, Proposed] = {}
    named = _named(text)
    for span, (concept, label) in named:
        if _SAYS_LITTLE.fullmatch(fold(label)) or _EDUCATED.search(cues.sentence_of(span).of(text)):
            continue
        named_so = Reading(concept, ConceptKind.OCCUPATION, label, language or "nl", 1.0, How.NAME, (span,))
        found.setdefault(concept, _concept(ProposalKind.OCCUPATION, [named_so], is_confident=True))
    covered = [span for span, _concept in named]
    for span, is_told in _titles(text):
        if any(span.start < other.end and other.start < span.end for other in covered):
            continue
        if _EDUCATED.search(cues.sentence_of(span).of(text)) or _HEADING.match(_line(text, span.start)):
            continue
        readings = _read(reader, span.of(text), language)
        if not readings.readings:
            continue
        best = readings.readings[0]
        if readings.is_confident or (is_told and best.score >= LEAST_DOUBT):
            one = _concept(ProposalKind.OCCUPATION, readings.readings, readings.is_confident, span.start)
            found.setdefault(best.concept_id, one)
    return list(found.values())[:MOST_OCCUPATIONS]


def _read(reader: Reader, title: str, language: str | None) -> TitleReadings:
    try:
        return reader.normalise_title(title, language or "nl", limit=OTHERS + 1)
    except TextProblem:
        return TitleReadings((), is_confident=False)


def _named(text: str) -> list[tuple[Span, tuple[str, str]]]:
    """Names of occupations that stand in the text as they are, the longest first where they lie over each other."""
    names, words = _names(current_taxonomy().version), words_of(text)
    found: list[tuple[Span, tuple[str, str]]] = []
    at = 0
    while at < len(words):
        length = next((n for n in range(_LONGEST_NAME, 0, -1) if _folded(text, words, at, n) in names), 0)
        if length:
            span = Span(words[at].span.start, words[at + length - 1].span.end)
            found.append((span, names[_folded(text, words, at, length)]))
        at += length or 1
    return found


def _folded(text: str, words: Sequence[Word], at: int, length: int) -> str:
    """So many words from here as one name; empty where a sentence or a line ends between them."""
    if at + length > len(words):
        return ""
    run = words[at : at + length]
    for one, other in itertools.pairwise(run):
        if text[one.span.end : other.span.start].strip(" -/'’"):
            return ""
        if "\n" in text[one.span.end : other.span.start]:
            return ""
    return " ".join(word.folded for word in run)


@lru_cache(maxsize=2)
def _names(version: str) -> Mapping[str, tuple[str, str]]:  # noqa: ARG001
    """Every name of an occupation as it is compared, with the occupation and the name as it is written."""
    preferred: dict[str, tuple[str, str]] = {}
    others: dict[str, tuple[str, str]] = {}
    for concept in current_taxonomy().concepts(ConceptKind.OCCUPATION):
        for names in concept.labels.values():
            if names.preferred is not None:
                preferred.setdefault(fold(names.preferred), (concept.id, names.preferred))
            for name in names.alternatives:
                others.setdefault(fold(name), (concept.id, name))
    return {folded: found for folded, found in {**others, **preferred}.items() if len(folded) >= _SHORTEST_NAME}


def _titles(text: str) -> Iterator[tuple[Span, bool]]:
    """Where an occupation may be named in other words, and whether it is said to be one ("worked as")."""
    for told in _AS.finditer(text):
        yield _bare(text, *told.span("title")), True
    lines = 0
    for part in _PART.finditer(text):
        span = _bare(text, *part.span())
        count = len(span.of(text).split())
        if 1 <= count <= _LONGEST_LINE_WORDS and span.end - span.start > _SHORTEST_NAME and _is_line(text, span):
            lines += 1
            if lines > MOST_LINES:
                return
            yield span, False


def _is_line(text: str, span: Span) -> bool:
    """Does it stand apart, as in a CV, and not in the middle of a sentence?"""
    before, after = text[: span.start].rpartition("\n")[2], text[span.end :].partition("\n")[0]
    return len(f"{before}{after}".split()) <= _LONGEST_LINE_WORDS and not after.rstrip().endswith((".", "!", "?"))


def _bare(text: str, start: int, end: int) -> Span:
    """This place without what is no letter at its edges: dates, bullets."""
    words = text[start:end]
    lead = _EDGES.match(words)
    if lead is not None and lead.start() == 0:
        start += lead.end()
    tail = re.search(r"[\W\d_]+$", text[start:end])
    return Span(start, start + tail.start() if tail is not None else max(start, end))


# Rules


def _rule(kind: ProposalKind, value: str, span: Span, *, is_confident: bool = True) -> Proposed:
    place = ((span.start, span.end),)
    return Proposed(kind, value, span.start, span.end, HowFound.RULE, is_confident=is_confident, places=place)


def _spoken(text: str, language: str | None, cues: Cues) -> Iterator[Proposed]:
    """Languages with their level; not sure where the text does not say how well."""
    for one in requirements_in(text, language).languages:
        level, span = one.value.level, one.span
        sentence = cues.sentence_of(span).of(text)
        if _A_LITTLE.search(text[max(0, span.start - 20) : span.start]):
            yield _rule(ProposalKind.LANGUAGE, f"{one.value.language}:{CefrLevel.A2}", span, is_confident=False)
            continue
        is_said = level is not CefrLevel.B1 or _HOW_WELL.search(sentence) is not None
        yield _rule(ProposalKind.LANGUAGE, f"{one.value.language}:{level}", span, is_confident=is_said)


def _held(text: str, language: str | None) -> Iterator[Proposed]:
    for one in requirements_in(text, language).licences:
        yield _rule(ProposalKind.LICENCE, one.value, one.span)


def _learnt(text: str, language: str | None) -> list[Proposed]:
    """The highest diploma that a line names: a vacancy asks the lowest that will do, a person has the highest."""
    best: tuple[EducationLevel, Span] | None = None
    for line in re.finditer(r"[^\n]+", text):
        if not _EDUCATED.search(line.group()):
            continue
        # In a CV the name of a school stands by itself: what it is, the line does not say.
        lead = _PAPER if len(line.group().split()) <= _LONGEST_LINE_WORDS else ""
        for one in requirements_in(lead + line.group(), language).education:
            start, end = (line.start() - len(lead) + place for place in (one.span.start, one.span.end))
            if (best is None or one.value > best[0]) and start >= line.start():
                best = one.value, Span(start, end)
    return [] if best is None else [_rule(ProposalKind.EDUCATION, best[0].value, best[1])]
