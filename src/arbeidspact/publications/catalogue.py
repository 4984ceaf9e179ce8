"""The description of a release for data portals: DCAT-AP 3, as JSON-LD and Turtle from one list of statements.

Source: DCAT-AP 3.0.1, https://semiceu.github.io/DCAT-AP/releases/3.0.1/ (classes, properties and cardinalities); the
authority tables of the Publications Office of the EU for formats, frequencies, themes, languages and access rights.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from arbeidspact.indicators import IndicatorDefinition, Rhythm
from arbeidspact.publications.files import ReleasedFile
from arbeidspact.publications.tables import TABLES

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DCAT: Final = "http://www.w3.org/ns/dcat#"
DCT: Final = "http://purl.org/dc/terms/"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
SPDX: Final = "http://spdx.org/rdf/terms#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
EU: Final = "http://publications.europa.eu/resource/authority/"
IANA: Final = "http://www.iana.org/assignments/media-types/"
FILE_TYPES: Final = {"csv": "CSV", "json": "JSON", "parquet": "PARQUET"}
FREQUENCIES: Final = {
    Rhythm.MONTHLY: "MONTHLY",
    Rhythm.QUARTERLY: "QUARTERLY",
    Rhythm.YEARLY: "ANNUAL",
    Rhythm.ONCE: "NEVER",
}


@dataclass(frozen=True, slots=True)
class Iri:
    """A thing that has an address."""

    address: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A text with its language, or a value with its type."""

    text: str
    language: str = ""
    datatype: str = ""


Statement = tuple[Iri, Iri, Iri | Literal]


@dataclass(frozen=True, slots=True)
class Described:
    """What a release says about itself: where it stands, whose it is, under which licence, since when."""

    site: str
    version: str
    publisher: str
    licence: str
    made_at: datetime
    notes: str = ""

    @property
    def root(self) -> str:
        return f"{self.site.rstrip('/')}/open-data/"

    @property
    def here(self) -> str:
        return f"{self.root}releases/{self.version}/"


def statements(
    about: Described, definitions: Sequence[IndicatorDefinition], files: Iterable[ReleasedFile]
) -> list[Statement]:
    """Everything the catalogue says: itself, a dataset for each indicator and table, a distribution for each file."""
    catalogue, publisher = Iri(about.here + "#catalogue"), Iri(about.root + "#publisher")
    said: list[Statement] = [
        (catalogue, Iri(RDF + "type"), Iri(DCAT + "Catalog")),
        *_texts(catalogue, "Open data van het arbeidspact", "Open data of the labour pact"),
        *_texts(
            catalogue,
            f"Uitgave {about.version}: cijfers, vacatures en actieplan. {about.notes}".strip(),
            f"Release {about.version}: figures, vacancies and action plan. {about.notes}".strip(),
            "description",
        ),
        (catalogue, Iri(DCT + "publisher"), publisher),
        (catalogue, Iri(DCT + "license"), Iri(about.licence)),
        (catalogue, Iri(DCT + "issued"), _moment(about.made_at)),
        (catalogue, Iri(DCT + "language"), Iri(EU + "language/NLD")),
        (catalogue, Iri(DCT + "language"), Iri(EU + "language/ENG")),
        (catalogue, Iri(FOAF + "homepage"), Iri(about.root)),
        (Iri(about.root), Iri(RDF + "type"), Iri(FOAF + "Document")),
        (Iri(about.licence), Iri(RDF + "type"), Iri(DCT + "LicenseDocument")),
        (publisher, Iri(RDF + "type"), Iri(FOAF + "Agent")),
        (publisher, Iri(FOAF + "name"), Literal(about.publisher)),
    ]
    by_name: dict[str, list[ReleasedFile]] = {}
    for one in files:
        if one.path.startswith("data/"):
            by_name.setdefault(one.path.removeprefix("data/").rsplit(".", 1)[0], []).append(one)
    known = {definition.slug: definition for definition in definitions}
    for name, own in sorted(by_name.items()):
        dataset = Iri(f"{about.here}#{name}")
        said.append((catalogue, Iri(DCAT + "dataset"), dataset))
        said += _dataset(about, dataset, name, known.get(name), publisher)
        for one in own:
            said += _distribution(about, dataset, one)
    return said


def _dataset(
    about: Described, dataset: Iri, name: str, definition: IndicatorDefinition | None, publisher: Iri
) -> list[Statement]:
    if definition is not None:
        titles = (definition.name.nl, definition.name.en)
        words = (
            f"{definition.question.nl} Geteld: {definition.numerator.nl}. Bron: {definition.source}.",
            f"{definition.question.en} Counted: {definition.numerator.en}. Source: {definition.source}.",
        )
        frequency = FREQUENCIES[definition.rhythm]
    else:
        table = TABLES[name]
        titles, words, frequency = (table.title.nl, table.title.en), (table.about.nl, table.about.en), "IRREG"
    return [
        (dataset, Iri(RDF + "type"), Iri(DCAT + "Dataset")),
        *_texts(dataset, *titles),
        *_texts(dataset, *words, "description"),
        (dataset, Iri(DCT + "identifier"), Literal(dataset.address)),
        (dataset, Iri(DCT + "publisher"), publisher),
        (dataset, Iri(DCT + "issued"), _moment(about.made_at)),
        (dataset, Iri(DCAT + "version"), Literal(about.version)),
        (dataset, Iri(DCAT + "theme"), Iri(EU + "data-theme/SOCI")),
        (dataset, Iri(DCT + "accrualPeriodicity"), Iri(EU + f"frequency/{frequency}")),
        (dataset, Iri(DCT + "accessRights"), Iri(EU + "access-right/PUBLIC")),
        (dataset, Iri(DCAT + "landingPage"), Iri(about.here)),
        (dataset, Iri(DCAT + "keyword"), Literal("arbeidsmarkt", "nl")),
        (dataset, Iri(DCAT + "keyword"), Literal("labour market", "en")),
        (Iri(about.here), Iri(RDF + "type"), Iri(FOAF + "Document")),
    ]


def _distribution(about: Described, dataset: Iri, file: ReleasedFile) -> list[Statement]:
    address, ending = about.here + file.path, file.path.rsplit(".", 1)[-1]
    distribution, checksum = Iri(f"{address}#distribution"), Iri(f"{address}#sha256")
    return [
        (dataset, Iri(DCAT + "distribution"), distribution),
        (distribution, Iri(RDF + "type"), Iri(DCAT + "Distribution")),
        *_texts(distribution, file.path, file.path),
        (distribution, Iri(DCAT + "accessURL"), Iri(about.here)),
        (distribution, Iri(DCAT + "downloadURL"), Iri(address)),
        (distribution, Iri(DCT + "format"), Iri(EU + f"file-type/{FILE_TYPES[ending]}")),
        (distribution, Iri(DCAT + "mediaType"), Iri(IANA + file.media_type.split(";")[0])),
        (distribution, Iri(DCAT + "byteSize"), Literal(str(file.bytes), datatype=XSD + "nonNegativeInteger")),
        (distribution, Iri(DCT + "license"), Iri(about.licence)),
        (distribution, Iri(SPDX + "checksum"), checksum),
        (checksum, Iri(RDF + "type"), Iri(SPDX + "Checksum")),
        (checksum, Iri(SPDX + "algorithm"), Iri(SPDX + "checksumAlgorithm_sha256")),
        (checksum, Iri(SPDX + "checksumValue"), Literal(file.sha256, datatype=XSD + "hexBinary")),
    ]


def _texts(subject: Iri, nl: str, en: str, what: str = "title") -> list[Statement]:
    return [(subject, Iri(DCT + what), Literal(nl, "nl")), (subject, Iri(DCT + what), Literal(en, "en"))]


def _moment(at: datetime) -> Literal:
    return Literal(at.isoformat(timespec="seconds"), datatype=XSD + "dateTime")


def as_turtle(said: Iterable[Statement]) -> str:
    """As Turtle, one statement a line: every reader of Turtle reads it, and so does `diff`."""
    return "".join(f"{_turtle(s)} {_turtle(p)} {_turtle(o)} .\n" for s, p, o in dict.fromkeys(said))


def _turtle(node: Iri | Literal) -> str:
    if isinstance(node, Iri):
        return f"<{node.address}>"
    text = json.dumps(node.text, ensure_ascii=False)
    if node.language:
        return f"{text}@{node.language}"
    return f"{text}^^<{node.datatype}>" if node.datatype else text


def as_json_ld(said: Iterable[Statement]) -> dict[str, Any]:
    """As JSON-LD in its expanded form, which needs no context from elsewhere."""
    things: dict[str, dict[str, Any]] = {}
    for s, p, o in dict.fromkeys(said):
        thing = things.setdefault(s.address, {"@id": s.address})
        if p.address == RDF + "type" and isinstance(o, Iri):
            thing.setdefault("@type", []).append(o.address)
        else:
            thing.setdefault(p.address, []).append(_json_ld(o))
    return {"@graph": list(things.values())}


def _json_ld(node: Iri | Literal) -> dict[str, str]:
    if isinstance(node, Iri):
        return {"@id": node.address}
    value = {"@value": node.text}
    if node.language:
        value["@language"] = node.language
    elif node.datatype:
        value["@type"] = node.datatype
    return value
