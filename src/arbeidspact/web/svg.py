"""Drawings that may stand in a page under a strict content security policy."""

import re
from xml.etree import ElementTree

NAMESPACE = "http://www.w3.org/2000/svg"
FORBIDDEN = {"script", "style", "foreignObject"}


class DrawingError(ValueError):
    """This is not a drawing; the message says why."""


def clean_svg(svg: str, *, prefix: str) -> str:
    """How may this drawing stand in a page?

    Arguments: `svg`, a whole SVG document; `prefix`, put before every id so that two drawings on a page do not meet.
    Returns: the same drawing, scaling with its surroundings, without scripts, handlers or style attributes, and silent
    for screen readers: the element around it carries the words. Raises: `DrawingError` when it is not SVG.
    """
    ElementTree.register_namespace("", NAMESPACE)
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314 - drawn by our own renderer from figures
    except ElementTree.ParseError as problem:
        raise DrawingError("The chart could not be drawn: the renderer did not return SVG.") from problem
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.removeprefix(f"{{{NAMESPACE}}}") in FORBIDDEN:
                parent.remove(child)
    for element in root.iter():
        _clean_element(element, prefix)
    for name in ("width", "height", "class"):
        root.attrib.pop(name, None)
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    return ElementTree.tostring(root, encoding="unicode")


def _clean_element(element: ElementTree.Element, prefix: str) -> None:
    for declaration in element.attrib.pop("style", "").split(";"):
        name, _colon, value = declaration.partition(":")
        if value.strip():
            element.attrib.setdefault(name.strip(), value.strip())
    for name, value in list(element.attrib.items()):
        if name.startswith(("on", "aria-", "role")) or "javascript:" in value.lower():
            del element.attrib[name]
        elif name == "id":
            element.set(name, f"{prefix}-{value}")
        elif "url(#" in value:
            element.set(name, re.sub(r"url\(['\"]?#([^)'\"]+)['\"]?\)", rf"url(#{prefix}-\1)", value))
