"""An indicator as a card a person can read: generated, so the documentation cannot drift from the definition."""

from collections.abc import Iterable, Mapping
from typing import Literal

from .definition import IndicatorDefinition

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
        "formula": "Formula from",
        "owner": "Owner",
        "pitfalls": "Beware",
        "delay": "{rhythm}, about {days} days after the period",
        "higher_is_better": "higher",
        "lower_is_better": "lower",
        "neutral": "neither: read it with other figures",
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
        "formula": "Formule uit",
        "owner": "Eigenaar",
        "pitfalls": "Let op",
        "delay": "{rhythm}, ongeveer {days} dagen na de periode",
        "higher_is_better": "hoger",
        "lower_is_better": "lager",
        "neutral": "geen van beide: lees het samen met andere cijfers",
    },
}


def indicator_card_markdown(definition: IndicatorDefinition, language: Language = "en") -> str:
    """How is this indicator explained on a page?

    Returns: Markdown with one level-2 heading (the slug as anchor stays stable), the definition as a list, and the
    pitfalls.
    """
    words = _WORDS[language]
    factor = f", {words['factor']} {definition.factor.normalize():f}" if definition.factor != 1 else ""
    denominator = definition.denominator.in_language(language) + factor if definition.denominator else ""
    source = f"[{definition.source}]({definition.source_url})" if definition.source_url else definition.source
    rhythm = words["delay"].format(rhythm=definition.rhythm, days=definition.delay_days)
    facts = [
        (words["numerator"], definition.numerator.in_language(language)),
        (words["denominator"], denominator),
        (words["age_group"], definition.age_group),
        (words["variant"], definition.variant),
        (words["unit"], definition.unit),
        (words["direction"], words[definition.direction]),
        (words["source"], source),
        (words["rhythm"], rhythm if definition.rhythm != "once" else "once"),
        (words["smallest_area"], definition.smallest_area),
        (words["formula"], definition.formula_reference),
        (words["owner"], definition.owner),
    ]
    lines = [
        f"## {definition.name.in_language(language)} (`{definition.slug}`)",
        "",
        definition.question.in_language(language),
        "",
    ]
    lines += [f"- {label}: {value}" for label, value in facts if value]
    if definition.pitfalls:
        lines += ["", f"{words['pitfalls']}:", ""]
        lines += [f"- {pitfall.in_language(language)}" for pitfall in definition.pitfalls]
    return "\n".join(lines) + "\n"


def indicator_reference_markdown(definitions: Iterable[IndicatorDefinition], language: Language = "en") -> str:
    """What does the reference page of these indicators say?"""
    return "\n".join(indicator_card_markdown(definition, language) for definition in definitions)
