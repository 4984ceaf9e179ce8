"""Which languages a text asks, and how well: the lowest level that its words allow."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Final

from arbeidspact.taxonomy.scales import CefrLevel
from arbeidspact.taxonomy.understanding.cues import Cues
from arbeidspact.taxonomy.understanding.values import Span


@dataclass(frozen=True, slots=True)
class LanguageLevel:
    """A language by its code of ISO 639, and the level from which it will do."""

    language: str
    level: CefrLevel


USUAL_LEVEL: Final = CefrLevel.B1
"""Where a text asks a language and does not say how well: an ordinary conversation at work."""

_NAMES: Final = {
    "nl": "nederlands(?:talig)?e? néerlandais(?:e|es)? neerlandais dutch vlaams flamand flemish",
    "fr": "frans(?:talig)?e? français(?:e|es)? francais french francophone",
    "en": "engels(?:talig)?e? anglais(?:e|es)? english",
    "de": "duits(?:talig)?e? allemand(?:e|es)? german",
    "es": "spaans espagnol(?:e)? spanish",
    "it": "italiaans italien(?:ne)? italian",
    "pt": "portugees portugais(?:e)? portuguese",
    "tr": "turks turc turque turkish",
    "ar": "arabisch arabe arabic",
    "pl": "pools polonais(?:e)? polish",
    "ro": "roemeens roumain(?:e)? romanian",
    "bg": "bulgaars bulgare bulgarian",
    "ru": "russisch russe russian",
    "uk": "oekra[iï]ens ukrainien(?:ne)? ukrainian",
    "zh": "chinees mandarijn chinois(?:e)? chinese mandarin",
    "sq": "albanees albanais(?:e)? albanian",
    "fa": "perzisch farsi dari persan persian",
    "ps": "pasjtoe pashto",
    "so": "somalisch somali",
    "ti": "tigrinya",
    "ku": "koerdisch kurde kurdish",
    "hu": "hongaars hongrois(?:e)? hungarian",
    "sk": "slowaaks slovaque slovak",
    "cs": "tsjechisch tchèque czech",
    "el": "grieks grec grecque greek",
    "ur": "urdu",
    "vgt": r"vlaamse\sgebarentaal langue\sdes\ssignes\sflamande flemish\ssign\slanguage",
}
_CODE_OF: Final = [
    (re.compile(rf"(?:{names.replace(' ', '|')})", re.IGNORECASE), code) for code, names in _NAMES.items()
]
# A language named before another word is its adjective: "Italian restaurant", "French customers".
_LANGUAGE: Final = re.compile(
    r"(?<![\w@.])(?:" + "|".join(names.replace(" ", "|") for names in _NAMES.values()) + r")(?![\w@])", re.IGNORECASE
)
_SHORT: Final = {
    "NL": "nl",
    "FR": "fr",
    "EN": "en",
    "ENG": "en",
    "DE": "de",
    "DU": "de",
    "D": "de",
    "F": "fr",
    "N": "nl",
    "E": "en",
}
_SHORT_LIST: Final = re.compile(r"(?<![\w/])(?:NL|FR|ENG?|DE|DU)(?:\s?[/,&+-]\s?(?:NL|FR|ENG?|DE|DU)){1,3}(?![\w/])")
_TALKING: Final = re.compile(
    r"kennis|spree?k|behelp|\btaal|\btalen|talig|vlot|vloeiend|beheers|notie|schrift|monde?ling|woordje|begrijp|communic|versta"
    r"|\blees|schrijf|\bniveau\b|moedertaal|native|uitdrukken|machtig|\b[ABC][12]\b|kunnen\s\w+\sin\s"
    r"|conna(?:is|ît)|ma[îi]tris|parl|langue|bilingue|trilingue|courant|[ée]crit|oral|notions|communiqu|comprend"
    r"|knowledge|speak|fluen|language|proficien|bilingual|command\sof|spoken|written|understand",
    re.IGNORECASE,
)
_LEVELS: Final[tuple[tuple[CefrLevel, str], ...]] = (
    (CefrLevel.C2, r"moedertaal(?:spreker|niveau)?|native(?:\sspeaker)?|langue\smaternelle|mother\stongue"),
    (
        CefrLevel.C1,
        r"perfecte?|uitstekende?|uitmuntende?|foutlo(?:os|ze)|vlekkelo(?:os|ze)|vloeiende?|grondige?|doorgedreven"
        r"|twee-?talig\w*|drie-?talig\w*|parfaite?(?:ment)?|excellente?|bilingue|trilingue|courant|couramment|ma[îi]trise\sparfaite"
        r"|fluent(?:ly)?|excellent|perfect|proficien(?:t|cy)|bilingual|native-level",
    ),
    (
        CefrLevel.B2,
        r"(?:zeer|heel|erg)\s(?:goede?|vlot(?:te)?)|vlot(?:te)?|goede?\sbeheersing|tr[èe]s\sbonnes?|tr[èe]s\sbien|very\sgood|strong"
        r"|advanced",
    ),
    (
        CefrLevel.B1,
        r"goede?|voldoende|behoorlijke?|verstaanbaar|bonnes?|bien|suffisantes?|good|sufficient|working|intermediate"
        r"|redelijke?|degelijke?|praktische",
    ),
    (
        CefrLevel.A2,
        r"noties?|basis(?:kennis|niveau)?|beperkte?|een\swoordje|een\smondje|elementaire?|notions?|de\sbase|[ée]l[ée]mentaires?"
        r"|basic|elementary|limited|some|wat|te\sbehelpen|behelpen",
    ),
)
_LEVEL: Final = re.compile(
    r"(?<![\w])(?:(?P<cefr>[ABC][12])\b|"
    + "|".join(f"(?P<{level.value}>{words})(?!\\w)" for level, words in _LEVELS)
    + ")",
    re.IGNORECASE,
)
_FOLLOWS: Final = re.compile(
    r"^[\s:(=–-]*(?:(?:op|au|at|van|met|een|is|taalniveau|niveau|level|minstens|minimum|min\.?|spreek|spreekt|je|u|en|schrijf|"
    r"beheers|ten\sminste|minimaal|kennis|taal|:)[\s:(]*){0,5}$",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(
    r"^[\s:]*(?:(?:kennis|beheersing|van|het|de|in|mondelinge?|schriftelijke?|en|of|connaissances?|ma[îi]trise|du|des|d['’]|l['’]"
    r"|la|le|parl[ée]e?s?|[ée]crite?s?|knowledge|command|of|spoken|written|both|and|spreken|schrijven|taalkennis|gesproken"
    r"|geschreven|zowel|als)[\s:]*){0,7}$",
    re.IGNORECASE,
)
_USING_IT: Final = re.compile(
    r"(?:spre(?:ken|ekt?)|begrijpen|verstaan|schrijven|lezen|kennen|kennis|beheersen|mondelinge?|schriftelijke?|gesproken"
    r"|geschreven|communiceren|zich|uitdrukken|taal|taalkennis|in|het|de|van|een|en"
    r"|speak(?:ing)?|spoken|understand|writ(?:e|ing|ten)|read(?:ing)?|verbally|interact|communicate|knowledge|language|of|the"
    r"|and|parler|parlée?|comprendre|écri(?:re|te?)|lire|oral(?:ement)?|communiquer|exprimer|connaissance|langue|maîtriser"
    r"|le|la|du|[dls])",
    re.IGNORECASE,
)
_ANEW: Final = re.compile(r",.*\b(?:kennis|connaissance|knowledge)\b", re.IGNORECASE | re.DOTALL)
# "French is an asset", with nothing else in the sentence.
_ARTICLE: Final = re.compile(r"[\W_]*(?:le|la|l|het)?[\W_]*", re.IGNORECASE)
_IS_ASKED: Final = re.compile(
    r"\s(?:is|est|vormt|constitue)\s(?:(?:een|'n|un|une|an?)\s)?(?:\w+\s)?"
    r"(?:plus|pluspunt|troef|meerwaarde|voordeel|must|vereist|vereiste|noodzakelijk|nodig|verplicht|wenselijk|gewenst"
    r"|atout|avantage|requis|exig[ée]|indispensable|souhait[ée]|asset|advantage|required|essential|necessary)\W*",
    re.IGNORECASE,
)
_OR: Final = re.compile(r"\b(?:of|ou|or)\b", re.IGNORECASE)
_LINK: Final = re.compile(
    r"[\s)]*(?:,|/|,?\s*\b(?:en/|et/|and/)?(?:of|ou|or)\b)\s*(?:(?:het|le|la|een|goede?|vlot|some|good|basic)\s+){0,2}(?:l['’])?",
    re.IGNORECASE,
)
_MOTHER_TONGUE: Final = re.compile(r"\b(?:native\sspeaker|moedertaalspreker|locuteur\snatif)\b", re.IGNORECASE)


def languages_asked(text: str, cues: Cues, language: str | None) -> Iterator[tuple[LanguageLevel, Span]]:
    """Each mention of a language that is asked, with its level and the words.

    Arguments: `language`, of the text: what a native speaker speaks where none is named.
    """
    for sentence in cues.sentences:
        words = text[sentence.start : sentence.end]
        named = [*_named(words), *_short(words)]
        if named and _is_talk(text, sentence.start, words, named):
            yield from _with_levels(sentence.start, words, sorted(named))
        elif language and not named and (speaker := _MOTHER_TONGUE.search(words)):
            place = Span(sentence.start + speaker.start(), sentence.start + speaker.end())
            yield LanguageLevel(language, CefrLevel.C2), place


def one_of_them(text: str, places: Sequence[Span]) -> frozenset[Span]:
    """Which of these places of languages stand in a list of which one will do, such as "French or English"?"""
    chosen: set[Span] = set()
    run: list[Span] = []
    for place, following in zip_longest(places, places[1:]):
        run.append(place)
        link = _LINK.fullmatch(text[place.end : following.start]) if following is not None else None
        if link is None:
            chosen.update(run if any(_OR.search(text[a.end : b.start]) for a, b in pairwise(run)) else ())
            run = []
    return frozenset(chosen)


def language_named(name: str) -> str | None:
    """Which language does this name of a competence mean, and nothing beside it, such as "Frans" or "speak French"?

    Returns: its code of ISO 639; None for anything else, such as "klanten in het Frans te woord staan".
    """
    named = list(_named(name))
    others = re.findall(r"\w+", _LANGUAGE.sub(" ", name))
    return named[0][2] if len(named) == 1 and all(map(_USING_IT.fullmatch, others)) else None


def _named(words: str) -> Iterator[tuple[int, int, str]]:
    for found in _LANGUAGE.finditer(words):
        yield found.start(), found.end(), next(code for names, code in _CODE_OF if names.fullmatch(found.group()))


def _short(words: str) -> Iterator[tuple[int, int, str]]:
    for found in _SHORT_LIST.finditer(words):
        for one in re.finditer(r"[A-Z]+", found.group()):
            yield found.start() + one.start(), found.start() + one.end(), _SHORT[one.group()]


def _is_talk(text: str, start: int, words: str, named: list[tuple[int, int, str]]) -> bool:
    """Is this about languages to know? A first name and a cuisine are called after languages too."""
    if _TALKING.search(words) or len({code for _start, _end, code in named}) > 1 or _alone(words, named):
        return True
    line = text.rfind("\n", 0, max(0, start - 1))
    return (
        re.search(r"\b(?:talen|taalkennis|langues|languages)\b", text[max(0, line, start - 60) : start], re.I)
        is not None
    )


def _alone(words: str, named: list[tuple[int, int, str]]) -> bool:
    """Does the line hold little else than a language and how it is asked, as in a list?"""
    before, behind = words[: named[0][0]], words[named[0][1] :]
    others = re.findall(r"\w+", f"{before} {behind}")
    if not others or (len(others) <= 4 and _LEVEL.search(words) is not None):
        return True
    return _ARTICLE.fullmatch(before) is not None and _IS_ASKED.fullmatch(behind) is not None


def _with_levels(offset: int, words: str, named: list[tuple[int, int, str]]) -> Iterator[tuple[LanguageLevel, Span]]:
    levels = list(_LEVEL.finditer(words))
    for at, (start, end, code) in enumerate(named):
        following = named[at + 1][0] if at + 1 < len(named) else len(words)
        after = next((one for one in levels if end <= one.start() < following), None)
        before = [one for one in levels if one.end() <= start]
        first, last, level = start, end, USUAL_LEVEL
        leads = bool(before) and _BETWEEN.match(words[before[-1].end() : start]) is not None
        follows = after is not None and _FOLLOWS.match(words[end : after.start()]) is not None
        if after is not None and follows and (after["cefr"] or not leads):
            level, last = _level(after), after.end()
        elif before and not _ANEW.search(words[before[-1].end() : start]):
            level = _level(before[-1])
            if leads:
                first = before[-1].start()
        elif levels and not before:
            level = _level(levels[0])
        yield LanguageLevel(code, level), Span(offset + first, offset + last)


def _level(found: re.Match[str]) -> CefrLevel:
    if found["cefr"]:
        return CefrLevel(found["cefr"].upper())
    return CefrLevel(str(found.lastgroup))
