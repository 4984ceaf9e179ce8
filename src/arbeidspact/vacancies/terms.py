"""Are the words of a vacancy known: its occupation, competences, licences, languages and workplace?"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import InvalidValue
from arbeidspact.organisations.models import Area
from arbeidspact.organisations.vocabulary import current_taxonomy
from arbeidspact.taxonomy import ConceptKind, licences
from arbeidspact.vacancies.commands import VacancyDetails
from arbeidspact.vacancies.languages import KNOWN_LANGUAGES
from arbeidspact.vacancies.sectors import SECTORS


def check_words(details: VacancyDetails) -> None:
    """Refuses a vacancy that uses a word nobody knows. Raises: `InvalidValue` at the field of the first one."""
    check_concepts([details.occupation], ConceptKind.OCCUPATION, "occupation")
    check_concepts(details.competences_required, ConceptKind.COMPETENCE, "competences_required")
    check_concepts(details.competences_nice, ConceptKind.COMPETENCE, "competences_nice")
    check_area(details.area)
    for asked in details.languages:
        if asked.language not in KNOWN_LANGUAGES:
            raise InvalidValue(
                _("“%(code)s” is not a language code.") % {"code": asked.language},
                hint=_("Use two letters, such as nl, fr or ar."),
                field="languages",
            )
    known = licences()
    for licence in details.licences:
        if licence not in known:
            raise InvalidValue(
                _("There is no licence “%(licence)s” in the list.") % {"licence": licence},
                hint=_("Choose one of the list; write anything else in the description."),
                field="licences",
            )


def check_concepts(concepts: Iterable[str], kind: ConceptKind, field: str) -> None:
    """Does the taxonomy in force know each of these as what it should be? Raises: `InvalidValue` at this field."""
    taxonomy = current_taxonomy()
    for concept in concepts:
        if concept not in taxonomy or taxonomy.concept(concept).kind is not kind:
            raise InvalidValue(
                _("The taxonomy has no concept “%(concept)s” here.") % {"concept": concept[:80]},
                hint=_("Search by name and choose from what is found."),
                field=field,
            )


def check_area(code: str, field: str = "area") -> None:
    """Is this an area we know? Raises: `InvalidValue` at this field."""
    if not Area.objects.filter(code=code).exists():
        raise InvalidValue(
            _("There is no area “%(code)s”.") % {"code": code[:60]},
            hint=_("Choose a municipality or a neighbourhood from the list."),
            field=field,
        )


def check_sector(sector: str) -> None:
    """Is this a sector of the list? Raises: `InvalidValue`."""
    if sector not in SECTORS:
        raise InvalidValue(
            _("There is no sector “%(sector)s”.") % {"sector": sector[:60]},
            hint=_("Choose one of the list."),
            field="sector",
        )
