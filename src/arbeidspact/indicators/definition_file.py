"""Files of definitions: read whole, and checked together."""

from collections.abc import Collection, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .definition import IndicatorDefinition, MeasuredPart, Unit
from .exceptions import InvalidFile, Problem
from .toml_file import check_unique, read_entries, read_toml


def read_definitions(path: Path, *, measures: Collection[str] | None = None) -> Mapping[str, IndicatorDefinition]:
    """Which indicators does this file define?

    Arguments: `path`, a TOML file of `[[indicator]]` tables; `measures`, the measures that the platform has, None to
    accept any name. Returns: definitions by slug, in the order of the file.
    Raises: `InvalidFile` with every problem: file, entry, field, problem, fix.
    """
    entries, problems = read_entries(read_toml(path), path, "indicator", IndicatorDefinition)
    problems += check_unique(path, "indicator", [entry.slug for entry in entries])
    definitions = {entry.slug: entry for entry in entries}
    if not problems:
        problems += problems_of(definitions, file=path.name, measures=measures)
    if problems:
        raise InvalidFile(problems)
    return MappingProxyType(definitions)


def problems_of(
    definitions: Mapping[str, IndicatorDefinition], *, file: str, measures: Collection[str] | None = None
) -> list[Problem]:
    """What is wrong with these definitions together: unknown inputs or measures, circles, golden counts that differ?"""
    found = []
    for slug, definition in definitions.items():
        label = f"indicator {slug}"
        found += [Problem(file, label, *problem) for problem in _golden_problems(definition)]
        found += [Problem(file, label, *problem) for problem in _input_problems(definition, definitions)]
        found += [Problem(file, label, *problem) for problem in _count_problems(definition, definitions)]
        if measures is not None and definition.measure and definition.measure_name not in measures:
            known = ", ".join(f"platform:{name}" for name in sorted(measures))
            problem = f"the platform has no measure {definition.measure_name}"
            found.append(Problem(file, label, "measure", problem, f"use one of: {known}"))
    for circle in circles_in(definitions):
        way = " -> ".join((*circle, circle[0]))
        problem = f"it is computed from itself ({way})"
        found.append(Problem(file, f"indicator {circle[0]}", "computed", problem, "let one of them be imported"))
    return found


def in_computing_order(definitions: Mapping[str, IndicatorDefinition]) -> tuple[IndicatorDefinition, ...]:
    """The computed definitions, each after those that it reads.

    Definitions that go round in a circle are left out: `problems_of` names them.
    """
    waiting = {
        slug: {
            one.slug
            for one in definition.computed.references
            if one.slug in definitions and definitions[one.slug].computed
        }
        for slug, definition in definitions.items()
        if definition.computed is not None
    }
    order: list[IndicatorDefinition] = []
    while ready := [slug for slug, inputs in waiting.items() if not inputs & waiting.keys()]:
        for slug in ready:
            order.append(definitions[slug])
            del waiting[slug]
    return tuple(order)


def circles_in(definitions: Mapping[str, IndicatorDefinition]) -> list[tuple[str, ...]]:
    """Which indicators are computed from themselves, by way of which others? Each circle once."""
    in_order = {definition.slug for definition in in_computing_order(definitions)}
    left = [slug for slug, definition in definitions.items() if definition.computed and slug not in in_order]
    circles: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for start in left:
        way: list[str] = []
        here = start
        while here not in way and here not in seen:
            way.append(here)
            computed = definitions[here].computed
            assert computed is not None
            here = next(one.slug for one in computed.references if one.slug in left)
        if here in way:
            circles.append(tuple(way[way.index(here) :]))
        seen.update(way)
    return circles


def _golden_problems(definition: IndicatorDefinition) -> Iterator[tuple[str, str, str]]:
    for number, golden in enumerate(definition.golden, start=1):
        field = f"golden {number}.value"
        try:
            value = definition.value_of_golden(golden)
        except ValueError as error:
            problem, _colon, fix = str(error).partition(": ")
            place, usual = ("values", fix) if golden.values else ("denominator", "")
            yield f"golden {number}.{place}", problem, usual or "give the counts that the definition asks for"
            continue
        given = round_like(value, golden.value)
        if given != golden.value:
            yield (
                field,
                f"the definition gives {given}, not {golden.value}",
                "correct the counts, the value or the factor",
            )


def _count_problems(
    definition: IndicatorDefinition, definitions: Mapping[str, IndicatorDefinition]
) -> Iterator[tuple[str, str, str]]:
    """Counts that a rate names and that are none; a part of a measure that no figure of that measure names."""
    for field in ("numerator_indicator", "denominator_indicator"):
        slug = getattr(definition, field)
        if slug is None:
            continue
        named = definitions.get(slug)
        if named is None:
            yield field, f"there is no indicator {slug}", "define it in this file, or correct its spelling"
        elif named.unit is not Unit.COUNT:
            yield field, f"{slug} is no count", "name an indicator with the unit count"
    if definition.measured_part is not None:
        below = definition.measured_part is not MeasuredPart.NUMERATOR
        field = "denominator_indicator" if below else "numerator_indicator"
        naming = (one for one in definitions.values() if getattr(one, field) == definition.slug)
        if not any(one.measure == definition.measure and one.measured_part is None for one in naming):
            fix = f"name it as {field} of the figure of {definition.measure} that it is a part of"
            yield "measured_part", "no figure of this measure names this count", fix


def _input_problems(
    definition: IndicatorDefinition, definitions: Mapping[str, IndicatorDefinition]
) -> Iterator[tuple[str, str, str]]:
    if definition.computed is None:
        return
    for one in definition.computed.references:
        read = definitions.get(one.slug)
        if read is None:
            near = [slug for slug in definitions if one.slug.startswith(f"{slug}-")]
            fix = (
                f"to subtract, write a space on both sides of the minus ({near[0]} - ...)"
                if near
                else ("define it in this file, or correct its spelling")
            )
            yield "computed", f"there is no indicator {one.slug}", fix
            continue
        known = {dimension.slug: {each.slug for each in dimension.categories} for dimension in read.dimensions}
        for dimension, category in one.group:
            if category not in known.get(dimension, ()):
                yield (
                    "computed",
                    f"{one.slug} has no group {dimension}:{category}",
                    f"use one of its dimensions: {', '.join(known) or 'it has none'}",
                )


def round_like(value: Decimal, example: Decimal) -> Decimal:
    """This value with as many decimals as the example, halves away from zero."""
    exponent = example.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def definition_schema() -> dict[str, Any]:
    """The JSON Schema of a file of definitions, as TOML or JSON."""
    definition = IndicatorDefinition.model_json_schema(ref_template="#/$defs/{model}")
    parts = definition.pop("$defs", {})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Definitions of indicators",
        "type": "object",
        "properties": {"indicator": {"type": "array", "items": {"$ref": "#/$defs/IndicatorDefinition"}}},
        "required": ["indicator"],
        "$defs": {**parts, "IndicatorDefinition": definition},
    }
