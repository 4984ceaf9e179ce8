"""Which driving licences, certificates and attestations a text asks, by the ids of `taxonomy.licences`."""

import re
from collections.abc import Iterator
from typing import Final

from arbeidspact.taxonomy.licences import covered_licences
from arbeidspact.taxonomy.starter_files import licences
from arbeidspact.taxonomy.understanding.values import Span

_LETTER: Final = r"(?:AM|A|B\+?E|B|C1|C\+?E|C|D1|D\+?E|D|G)"
_IDS: Final = {
    letter: f"driving-{letter.replace('+', '').lower()}"
    for letter in ("AM", "A", "B", "BE", "B+E", "C1", "C", "CE", "C+E", "D1", "D", "DE", "D+E", "G")
}
_DRIVING: Final = re.compile(
    r"\b(?:(?:vrachtwagen|bus|auto)?rijbewijs|rijbewijzen|permis(?:\sde\sconduire)?|driv(?:ing|er['’]?s?)\slicen[cs]es?)\b",
    re.IGNORECASE,
)
_LETTERS_AFTER: Final = re.compile(
    r"^\s*[:(]?\s*(?:(?:van\shet\s|de\s|du\s)?(?:type|categorie|cat[ée]gorie|category|cat\.?|klasse)\s*:?\s*)?[\"'“]?"
    rf"({_LETTER}(?![\w'’])(?:\s*(?:,|/|\+|&|of|en|ou|et|or|and|en/of)\s*(?:rijbewijs\s)?{_LETTER}(?![\w'’]))*)",
    re.IGNORECASE,
)
_LETTER_BEFORE: Final = re.compile(rf"(?<!\w)({_LETTER})[\s-]+(?:rijbewijs|licen[cs]e)\b", re.IGNORECASE)
_CATEGORY: Final = re.compile(rf"\bcategor(?:y|ie)\s({_LETTER})\s(?:driv|rijb|licen)", re.IGNORECASE)
_CHOICE: Final = re.compile(r"/|\b(?:of|ou|or)\b", re.IGNORECASE)
_OTHER_PERMITS: Final = re.compile(
    r"^\s*(?:de\s(?:travail|s[ée]jour|b[âa]tir)|unique|d['’]environnement)", re.IGNORECASE
)

_PAPER: Final = (
    r"(?:attest(?:en)?|brevet|certifica(?:at|aten|te|tion)|certificat|rijbewijs|bewijs|licen[cs]e|licentie|permis"
    r"|opleiding\sbehaald)"
)
_TAIL: Final = r"\w*"
_MACHINES: Final = (
    ("reach-truck", r"reach\s?-?truck\w*"),
    ("forklift", r"(?:heftruck|vorkheftruck|vorklift|clark|chariot\s[ée]l[ée]vateur|cariste|forklift)\w*"),
    ("pallet-truck", r"(?:transpallet|stapelaar|transpalette|pallet\struck)\w*"),
    ("aerial-platform", r"(?:hoogwerker|nacelle|aerial\s(?:work\s)?platform)\w*"),
    ("overhead-crane", r"(?:rolbrug|pont\sroulant|overhead\scrane)\w*"),
    ("tower-crane", r"(?:torenkraan|grue\s[àa]\stour|tower\scrane)\w*"),
    ("mobile-crane", r"(?:mobiele\skraan|grue\smobile|mobile\scrane)\w*"),
    ("excavator", r"(?:graafmachine|graafkraan|excavator)\w*"),
    ("scaffolding", r"(?:steigerbouw|stelling(?:bouw)?|scaffolding)\w*"),
    ("work-at-height", r"(?:werken\sop\shoogte|travail\sen\shauteur|work(?:ing)?\sat\sheights?)"),
    ("chainsaw", r"(?:kettingzaag|tron[çc]onneuse|chainsaw)\w*"),
    ("fire-team", r"(?:brandbestrijding|interventieploeg)\w*"),
    ("first-aid", r"(?:EHBO|eerste\shulp|premiers\ssecours|first\said|hulpverlener|bedrijfseerstehulp)"),
    ("food-hygiene", r"(?:HACCP|voedselhygi[ëe]ne|voedselveiligheid|hygi[èe]ne\salimentaire|food\shygiene)"),
    ("lifesaver", r"(?:hoger\sredder|redders?)\b"),
    ("welding-tig", r"TIG"),
    ("welding-mig-mag", r"MIG(?:[/-]?MAG)?"),
    ("refrigeration-f-gas", r"(?:koeltechni\w+|F-?gas\w*)"),
    ("asbestos-simple", r"(?:eenvoudige\shandelingen\smet\s)?asbest"),
)
_NAMED: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (licence, re.compile(words, re.IGNORECASE))
    for licence, words in (
        ("vca-supervisor", r"\bVCA[\s-]*(?:VOL|2|leidinggevenden?)\b|\bVOL[\s-]?VCA\b"),
        ("vca-basic", r"\bB?-?VCA\b(?![\s-]*(?:VOL|2|leidinggevend|gecertificeerd\sbedrijf))|\bVCA[\s-]?basis\w*"),
        ("code-95-goods", r"\bcode\s?95\b|\bvakbekwaamheid\b|\bselection\sm[ée]dicale\set\scode\s?95"),
        ("medical-fitness-driver", r"\bmedische\s(?:schifting|rijgeschiktheid)|\bs[ée]lection\sm[ée]dicale"),
        ("adr", r"\bADR\b"),
        ("ba4", r"\bBA4\b"),
        ("ba5", r"\bBA5\b"),
        ("port-access-card", r"\balfapass\b"),
        ("dock-worker-recognition", r"\berken(?:d|ning\sals)\shavenarbeider"),
        (
            "nurse-registration",
            r"\b(?:visum|registratie|erkend|geregistreerd)\s(?:als\s)?verpleegkundige|\bvisa\sd['’]infirmi|\bregistered\snurse\b",
        ),
        (
            "care-assistant-registration",
            r"\b(?:visum|registratie|registratienummer|erkend|geregistreerd)\s(?:als\s)?zorgkundige"
            r"|\bvisa\sd['’]aide[\s-]soignante?",
        ),
        ("childcare-qualification", r"\bkwalificatiebewijs\s(?:als\s)?kinderbegeleider"),
        ("teaching-diploma", r"\bbekwaamheidsbewijs\b|\blerarendiploma\b|\bpedagogisch\s(?:bekwaamheids)?bewijs"),
        (
            "criminal-record-model-2",
            r"\buittreksel\b.{0,40}\b(?:596\.?2\b|minderjarigen)|\bmodel\s?(?:2|596\.2)\b",
        ),
        (
            "criminal-record",
            r"\b(?:uittreksel\s(?:uit\shet\s)?strafregister|bewijs\svan\sgoed\s(?:gedrag|zedelijk)\w*)"
            r"(?!.{0,40}(?:596\.?2|model\s?2|minderjarigen))|\bextrait\sde\scasier\sjudiciaire|\bcriminal\srecord\sextract",
        ),
        ("security-card", r"\bidentificatiekaart\b.{0,25}\bbewaking|\bbewakingskaart\b"),
        ("phyto-p2", r"\bfytolicentie\s?P2|\bphytolicence\s?P2"),
        ("phyto-p1", r"\bfytolicentie(?!\s?P[23])|\bphytolicence(?!\s?P[23])"),
        ("driver-pass-taxi", r"\bbestuurderspas\b|\btaxipas\b"),
        ("ambulance-badge", r"\bbadge\b.{0,25}\bambulancier"),
        ("rescert-solar", r"\bRESCert\b"),
        ("heating-gas-g1", r"\bG1[\s-](?:attest|certificaat)|\bcertificaat\sG1\b"),
        ("heating-gas-g2", r"\bG2[\s-](?:attest|certificaat)|\bcertificaat\sG2\b"),
    )
)  # fmt: skip
_MACHINE_PAPERS: Final = tuple(
    (
        licence,
        re.compile(
            rf"\b{words}[\s-]?{_PAPER}\b|\b{_PAPER}\s(?:\w+\s){{0,3}}{words}\b"
            rf"|\b{words.removesuffix(_TAIL)}(?:attest|brevet|certificaat|rijbewijs)\w*",
            re.IGNORECASE,
        ),
    )
    for licence, words in _MACHINES
)


def licences_asked(text: str) -> Iterator[tuple[str, Span]]:
    """Each mention of a licence or certificate, with the words that name it."""
    yield from _driving(text)
    for licence, words in (*_NAMED, *_MACHINE_PAPERS):
        for found in words.finditer(text):
            if "\n" not in found.group():
                yield licence, Span(*found.span())


def _driving(text: str) -> Iterator[tuple[str, Span]]:
    before = {found.end(): found for found in (*_LETTER_BEFORE.finditer(text), *_CATEGORY.finditer(text))}
    for word in _DRIVING.finditer(text):
        tail = text[word.end() : word.end() + 60]
        listed = _LETTERS_AFTER.match(tail)
        led = next((found for end, found in before.items() if word.start() <= end <= word.end()), None)
        if listed and _is_letters(listed[1]):
            span = Span(word.start(), word.end() + listed.end())
            for licence in _wanted(listed[1]):
                yield licence, span
        elif led is not None:
            yield _IDS[led[1].upper()], Span(led.start(), word.end())
        elif not _OTHER_PERMITS.match(tail) and _is_no_machine(text, word):
            # Nobody who asks "a driving licence" means another one than that of a car.
            yield "driving-b", Span(*word.span())


def _is_letters(listed: str) -> bool:
    """Not "permis de conduire a ..." and the like: a lone small letter is a word."""
    return listed.isupper() or listed in {"b", "c", "be", "ce", "c1", "d1"} or any(sign.isupper() for sign in listed)


def _is_no_machine(text: str, word: re.Match[str]) -> bool:
    around = text[max(0, word.start() - 25) : word.end() + 25].casefold()
    is_bare_permit = word.group().casefold() == "permis"
    return not is_bare_permit and not re.search(r"heftruck|reachtruck|hoogwerker|clark|cariste", around)


def _wanted(listed: str) -> list[str]:
    """The licences of a list: all of them, or of a choice the one that the others contain."""
    ids = [_IDS[letter.upper()] for letter in re.findall(rf"(?<!\w){_LETTER}(?!\w)", listed, re.IGNORECASE)]
    if not _CHOICE.search(listed):
        return ids
    vocabulary = licences()
    least = [one for one in ids if all(one in covered_licences([other], vocabulary) for other in ids)]
    return least[:1] or ids[:1]
