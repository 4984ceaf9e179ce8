"""The sectors that employers are counted in."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import Message

SECTORS: Final[Mapping[str, Message]] = {
    "agriculture": _("Agriculture and green"),
    "business-services": _("Business services"),
    "care": _("Care and health"),
    "chemistry": _("Chemistry"),
    "childcare": _("Child care"),
    "cleaning": _("Cleaning"),
    "construction": _("Construction"),
    "culture": _("Culture, sport and leisure"),
    "education": _("Education"),
    "energy": _("Energy and environment"),
    "finance": _("Finance and insurance"),
    "food-industry": _("Food industry"),
    "hospitality": _("Hospitality"),
    "ict": _("ICT"),
    "metal": _("Metal and machines"),
    "office": _("Office and administration"),
    "port-logistics": _("Port and logistics"),
    "public-administration": _("Public administration"),
    "retail": _("Retail and sales"),
    "security": _("Security"),
    "services": _("Personal services"),
    "social-economy": _("Social economy"),
    "technology": _("Technology"),
    "temporary-work": _("Temporary work"),
    "textile": _("Textile and fashion"),
    "transport": _("Transport"),
    "vehicles": _("Vehicles"),
    "welfare": _("Welfare"),
}
"""By slug; the slugs are those of the starter taxonomy where it names a sector."""


def sector_name(slug: str) -> str:
    """What is this sector called on the screen? A slug from elsewhere is shown as it is."""
    return str(SECTORS.get(slug, slug))
