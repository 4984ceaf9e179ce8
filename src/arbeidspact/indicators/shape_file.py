"""Borders of areas as GeoJSON files hold them: read, checked, made simple enough to draw. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, isfinite, radians
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from .exceptions import InvalidFile, Problem

Ring = tuple[tuple[float, float], ...]
METRES_IN_DEGREE: Final = 111_320.0
MOST_PROBLEMS: Final = 50
LARGEST_FILE: Final = 50_000_000
MOST_FEATURES: Final = 5_000
MOST_POINTS: Final = 1_500_000
MOST_DRAWN_POINTS: Final = 50_000
"""More make a page that a phone does not open."""
LEAST_POINTS: Final = 4
MANY_POINTS: Final = 40
"""From here arrays are faster than one point after the other."""
DEGREES: Final = ("4326", "CRS84", "4258")
"""What an older GeoJSON file calls longitude and latitude: WGS 84, and ETRS89, which lies less than a metre off."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The border of one area: rings of longitude and latitude, closed; a ring inside another is a hole.

    `feature`: its place in the file, from 1; 0 when it comes from no file.
    """

    code: str
    rings: tuple[Ring, ...]
    feature: int = 0

    @property
    def middle(self) -> tuple[float, float]:
        """Longitude and latitude of the middle of the box around it."""
        points = [point for ring in self.rings for point in ring]
        across, up = [point[0] for point in points], [point[1] for point in points]
        return (min(across) + max(across)) / 2, (min(up) + max(up)) / 2


@dataclass(frozen=True, slots=True)
class ShapeLayer:
    """A file of features whose properties can be read; what their borders are was not looked at yet."""

    file: str
    features: tuple[Any, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The properties that hold a short text or a number, in the order in which the file first names them."""
        found: dict[str, None] = {}
        for feature in self.features:
            found.update(dict.fromkeys(name for name, value in _properties(feature).items() if _text(value)))
        return tuple(found)

    def texts(self, field: str) -> tuple[str, ...]:
        """What each feature holds in this property; empty where it holds nothing that names an area."""
        return tuple(_text(_properties(feature).get(field)) for feature in self.features)


@dataclass(frozen=True, slots=True)
class DrawingField:
    """A field of `size` on which degrees become places, to one scale at the middle latitude; north is up."""

    west: float
    north: float
    narrow: float
    scale: float
    size: tuple[int, int]

    @classmethod
    def around(cls, shapes: Sequence[Shape], *, width: int) -> "DrawingField":
        """The field on which these borders fill this width; at least one has a border."""
        points = [point for shape in shapes for ring in shape.rings for point in ring]
        west, east = min(point[0] for point in points), max(point[0] for point in points)
        south, north = min(point[1] for point in points), max(point[1] for point in points)
        narrow = cos(radians((south + north) / 2))
        scale = (width - 4) / max((east - west) * narrow, 1e-9)
        return cls(west, north, narrow, scale, (width, round((north - south) * scale) + 4))

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where this point stands."""
        return 2 + (longitude - self.west) * self.narrow * self.scale, 2 + (self.north - latitude) * self.scale

    def path(self, rings: Sequence[Ring]) -> str:
        """These rings as a path."""
        return "".join(self._closed(ring) for ring in rings)

    def _closed(self, ring: Ring) -> str:
        """In steps from point to point, in tenths: half as long as every place in full."""
        places = [(round(across * 10), round(down * 10)) for across, down in (self.place(x, y) for x, y in ring[:-1])]
        steps = [(here[0] - last[0], here[1] - last[1]) for last, here in pairwise(places)]
        text = "".join(f"{_signed(across)}{_signed(down)}" for across, down in steps if across or down)
        first = f"M{_in_units(places[0][0])} {_in_units(places[0][1])}"
        return f"{first}l{text.lstrip()}z" if text else f"{first}z"


def read_layer(path: Path, *, name: str = "") -> ShapeLayer:
    """Which features does this file hold?

    Arguments: `name`, what the file is called in messages; empty: as on the disk. Raises: `InvalidFile` when it is no
    GeoJSON, in another projection, or larger than a map can be.
    """
    file = name or path.name

    def refuse(field: str, problem: str, fix: str) -> InvalidFile:
        return InvalidFile([Problem(file, "file", field, problem, fix)])

    if path.stat().st_size > LARGEST_FILE:
        raise refuse("", f"this is larger than {LARGEST_FILE // 1_000_000} MB", "simplify the borders first")
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise refuse("", "this is not JSON", "export it as GeoJSON, UTF-8") from error
    kind = content.get("type") if isinstance(content, dict) else None
    if kind == "Topology":
        raise refuse("type", "this is TopoJSON", "export it as GeoJSON")
    if kind != "FeatureCollection":
        raise refuse("type", "this is no FeatureCollection", "export the layer as a GeoJSON FeatureCollection")
    features = content.get("features")
    if not isinstance(features, list) or not features:
        raise refuse("features", "this holds no area", "export the layer with its areas")
    projection = _projection(content.get("crs"))
    if projection and not projection.endswith(DEGREES):
        fix = "export it in longitude and latitude (WGS 84, EPSG:4326)"
        raise refuse("crs", f"this says it is in {projection[:80]}", fix)
    if len(features) > MOST_FEATURES:
        fix = f"keep the areas of one kind: at most {MOST_FEATURES}"
        raise refuse("features", f"this holds {len(features)} features", fix)
    return ShapeLayer(file, tuple(features))


def shapes_of(layer: ShapeLayer, *, field: str, tolerance_metres: float) -> tuple[Shape, ...]:
    """Which borders does this layer hold?

    Arguments: `field`, the property of each feature that names its area; `tolerance_metres`, how far a simplified
    border may lie from the one in the file. Returns: in the order of the file, rings that are too small to see left
    out. Raises: `InvalidFile` with every problem: feature, field, problem, fix.
    """
    problems: list[Problem] = []
    shapes: dict[str, Shape] = {}
    read = 0
    for number, (feature, code) in enumerate(zip(layer.features, layer.texts(field), strict=True), start=1):
        where = f"feature {number}"
        if not code:
            known = ", ".join(sorted(_properties(feature))) or "none"
            problems.append(Problem(layer.file, where, field, "is missing or empty", f"properties here: {known}"))
            continue
        if code in shapes:
            fix = "leave one feature for each area"
            problems.append(Problem(layer.file, where, field, f"{code} stands twice", fix))
            continue
        problem = _problem_of(feature)
        if problem is not None:
            problems.append(Problem(layer.file, f"{where} ({code})", "geometry", *problem))
            continue
        found = [_ring(ring) for ring in _rings(feature["geometry"])]
        read += sum(len(ring) for ring in found)
        if read > MOST_POINTS:
            heavy = Problem(
                layer.file, "file", "", f"this holds more than {MOST_POINTS} points", "simplify the borders first"
            )
            raise InvalidFile([heavy])
        rings = tuple(_simplified(ring, tolerance_metres) for ring in found)
        shapes[code] = Shape(code, tuple(ring for ring in rings if len(ring) >= LEAST_POINTS) or rings[:1], number)
    left = sum(len(ring) for shape in shapes.values() for ring in shape.rings)
    if left > MOST_DRAWN_POINTS:
        text = f"this has {left} points after simplification; a map holds at most {MOST_DRAWN_POINTS}"
        problems.append(Problem(layer.file, "file", "", text, "allow more metres of simplification"))
    if problems:
        raise InvalidFile(problems[:MOST_PROBLEMS])
    return tuple(shapes.values())


def read_shapes(path: Path, *, field: str, tolerance_metres: float) -> tuple[Shape, ...]:
    """Which borders does this file hold? As `shapes_of` tells. Raises: `InvalidFile`."""
    return shapes_of(read_layer(path), field=field, tolerance_metres=tolerance_metres)


def _signed(tenths: int) -> str:
    """A number as a path holds it, apart from the one before it by its sign or by a space."""
    return f"{' ' if tenths >= 0 else ''}{_in_units(tenths)}"


def _in_units(tenths: int) -> str:
    return f"{tenths / 10:.1f}".removesuffix(".0")


def _properties(feature: Any) -> Mapping[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return properties if isinstance(properties, dict) else {}


def _text(value: Any) -> str:
    """A text or a number that may name an area; a whole number without what a spreadsheet put behind it."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()[:200]


def _projection(crs: Any) -> str:
    """What a file of before 2016 says about its coordinates; empty when it says nothing."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    return str(properties.get("name") or "") if isinstance(properties, dict) else ""


def _problem_of(feature: Any) -> tuple[str, str] | None:
    """What is wrong with the border of this feature, and what to do; None when nothing is."""
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        return f"is {str(kind or 'empty')[:40]}, not an area", "export polygons"
    try:
        rings = [_ring(ring) for ring in _rings(geometry)]
    except (TypeError, ValueError, IndexError, KeyError, OverflowError):
        return "has coordinates that are no numbers", "export it again as GeoJSON"
    if not rings:
        return "has no border", "leave the feature out or draw its border"
    points = [point for ring in rings for point in ring]
    if not all(isfinite(longitude) and isfinite(latitude) for longitude, latitude in points):
        return "has coordinates that are no numbers", "export it again as GeoJSON"
    if any(abs(longitude) > 180 or abs(latitude) > 90 for longitude, latitude in points):
        return "is not in degrees", "export it in longitude and latitude (WGS 84, EPSG:4326)"
    if any(len(ring) < LEAST_POINTS or ring[0] != ring[-1] for ring in rings):
        return "has a border that is not closed", "repair the layer: a ring ends where it starts"
    return None


def _rings(geometry: dict[str, Any]) -> Iterator[Any]:
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return (ring for part in parts for ring in part)


def _ring(points: Any) -> Ring:
    return tuple((float(point[0]), float(point[1])) for point in points)


def _simplified(ring: Ring, tolerance_metres: float) -> Ring:
    """The same ring with fewer points: none of those left out lies further from it than the tolerance.

    Source: Douglas and Peucker, "Algorithms for the reduction of the number of points required to represent a
    digitized line" (1973), on both halves of the ring, cut at the point furthest from its start.
    """
    if tolerance_metres <= 0:
        return ring
    flat = _in_metres(ring)
    many = np.array(flat)
    far = max(range(len(flat)), key=lambda place: hypot(flat[place][0] - flat[0][0], flat[place][1] - flat[0][1]))
    kept = {0, far, len(flat) - 1}
    pending = [(0, far), (far, len(flat) - 1)]
    while pending:
        start, end = pending.pop()
        if end - start < 2:
            continue
        if end - start > MANY_POINTS:
            place = start + 1 + int(np.argmax(_distances(many[start + 1 : end], flat[start], flat[end])))
        else:
            place = max(range(start + 1, end), key=lambda one: _distance(flat[one], flat[start], flat[end]))
        if _distance(flat[place], flat[start], flat[end]) > tolerance_metres:
            kept.add(place)
            pending += [(start, place), (place, end)]
    return tuple(ring[place] for place in sorted(kept))


def _in_metres(ring: Ring) -> list[tuple[float, float]]:
    narrow = cos(radians(ring[0][1]))
    return [(longitude * narrow * METRES_IN_DEGREE, latitude * METRES_IN_DEGREE) for longitude, latitude in ring]


def _distance(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    """How far does this point lie from the line between two others, in their unit?"""
    across, up = end[0] - start[0], end[1] - start[1]
    length = hypot(across, up)
    if length == 0:
        return hypot(point[0] - start[0], point[1] - start[1])
    part = ((point[0] - start[0]) * across + (point[1] - start[1]) * up) / length**2
    part = min(1.0, max(0.0, part))
    return hypot(point[0] - start[0] - part * across, point[1] - start[1] - part * up)


def _distances(
    points: npt.NDArray[np.float64], start: tuple[float, float], end: tuple[float, float]
) -> npt.NDArray[np.float64]:
    """As `_distance`, of many points at once: a jagged border costs the square of its points."""
    along = np.array(end) - np.array(start)
    length = float(along @ along)
    part = np.clip(((points - start) @ along) / length, 0.0, 1.0) if length else np.zeros(len(points))
    away = points - start - part[:, None] * along
    found: npt.NDArray[np.float64] = np.hypot(away[:, 0], away[:, 1])
    return found


def middle_of(rings: Sequence[Ring]) -> tuple[float, float]:
    """Longitude and latitude of the centre of gravity of the largest of these rings; a ring without surface: its start.

    Arguments: at least one ring. Source: the formula of the centroid of a polygon.
    """
    largest = max(rings, key=lambda ring: abs(_twice_the_surface(ring)))
    surface = _twice_the_surface(largest)
    if not surface:
        return largest[0][0], largest[0][1]
    west, south = largest[0][0], largest[0][1]
    across = up = 0.0
    for (x, y), (next_x, next_y) in pairwise(largest):
        part = (x - west) * (next_y - south) - (next_x - west) * (y - south)
        across += (x + next_x - 2 * west) * part
        up += (y + next_y - 2 * south) * part
    return west + across / (3 * surface), south + up / (3 * surface)


def _twice_the_surface(ring: Ring) -> float:
    west, south = ring[0][0], ring[0][1]
    return sum(
        (x - west) * (next_y - south) - (next_x - west) * (y - south) for (x, y), (next_x, next_y) in pairwise(ring)
    )


def drawn_paths(shapes: Sequence[Shape], *, width: int) -> tuple[dict[str, str], tuple[int, int]]:
    """These borders as paths of a drawing of this width, by code, with the size of the drawing."""
    if not any(ring for shape in shapes for ring in shape.rings):
        return {}, (width, width)
    field = DrawingField.around(shapes, width=width)
    return {shape.code: field.path(shape.rings) for shape in shapes}, field.size
