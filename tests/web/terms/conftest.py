"""A counsellor at a screen, and a person whom the own organisation accompanies."""

from tests.web.pathways.conftest import amina, counsellor, membership, vdab, werkpunt  # noqa: F401
