"""What the NIS code of a Belgian place says of where it lies. Pure."""

from typing import Final

MUNICIPALITY_DIGITS: Final = 5
PROVINCES: Final = {
    "1": "10000",
    "23": "20001",
    "24": "20001",
    "25": "20002",
    "3": "30000",
    "4": "40000",
    "5": "50000",
    "6": "60000",
    "7": "70000",
    "8": "80000",
    "9": "90000",
}
"""Of a municipality, by how its code starts; Brussels (21) lies in none."""
FLANDERS, WALLONIA, BRUSSELS = "02000", "03000", "04000"
IN_FLANDERS: Final = ("1", "23", "24", "3", "4", "7")


def wider_codes(code: str) -> tuple[str, ...]:
    """In which places lies the one with this code, the nearest first? Those that a figure is often about.

    Returns: of a part of a municipality, such as a neighbourhood, the code of its municipality; of a municipality that
    of its province and its region. Empty for what is no NIS code.
    Source: Statbel, REFNIS: the first digits of a municipality are those of its arrondissement, the first of all its
    province, but for Brabant. Example: `wider_codes("44021") == ("40000", "02000")`.
    """
    start, rest = code[:MUNICIPALITY_DIGITS], code[MUNICIPALITY_DIGITS:]
    if len(start) < MUNICIPALITY_DIGITS or not (start.isascii() and start.isdecimal()) or start.endswith("000"):
        return ()
    if rest:
        return (start,)
    province = PROVINCES.get(code[:1]) or PROVINCES.get(code[:2])
    if code.startswith("21"):
        return (BRUSSELS,)
    if province is None:
        return ()
    return (province, FLANDERS if code.startswith(IN_FLANDERS) else WALLONIA)
