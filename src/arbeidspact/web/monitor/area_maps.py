"""Figures of areas on a map, for professionals and the public alike: by borders where those are here, as squares."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arbeidspact.indicators import Unit
from arbeidspact.monitor.explorer import AreaKind, Located
from arbeidspact.monitor.shapes import borders_of
from arbeidspact.web.monitor.figures import value_text
from arbeidspact.web.monitor.map_drawing import DrawnMap, MapArea, shape_drawing, tile_drawing
from arbeidspact.web.monitor.tile_map import Middle, tiles_of


@dataclass(frozen=True, slots=True)
class AreaMaps:
    """One map, drawn: with the borders of its areas where those are here, and always as squares.

    `border_source`: who made the borders; empty without borders. `without_border`: areas that are on the squares alone.
    """

    drawings: tuple[DrawnMap, ...]
    border_source: str = ""
    without_border: int = 0

    @property
    def title(self) -> str:
        """What the map is about."""
        return self.drawings[0].title


def area_maps(
    kind: AreaKind, areas: Sequence[Located], shown: Sequence[MapArea], *, title: str, unit: Unit
) -> AreaMaps:
    """These areas as maps. Arguments: `areas`, each with a middle; `shown`, what is said of each of them."""
    words = _words(kind, shown)

    def in_words(value: Decimal) -> str:
        return value_text(value, unit)

    middles = frozenset(Middle(area.code, area.latitude or 0.0, area.longitude or 0.0) for area in areas)
    squares = tile_drawing(shown, tiles_of(middles), title=title, description=words, value_text=in_words)
    borders = borders_of(kind.value, [area.code for area in areas])
    if borders is None:
        return AreaMaps((squares,))
    shapes = shape_drawing(shown, borders.paths, borders.size, title=title, description=words, value_text=in_words)
    return AreaMaps((shapes, squares), borders.source, len(shown) - len(borders.paths))


def _words(kind: AreaKind, shown: Sequence[MapArea]) -> str:
    """The map in words: how many areas have a figure, how many are hidden, the highest and the lowest."""
    known = sorted(((area.value, area.code, area) for area in shown if area.value is not None), key=lambda one: one[:2])
    said = [
        _("%(known)s of %(count)s areas have a figure (%(kind)s).")
        % {"known": len(known), "count": len(shown), "kind": kind.label}
    ]
    hidden = sum(area.is_hidden for area in shown)
    if hidden:
        said.append(
            ngettext(
                "%(count)s is hidden, so that nobody can be recognised.",
                "%(count)s are hidden, so that nobody can be recognised.",
                hidden,
            )
            % {"count": hidden}
        )
    if known:
        ends = ((_("Highest: %(area)s, %(value)s."), known[-1][2]), (_("Lowest: %(area)s, %(value)s."), known[0][2]))
        said += [label % {"area": area.name, "value": area.text} for label, area in ends]
    return " ".join(said)
