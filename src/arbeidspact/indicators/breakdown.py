"""By what a figure is broken down: `sex:women`, or `age:15-24|sex:women`; the total has no key."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from pydantic import model_validator

from .exceptions import InvalidBreakdown
from .wording import Entry, Slug, Text

TOTAL: Final = ""
"""The breakdown of a figure that counts everybody."""
_SHORT_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]*")


class Category(Entry):
    """One group of a dimension."""

    slug: Slug
    name: Text


class Dimension(Entry):
    """What an indicator can be broken down by, such as sex or age, with its groups in the order to show them.

    `are_organisations`: its groups are the organisations of the platform by their short names, so that none is listed.
    """

    slug: Slug
    name: Text
    categories: tuple[Category, ...] = ()
    are_organisations: bool = False

    @model_validator(mode="after")
    def _each_once(self) -> "Dimension":
        slugs = [category.slug for category in self.categories]
        if self.are_organisations:
            if slugs:
                raise ValueError("organisations are known by themselves: leave the categories out")
        elif not slugs or len(set(slugs)) < len(slugs):
            raise ValueError("a dimension has at least one category, each under its own slug")
        return self


def breakdown_key(chosen: Mapping[str, str]) -> str:
    """Under which key are figures of this group kept?

    Arguments: `chosen`, a category for each dimension. Example: `{"sex": "women"}` gives `sex:women`.
    """
    return "|".join(f"{dimension}:{chosen[dimension]}" for dimension in sorted(chosen))


def parse_breakdown(text: str, dimensions: Sequence[Dimension]) -> dict[str, str]:
    """Which group does this key name? Nothing for the total.

    Arguments: `text`, dimension:category parts joined by | in any order; `dimensions`, of the definition.
    Returns: a category for each dimension that is named. Raises: `InvalidBreakdown`.
    """
    known = {dimension.slug: [category.slug for category in dimension.categories] for dimension in dimensions}
    listed = {dimension.slug for dimension in dimensions if not dimension.are_organisations}
    chosen: dict[str, str] = {}
    for part in text.split("|") if text.strip() else ():
        name, colon, category = (piece.strip() for piece in part.partition(":"))
        if not colon:
            raise InvalidBreakdown(text, "write dimension:category, such as sex:women")
        if name not in known:
            fix = f"use one of: {', '.join(known)}" if known else "leave it empty: this indicator has no breakdowns"
            raise InvalidBreakdown(text, fix)
        if name in listed and category not in known[name]:
            raise InvalidBreakdown(text, f"for {name}, use one of: {', '.join(known[name])}")
        if name not in listed and not _SHORT_NAME.fullmatch(category):
            raise InvalidBreakdown(text, f"for {name}, use the short name of an organisation")
        if name in chosen:
            raise InvalidBreakdown(text, f"name {name} once")
        chosen[name] = category
    return chosen


def breakdown_name(key: str, dimensions: Sequence[Dimension], language: str) -> str:
    """How is this group called? "women, 15-24"; empty for the total.

    Organisations go by their short names, each with what it is: "Sending organisation: vdab".
    """
    names = {
        (dimension.slug, category.slug): category.name.in_language(language)
        for dimension in dimensions
        for category in dimension.categories
    }
    of_organisations = {
        dimension.slug: dimension.name.in_language(language) for dimension in dimensions if dimension.are_organisations
    }
    parts = [part.partition(":") for part in key.split("|")] if key else []
    return ", ".join(
        f"{of_organisations[name]}: {category}" if name in of_organisations else names.get((name, category), category)
        for name, _colon, category in parts
    )
