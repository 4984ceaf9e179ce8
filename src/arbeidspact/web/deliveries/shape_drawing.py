"""A file of borders as it looks: areas that were found, features that fit none, and areas without a border."""

from collections.abc import Mapping
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from arbeidspact.monitor.shapes import ShapePicture
from arbeidspact.web.monitor.map_drawing import FILLS, LINE, DrawnMap, MapKey

ELEMENT: Final = "borders"
FOUND: Final = FILLS[1]
RADIUS: Final = 7


def drawn_borders(picture: ShapePicture, names: Mapping[str, str], *, title: str, without: int) -> DrawnMap:
    """The drawing with its legend.

    Arguments: `names`, of our areas by their code; `without`, how many areas have no border: those that lie beside the
    drawing, or nobody knows where, have no dot on it.
    """
    counts = {"found": len(picture.paths), "others": len(picture.others), "dots": len(picture.dots), "without": without}
    words = _(
        "Areas with a border: %(found)s. Features that fit no area: %(others)s. Areas without a border: %(without)s."
    ) % (counts)
    parts = [
        *(_path(path, f"url(#{ELEMENT}-other)", code) for code, path in picture.others.items()),
        *(_path(path, FOUND, names.get(code, code)) for code, path in picture.paths.items()),
        *(
            format_html("<g><title>{}</title>{}</g>", names.get(dot.code, dot.code), _dot(dot.across, dot.down))
            for dot in picture.dots
        ),
    ]
    svg = format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-name {}-words">'
        '<title id="{}-name">{}</title><desc id="{}-words">{}</desc>'
        '<defs><pattern id="{}-other" width="8" height="8" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="8" height="8" fill="#ffffff"/><rect width="2" height="8" '
        'fill="{}"/></pattern></defs>{}</svg>',
        *picture.size,
        ELEMENT,
        ELEMENT,
        ELEMENT,
        title,
        ELEMENT,
        words,
        ELEMENT,
        LINE,
        format_html_join("", "{}", ((part,) for part in parts)),
    )
    box = '<rect width="40" height="20" fill="{}" stroke="{}"/>'
    legend = [
        MapKey(_swatch(format_html(box, FOUND, LINE)), _("area with a border (%(count)s)") % {"count": counts["found"]})
    ]
    if picture.others:
        other = format_html(box, f"url(#{ELEMENT}-other)", LINE)
        legend.append(MapKey(_swatch(other), _("fits no area (%(count)s)") % {"count": counts["others"]}))
    if picture.dots:
        text = _("area without a border, at its middle (%(count)s)") % {"count": counts["dots"]}
        legend.append(MapKey(_swatch(_dot(20, 10)), text))
    return DrawnMap(ELEMENT, title, words, svg, tuple(legend))


def _path(path: str, fill: str, name: str) -> SafeString:
    return format_html(
        '<path d="{}" fill="{}" stroke="{}" stroke-width="1" fill-rule="evenodd"><title>{}</title></path>',
        path,
        fill,
        LINE,
        name,
    )


def _dot(across: float, down: float) -> SafeString:
    return format_html(
        '<circle cx="{}" cy="{}" r="{}" fill="#17211e" stroke="#ffffff" stroke-width="2"/>',
        f"{across:.1f}",
        f"{down:.1f}",
        RADIUS,
    )


def _swatch(drawn: SafeString) -> SafeString:
    return format_html(
        '<svg class="map__swatch" viewBox="0 0 40 20" aria-hidden="true" focusable="false">{}</svg>', drawn
    )
