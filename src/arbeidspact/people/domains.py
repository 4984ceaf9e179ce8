"""The life domains: one vocabulary for barriers, strengths, goals and remedies, and which of them are sensitive."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class LifeDomain(models.TextChoices):
    """A part of life that can stand in the way of work, or carry somebody towards it."""

    WORK = "work", _("Work and experience")
    LEARNING = "learning", _("Learning and diplomas")
    LANGUAGE = "language", _("Language")
    DIGITAL = "digital", _("Digital skills")
    TRANSPORT = "transport", _("Transport")
    CHILD_CARE = "child_care", _("Child care")
    CARE_DUTIES = "care_duties", _("Care for somebody else")
    HOUSING = "housing", _("Housing")
    ADMINISTRATION = "administration", _("Papers and administration")
    NETWORK = "network", _("People around you")
    DISCRIMINATION = "discrimination", _("Discrimination")
    HEALTH = "health", _("Health")
    DEBT = "debt", _("Money and debts")
    JUSTICE = "justice", _("Justice")


SENSITIVE: Final = frozenset({LifeDomain.HEALTH, LifeDomain.DEBT, LifeDomain.JUSTICE})
"""Kept in the compartment: seen only with a relation to the person and a stated purpose (GDPR articles 9 and 10)."""


def visible_domains(*, sees_sensitive: bool) -> list[LifeDomain]:
    """Which domains may be shown?"""
    return [domain for domain in LifeDomain if sees_sensitive or domain not in SENSITIVE]
