"""Occupations and competences: found by what people type, and what each is called and asks."""

from enum import StrEnum

from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from arbeidspact.api.v1.authentication import ApiRequest
from arbeidspact.api.v1.problems import answers
from arbeidspact.api.v1.values import Asked, Line
from arbeidspact.organisations.exceptions import InvalidValue, NotFound
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.organisations.vocabulary import current_taxonomy
from arbeidspact.taxonomy import Concept, ConceptKind

router = Router(tags=["taxonomy"])


class ScreenLanguage(StrEnum):
    """In which language names come first; where there is none, another follows."""

    NL = "nl"
    EN = "en"
    FR = "fr"
    DE = "de"


class Hit(Schema):
    """A concept that was found, with the name that matched."""

    id: str
    kind: ConceptKind
    label: str
    language: str
    score: float
    edition: str


class Hits(Schema):
    """What was found, best first, in these editions of the taxonomy."""

    taxonomy: str
    items: list[Hit]


class ConceptValue(Schema):
    """A concept with its names in every language that is known."""

    id: str
    kind: ConceptKind
    edition: str
    labels: dict[str, str]
    alternatives: dict[str, list[str]]
    descriptions: dict[str, str]
    broader: list[str]
    narrower: list[str]
    isco: str | None
    code: str | None


class NamedConcept(Schema):
    """A concept and what it is called."""

    id: str
    label: str


class Competences(Schema):
    """What an occupation asks."""

    occupation: NamedConcept
    essential: list[NamedConcept]
    optional: list[NamedConcept]


class SearchQuery(Asked):
    """What to look for."""

    text: Line = Field(min_length=1, examples=["heftruck"])
    kind: ConceptKind | None = None
    language: ScreenLanguage = ScreenLanguage.NL
    limit: int = Field(10, ge=1, le=50)


class LanguageQuery(Asked):
    """In which language."""

    language: ScreenLanguage = ScreenLanguage.NL


@router.get("/taxonomy/search", response=answers(Hits, 422), operation_id="search_taxonomy")
def search(request: ApiRequest, asked: Query[SearchQuery]) -> Hits:
    """Which concepts have a name like this, unfinished or misspelled as it may be?"""
    require(request.auth, Permission.SEARCH_TAXONOMY)
    taxonomy = current_taxonomy()
    hits = taxonomy.search(asked.text, language=asked.language.value, kind=asked.kind, limit=asked.limit)
    return Hits(
        taxonomy=taxonomy.version,
        items=[
            Hit(
                id=hit.concept_id,
                kind=hit.kind,
                label=hit.label,
                language=hit.language,
                score=hit.score,
                edition=hit.edition,
            )
            for hit in hits
        ],
    )


@router.get("/taxonomy/concepts/{path:concept}", response=answers(ConceptValue, 404), operation_id="get_concept")
def get(request: ApiRequest, concept: str) -> ConceptValue:
    """What is this concept called, and where does it stand? The id may hold slashes, or %2F for them."""
    require(request.auth, Permission.SEARCH_TAXONOMY)
    found = _concept(concept)
    return ConceptValue(
        id=found.id,
        kind=found.kind,
        edition=found.edition,
        labels={language: names.preferred for language, names in found.labels.items() if names.preferred},
        alternatives={language: list(names.alternatives) for language, names in found.labels.items()},
        descriptions=dict(found.descriptions),
        broader=list(found.broader),
        narrower=list(current_taxonomy().narrower(found.id)),
        isco=found.isco,
        code=found.code,
    )


@router.get(
    "/taxonomy/occupations/{path:concept}/competences",
    response=answers(Competences, 404, 422),
    operation_id="get_competences_of_occupation",
)
def competences(request: ApiRequest, concept: str, asked: Query[LanguageQuery]) -> Competences:
    """Which competences does this occupation ask, essential and optional?"""
    require(request.auth, Permission.SEARCH_TAXONOMY)
    occupation = _concept(concept)
    if occupation.kind is not ConceptKind.OCCUPATION:
        raise InvalidValue(_("This concept is not an occupation."), field="concept")
    asks = current_taxonomy().competences_of(occupation.id)
    return Competences(
        occupation=_named(occupation.id, asked.language),
        essential=[_named(one, asked.language) for one in asks.essential],
        optional=[_named(one, asked.language) for one in asks.optional],
    )


def _concept(concept: str) -> Concept:
    taxonomy = current_taxonomy()
    if concept not in taxonomy:
        raise NotFound(_("The taxonomy has no such concept."), hint=_("Search by name to find the right one."))
    return taxonomy.concept(concept)


def _named(concept: str, language: ScreenLanguage) -> NamedConcept:
    return NamedConcept(id=concept, label=str(current_taxonomy().label(concept, language.value)))
