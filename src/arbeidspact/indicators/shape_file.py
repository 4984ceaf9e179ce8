"""Borders of areas as GeoJSON files hold them: read, checked, made simple enough to draw. Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, radians
from pathlib import Path
from typing import Any, Final

from .exceptions import InvalidFile, Problem

Ring = tuple[tuple[float, float], ...]
METRES_IN_DEGREE: Final = 111_320.0
MOST_PROBLEMS: Final = 50
LARGEST_FILE: Final = 50_000_000
LEAST_POINTS: Final = 4


@dataclass(frozen=True, slots=True)
class Shape:
    """The border of one area: rings of longitude and latitude, closed; a ring inside another is a hole."""

    code: str
    rings: tuple[Ring, ...]


def read_shapes(path: Path, *, field: str, tolerance_metres: float) -> tuple[Shape, ...]:
    """Which borders does this file hold?

    Arguments: `field`, the property of each feature that names its area; `tolerance_metres`, how far a simplified
    border may lie from the one in the file. Returns: in the order of the file, rings that are too small to see left
    out. Raises: `InvalidFile` with every problem: feature, field, problem, fix.
    """
    features = _features(path)
    problems: list[Problem] = []
    shapes: dict[str, Shape] = {}
    for number, feature in enumerate(features, start=1):
        where = f"feature {number}"
        properties = feature.get("properties") if isinstance(feature, dict) else None
        code = str((properties or {}).get(field) or "").strip()
        if not code:
            known = ", ".join(sorted(properties or {})) or "none"
            problems.append(Problem(path.name, where, field, "is missing or empty", f"properties here: {known}"))
            continue
        if code in shapes:
            problems.append(Problem(path.name, where, field, f"{code} stands twice", "leave one feature for each area"))
            continue
        problem = _problem_of(feature)
        if problem is not None:
            problems.append(Problem(path.name, f"{where} ({code})", "geometry", *problem))
            continue
        rings = tuple(_simplified(_ring(ring), tolerance_metres) for ring in _rings(feature["geometry"]))
        shapes[code] = Shape(code, tuple(ring for ring in rings if len(ring) >= LEAST_POINTS) or rings[:1])
    if problems:
        raise InvalidFile(problems[:MOST_PROBLEMS])
    return tuple(shapes.values())


def _features(path: Path) -> list[Any]:
    if path.stat().st_size > LARGEST_FILE:
        raise InvalidFile([Problem(path.name, "file", "", "is larger than 50 MB", "simplify the borders first")])
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, UnicodeDecodeError) as error:
        raise InvalidFile([Problem(path.name, "file", "", "is no JSON", "export it as GeoJSON, UTF-8")]) from error
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        fix = "export the layer as a GeoJSON FeatureCollection"
        raise InvalidFile([Problem(path.name, "file", "type", "is no FeatureCollection", fix)])
    features = content.get("features")
    if not isinstance(features, list) or not features:
        raise InvalidFile([Problem(path.name, "file", "features", "holds no area", "export the layer with its areas")])
    return features


def _problem_of(feature: Any) -> tuple[str, str] | None:
    """What is wrong with the border of this feature, and what to do; None when nothing is."""
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        return f"is {kind or 'empty'}, not an area", "export polygons"
    try:
        rings = [_ring(ring) for ring in _rings(geometry)]
    except (TypeError, ValueError, IndexError, KeyError):
        return "has coordinates that are no numbers", "export it again as GeoJSON"
    if not rings:
        return "has no border", "leave the feature out or draw its border"
    points = [point for ring in rings for point in ring]
    if any(abs(longitude) > 180 or abs(latitude) > 90 for longitude, latitude in points):
        return "is not in degrees", "export it in longitude and latitude (WGS 84, EPSG:4326)"
    if any(len(ring) < LEAST_POINTS or ring[0] != ring[-1] for ring in rings):
        return "has a border that is not closed", "repair the layer: a ring ends where it starts"
    return None


def _rings(geometry: dict[str, Any]) -> list[Any]:
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [ring for part in parts for ring in part]


def _ring(points: Any) -> Ring:
    return tuple((float(point[0]), float(point[1])) for point in points)


def _simplified(ring: Ring, tolerance_metres: float) -> Ring:
    """The same ring with fewer points: none of those left out lies further from it than the tolerance.

    Source: Douglas and Peucker, "Algorithms for the reduction of the number of points required to represent a
    digitized line" (1973), on both halves of the ring, cut at the point furthest from its start.
    """
    flat = _in_metres(ring)
    far = max(range(len(flat)), key=lambda place: hypot(flat[place][0] - flat[0][0], flat[place][1] - flat[0][1]))
    kept = {0, far, len(flat) - 1}
    pending = [(0, far), (far, len(flat) - 1)]
    while pending:
        start, end = pending.pop()
        if end - start < 2:
            continue
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


def drawn_paths(shapes: Sequence[Shape], *, width: int) -> tuple[dict[str, str], tuple[int, int]]:
    """These borders as paths of a drawing, by code, with the size of the drawing; north is up.

    Arguments: `width`, of the drawing. Returns: an equal scale both ways at the middle latitude.
    """
    points = [point for shape in shapes for ring in shape.rings for point in ring]
    if not points:
        return {}, (width, width)
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    narrow = cos(radians((south + north) / 2))
    scale = (width - 4) / max((east - west) * narrow, 1e-9)
    height = round((north - south) * scale) + 4

    def path(ring: Ring) -> str:
        steps = (f"{2 + (x - west) * narrow * scale:.1f} {2 + (north - y) * scale:.1f}" for x, y in ring[:-1])
        return f"M{'L'.join(steps)}Z"

    return {shape.code: "".join(path(ring) for ring in shape.rings) for shape in shapes}, (width, height)
