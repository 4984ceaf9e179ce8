"""What occupations and competences exist, what they are called in each language, and how they hang together.

A `Taxonomy` answers from one or more editions: an ESCO download that an operator imported, and the starter that comes
with the software, whose ids stay resolvable for ever. It finds concepts by what people type, tells which competences an
occupation asks, and how much one competence covers of another. Ordered scales (language, education, evidence) are in
`arbeidspact.taxonomy.scales`; everything it raises on purpose is in `arbeidspact.taxonomy.exceptions`. No web, no
database: it reads and writes only in the directory it is handed.
"""

from arbeidspact.taxonomy.concepts import (
    CompetencesOfOccupation,
    Concept,
    ConceptKind,
    ConceptLabels,
    Label,
    OccupationsAsking,
    RelatedCompetence,
    RelationReason,
    SearchHit,
)
from arbeidspact.taxonomy.edition import EditionFacts
from arbeidspact.taxonomy.esco_import import import_esco
from arbeidspact.taxonomy.esco_report import ImportProgress, ImportReport
from arbeidspact.taxonomy.installed import InstalledEdition, active_taxonomy, installed_editions, remove_edition
from arbeidspact.taxonomy.licences import Licence, LicenceKind, covered_licences
from arbeidspact.taxonomy.relatedness import REASONS, RelatedPairs
from arbeidspact.taxonomy.starter_files import licences
from arbeidspact.taxonomy.taxonomy import Taxonomy

__all__ = [
    "REASONS",
    "CompetencesOfOccupation",
    "Concept",
    "ConceptKind",
    "ConceptLabels",
    "EditionFacts",
    "ImportProgress",
    "ImportReport",
    "InstalledEdition",
    "Label",
    "Licence",
    "LicenceKind",
    "OccupationsAsking",
    "RelatedCompetence",
    "RelatedPairs",
    "RelationReason",
    "SearchHit",
    "Taxonomy",
    "active_taxonomy",
    "covered_licences",
    "import_esco",
    "installed_editions",
    "licences",
    "remove_edition",
]
