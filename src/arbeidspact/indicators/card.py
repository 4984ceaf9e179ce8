"""An indicator as a card a person can read: generated, so the documentation cannot drift from the definition."""

from collections.abc import Iterable, Mapping
from typing import Literal

from .definition import Golden, IndicatorDefinition, Rhythm

Language = Literal["nl", "en"]

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "numerator": "Counted",
        "denominator": "Divided by",
        "factor": "times",
        "age_group": "Age group",
        "variant": "Variant",
        "unit": "Unit",
        "direction": "Better when",
        "source": "Source",
        "rhythm": "Rhythm",
        "smallest_area": "Smallest area",
        "computed": "Computed as",
        "measure": "Measured in this platform as",
        "counts": "Counts behind it",
        "measured_part_numerator": "its numerator",
        "measured_part_denominator": "its denominator",
        "measured_part_size": "of how many it is",
        "golden": "Proof",
        "formula": "Formula from",
        "owner": "Owner",
        "publication": "Published",
        "pitfalls": "Beware",
        "delay": "{rhythm}, about {days} days after the period",
        "higher_is_better": "higher",
        "lower_is_better": "lower",
        "neutral": "neither: read it with other figures",
        "open": "as it is: an official source published it already",
        "guarded": "after the publication guard",
        "internal": "never",
    },
    "nl": {
        "numerator": "Geteld",
        "denominator": "Gedeeld door",
        "factor": "maal",
        "age_group": "Leeftijd",
        "variant": "Variant",
        "unit": "Eenheid",
        "direction": "Beter wanneer",
        "source": "Bron",
        "rhythm": "Ritme",
        "smallest_area": "Kleinste gebied",
        "computed": "Berekend als",
        "measure": "Gemeten in dit platform als",
        "counts": "Aantallen erachter",
        "measured_part_numerator": "de teller",
        "measured_part_denominator": "de noemer",
        "measured_part_size": "over hoeveel het gaat",
        "golden": "Proef",
        "formula": "Formule uit",
        "owner": "Eigenaar",
        "publication": "Gepubliceerd",
        "pitfalls": "Let op",
        "delay": "{rhythm}, ongeveer {days} dagen na de periode",
        "higher_is_better": "hoger",
        "lower_is_better": "lager",
        "neutral": "geen van beide: lees het samen met andere cijfers",
        "open": "zoals het is: een officiële bron publiceerde het al",
        "guarded": "na de publicatiebewaking",
        "internal": "nooit",
    },
}

_DUTCH_VALUES: Mapping[str, str] = {
    "share": "aandeel",
    "percent": "procent",
    "count": "aantal",
    "ratio": "verhouding",
    "days": "dagen",
    "euro": "euro",
    "monthly": "maandelijks",
    "quarterly": "per kwartaal",
    "yearly": "jaarlijks",
    "once": "eenmalig",
    "neighbourhood": "wijk",
    "municipality": "gemeente",
    "province": "provincie",
    "region": "gewest of streek",
    "country": "land",
    "programme": "programma",
}


def indicator_card_markdown(definition: IndicatorDefinition, language: Language = "en") -> str:
    """How is this indicator explained on a page?

    Returns: Markdown with one level-2 heading (the slug as anchor stays stable), the definition as a list, and the
    pitfalls.
    """
    words = _WORDS[language]

    def said(value: str) -> str:
        return _DUTCH_VALUES[value] if language == "nl" else value

    factor = f", {words['factor']} {definition.factor.normalize():f}" if definition.factor != 1 else ""
    denominator = definition.denominator.in_language(language) + factor if definition.denominator else ""
    source = f"[{definition.source}]({definition.source_url})" if definition.source_url else definition.source
    rhythm = said(definition.rhythm)
    if definition.rhythm is not Rhythm.ONCE:
        rhythm = words["delay"].format(rhythm=rhythm, days=definition.delay_days)
    facts = [
        (words["numerator"], definition.numerator.in_language(language)),
        (words["denominator"], denominator),
        (words["age_group"], definition.age_group),
        (words["variant"], definition.variant.in_language(language) if definition.variant else ""),
        (words["unit"], said(definition.unit)),
        (words["direction"], words[definition.direction]),
        (words["source"], source),
        (words["rhythm"], rhythm),
        (words["smallest_area"], said(definition.smallest_area)),
        (words["computed"], _computed(definition)),
        (words["measure"], _measure(definition, words)),
        (words["counts"], _counts(definition)),
        (words["formula"], definition.formula_reference.in_language(language)),
        (words["owner"], definition.owner),
        (words["publication"], words[definition.publication]),
    ]
    lines = [
        f"## {definition.name.in_language(language)} (`{definition.slug}`)",
        "",
        definition.question.in_language(language),
        "",
    ]
    facts += [(words["golden"], _golden(golden)) for golden in definition.golden]
    lines += [f"- {label}: {value}" for label, value in facts if value]
    if definition.pitfalls:
        lines += ["", f"{words['pitfalls']}:", ""]
        lines += [f"- {pitfall.in_language(language)}" for pitfall in definition.pitfalls]
    return "\n".join(lines) + "\n"


def _computed(definition: IndicatorDefinition) -> str:
    if definition.computed is None:
        return ""
    below = f" / `{definition.computed.denominator}`" if definition.computed.denominator else ""
    times = f" x {definition.factor.normalize():f}" if definition.factor != 1 else ""
    return f"`{definition.computed.numerator}`{below}{times}"


def _measure(definition: IndicatorDefinition, words: Mapping[str, str]) -> str:
    if definition.measure is None:
        return ""
    part = f", {words[f'measured_part_{definition.measured_part}']}" if definition.measured_part else ""
    return f"`{definition.measure_name}`{part}"


def _counts(definition: IndicatorDefinition) -> str:
    named = (definition.numerator_indicator, definition.denominator_indicator)
    return " / ".join(f"`{slug}`" for slug in named if slug)


def _golden(golden: Golden) -> str:
    if golden.numerator is None:
        values = ", ".join(f"{value:f}" for value in golden.values)
        return f"{values}: {golden.value:f} ({golden.source})"
    below = f" / {golden.denominator:f}" if golden.denominator is not None else ""
    return f"{golden.numerator:f}{below} = {golden.value:f} ({golden.source})"


def indicator_reference_markdown(definitions: Iterable[IndicatorDefinition], language: Language = "en") -> str:
    """What does the reference page of these indicators say?"""
    return "\n".join(indicator_card_markdown(definition, language) for definition in definitions)
