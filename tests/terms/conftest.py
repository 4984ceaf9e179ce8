"""A counsellor of the city, one of the employment service, and a person whom both accompany."""

from tests.pathways.conftest import (  # noqa: F401
    amina,
    counsellor,
    counsellor_of_vdab,
    file,
    file_at_vdab,
    vdab,
    werkpunt,
)
