"""Single whole numbers that a caller chooses, each within its bounds."""

from arbeidspact.matching.exceptions import BadInput


def check_count(field: str, value: int, *, least: int, most: int) -> None:
    """Is this a whole number from `least` to `most`? Raises: `BadInput` naming the field when it is not."""
    if type(value) is not int or not least <= value <= most:
        raise BadInput(field, "it is out of bounds", f"Give a whole number from {least} to {most}")
