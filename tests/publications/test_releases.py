"""From what stands to what is public: the guard, the files, the changes, the way back."""

import csv
import hashlib
import io
import json
from decimal import Decimal

import pyarrow.parquet as pq
import pytest
from pyshacl import validate
from rdflib import Graph
from rdflib.compare import isomorphic

from arbeidspact.indicators import Publication, Unit
from arbeidspact.monitor.actions import record_observations
from arbeidspact.monitor.commands import RecordObservations
from arbeidspact.organisations.actor import actor_of
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, Role
from arbeidspact.publications.actions import make_release, publish_release, withdraw_release
from arbeidspact.publications.commands import MakeRelease, PublishRelease, WithdrawRelease
from arbeidspact.publications.files import folder_of
from arbeidspact.publications.models import ReleaseStatus
from arbeidspact.publications.queries import Mark, files_of, public_figures, public_indicators, public_release
from tests.monitor.factories import an_indicator, figure
from tests.organisations.factories import MembershipFactory
from tests.publications.conftest import NEIGHBOURHOODS, OWN, REACHED, reached
from tests.vacancies.factories import VacancyFactory

pytestmark = pytest.mark.django_db
TOGETHER = ("brugse-poort", "muide")


def made(analyst, **choices):
    return make_release(MakeRelease(**choices), actor=analyst)


def public(analyst, **choices):
    release = made(analyst, **choices)
    assert release.status == ReleaseStatus.DRAFT, release.report["leaks"]
    return publish_release(PublishRelease(version=release.version), actor=analyst)


def shown(figures):
    return {one.area: None if one.value is None else int(one.value) for one in figures.figures}


def test_a_small_count_leaves_with_a_companion_and_the_rest_is_shown(guarded, analyst):
    release = public(analyst)

    figures = public_figures(REACHED)
    assert shown(figures) == {"gent": 107, "muide": None, "rabot": None, "brugse-poort": 23, "dampoort": 60}
    assert {one.mark for one in figures.figures if one.value is None} == {Mark.SUPPRESSED}
    assert figures.release == release.version
    (line,) = release.report["indicators"]
    assert line["reasons"] == {"too_few": 1, "protects_another": 1}


def test_a_hidden_figure_is_in_no_file(guarded, analyst):
    release = public(analyst)

    for one in files_of(release):
        content = (folder_of(release.version) / one.path).read_bytes()
        assert hashlib.sha256(content).hexdigest() == one.sha256
    rows = list(csv.DictReader(io.StringIO((folder_of(release.version) / f"data/{REACHED}.csv").read_text())))
    assert {row["area"]: row["value"] for row in rows}["muide"] == ""
    listed = json.loads((folder_of(release.version) / f"data/{REACHED}.json").read_text())
    assert {row["area"]: row["value"] for row in listed}["muide"] is None
    table = pq.read_table(folder_of(release.version) / f"data/{REACHED}.parquet").to_pylist()
    assert {row["area"]: row["value"] for row in table} == {
        "gent": Decimal(107), "brugse-poort": Decimal(23), "dampoort": Decimal(60), "muide": None, "rabot": None
    }  # fmt: skip


def test_a_table_that_gives_somebody_away_beside_an_earlier_release_is_stopped_and_mended(without_total, analyst):
    first = public(analyst, groups=(TOGETHER,))
    assert shown(public_figures(REACHED)) == {"groep:brugse-poort+muide": 32, "rabot": 15, "dampoort": 60}

    stopped = made(analyst)

    assert stopped.status == ReleaseStatus.BLOCKED
    assert not folder_of(stopped.version).exists()
    (leak,) = [one for one in stopped.report["leaks"] if one["of"]["area"] == "muide"]
    assert (leak["lowest"], leak["highest"]) == (9, 9)
    assert [(one["times"], one["of"]["area"], one["where"]) for one in leak["terms"]] == [
        (1, "groep:brugse-poort+muide", first.version),
        (-1, "brugse-poort", "now"),
    ]
    assert leak["remedy"] == {"indicator": REACHED, "areas": ["brugse-poort", "muide"]}
    with pytest.raises(Conflict, match="Only a draft"):
        publish_release(PublishRelease(version=stopped.version), actor=analyst)

    mended = public(analyst, groups=(tuple(leak["remedy"]["areas"]),))
    assert mended.changes["indicators"] == {}


def test_beside_a_total_the_guard_hides_the_right_companion_by_itself(guarded, analyst):
    """The group of the first release follows from the city: its other neighbourhood goes with the small one."""
    public(analyst, groups=(TOGETHER,))

    public(analyst)

    assert shown(public_figures(REACHED)) == {
        "gent": 107, "muide": None, "brugse-poort": None, "rabot": 15, "dampoort": 60
    }  # fmt: skip


def test_leaving_the_table_out_mends_it_too(without_total, published, analyst):
    public(analyst, groups=(TOGETHER,))

    release = public(analyst, left_out=(REACHED,))

    assert public_indicators().keys() == {"employment-rate"}
    assert release.changes["indicators"][REACHED]["gone"] == 3


def test_a_withdrawn_release_stays_known_to_the_guard(without_total, analyst):
    first = public(analyst, groups=(TOGETHER,))
    withdraw_release(WithdrawRelease(version=first.version, reason="Verkeerde periode"), actor=analyst)

    assert made(analyst).status == ReleaseStatus.BLOCKED
    with pytest.raises(NotFound):
        public_figures(REACHED, version=first.version)
    assert public_release(first.version).withdrawal_reason == "Verkeerde periode"


def test_a_total_that_another_source_published_is_taken_in(guarded, city, analyst):
    """The open indicator prints what the guarded one would let follow: 45 - 15 - 21 = 9."""
    counts = {"muide": 9, "rabot": 15, "dampoort": 21}
    record_observations(RecordObservations(observations=tuple(reached(counts, "2026-Q2")[:-1])), actor=analyst)
    elsewhere = figure("2026-Q2", "45", indicator="reached-abroad", unit=Unit.COUNT, source="VDAB")
    an_indicator(elsewhere, slug="reached-abroad", unit=Unit.COUNT, factor=1, denominator=None, publication="open")
    an_indicator(slug=REACHED, unit=Unit.COUNT, factor=1, denominator=None, counts_same_as="reached-abroad")
    record_observations(
        RecordObservations(observations=(figure("2026-Q2", "45", indicator=REACHED, unit=Unit.COUNT, source=OWN),)),
        actor=analyst,
    )

    public(analyst)

    found = {one.area: one.value for one in public_figures(REACHED).figures if str(one.period) == "2026-Q2"}
    assert found == {"gent": 45, "muide": None, "rabot": None, "dampoort": 21}


def test_what_was_published_by_an_official_source_leaves_as_it_is(published, analyst):
    public(analyst)

    (one,) = public_figures("employment-rate").figures
    assert (one.value, one.mark, one.source) == (Decimal("71.2"), Mark.SHOWN, "Statbel, december 2025")


def test_an_internal_indicator_never_leaves(published, analyst):
    an_indicator(figure("2024", "3", indicator="inside"), slug="inside", publication=Publication.INTERNAL)

    public(analyst)

    assert public_indicators().keys() == {"employment-rate"}


def test_a_figure_of_our_own_is_guarded_even_in_an_open_indicator(city, analyst):
    an_indicator(
        figure("2024", "5", indicator="open-count", unit=Unit.COUNT, source=OWN),
        figure("2023", "5", indicator="open-count", unit=Unit.COUNT),
        slug="open-count", unit=Unit.COUNT, factor=1, denominator=None, publication="open",
    )  # fmt: skip

    public(analyst)

    assert [(str(one.period), one.value) for one in public_figures("open-count").figures] == [
        ("2023", Decimal(5)),
        ("2024", None),
    ]


@pytest.mark.parametrize(
    ("numerator", "denominator", "value", "is_shown"),
    [
        pytest.param("120", "400", "30", True, id="many of many"),
        pytest.param("4", "400", "1", False, id="four of four hundred"),
        pytest.param("396", "400", "99", False, id="all but four"),
        pytest.param("12", "24", "50", False, id="over too few"),
        pytest.param(None, "400", "30", False, id="of a count that is not known here"),
    ],
)
def test_a_guarded_rate_leaves_when_its_counts_may(city, analyst, numerator, denominator, value, is_shown):
    count = {"unit": Unit.COUNT, "factor": 1, "denominator": None}
    of = {"indicator": "placed", "unit": Unit.COUNT, "source": OWN}
    an_indicator(*([figure("2025", numerator, **of)] if numerator else []), slug="placed", **count)
    an_indicator(figure("2025", denominator, **{**of, "indicator": "started"}), slug="started", **count)
    an_indicator(
        figure("2025", value, indicator="placement-rate", source=OWN),
        slug="placement-rate",
        numerator_indicator="placed",
        denominator_indicator="started",
    )

    public(analyst)

    (rate,) = public_figures("placement-rate").figures
    assert (rate.value is not None) is is_shown


def test_counts_can_be_rounded_instead_and_still_add_up(guarded, analyst):
    public(analyst, method="round")

    found = shown(public_figures(REACHED))
    assert {one.mark for one in public_figures(REACHED).figures} == {Mark.ROUNDED}
    assert found["gent"] == sum(found[area] for area in NEIGHBOURHOODS)
    assert all(abs(found[area] - count) < 10 for area, count in NEIGHBOURHOODS.items())


def test_the_changes_name_what_is_new_and_what_is_different(guarded, analyst):
    public(analyst)
    later = reached(NEIGHBOURHOODS | {"dampoort": 90}, vintage=None) + reached(NEIGHBOURHOODS, "2026-Q4")
    record_observations(
        RecordObservations(observations=tuple(one for one in later if one.area in ("dampoort", "gent"))), actor=analyst
    )

    release = public(analyst)

    assert release.changes["since"].endswith(".1")
    changes = release.changes["indicators"][REACHED]
    assert (changes["added"], changes["gone"]) == (2, 0)


def test_open_vacancies_leave_without_free_words_or_contact_data(city, analyst):
    VacancyFactory(title="Heftruckchauffeur", description="Bel Jan op 0470 12 34 56")

    release = public(analyst)

    text = (folder_of(release.version) / "data/vacancies.csv").read_text()
    assert "Heftruckchauffeur" in text
    assert "0470" not in text


SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix spdx: <http://spdx.org/rdf/terms#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
[] a sh:NodeShape ; sh:targetClass dcat:Catalog ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ],
    [ sh:path dct:description ; sh:minCount 1 ; sh:nodeKind sh:Literal ],
    [ sh:path dct:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent ],
    [ sh:path dct:license ; sh:maxCount 1 ; sh:nodeKind sh:IRI ],
    [ sh:path dct:issued ; sh:maxCount 1 ], [ sh:path foaf:homepage ; sh:maxCount 1 ],
    [ sh:path dcat:dataset ; sh:minCount 1 ; sh:class dcat:Dataset ] .
[] a sh:NodeShape ; sh:targetClass dcat:Dataset ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ; sh:uniqueLang true ],
    [ sh:path dct:description ; sh:minCount 1 ; sh:nodeKind sh:Literal ],
    [ sh:path dct:publisher ; sh:maxCount 1 ; sh:class foaf:Agent ],
    [ sh:path dct:accessRights ; sh:maxCount 1 ; sh:nodeKind sh:IRI ],
    [ sh:path dct:accrualPeriodicity ; sh:maxCount 1 ; sh:nodeKind sh:IRI ],
    [ sh:path dct:issued ; sh:maxCount 1 ; sh:datatype xsd:dateTime ],
    [ sh:path dcat:distribution ; sh:minCount 3 ; sh:class dcat:Distribution ] .
[] a sh:NodeShape ; sh:targetClass dcat:Distribution ;
  sh:property [ sh:path dcat:accessURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ],
    [ sh:path dcat:downloadURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ],
    [ sh:path dcat:byteSize ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ],
    [ sh:path dcat:mediaType ; sh:maxCount 1 ; sh:nodeKind sh:IRI ],
    [ sh:path dct:format ; sh:maxCount 1 ; sh:nodeKind sh:IRI ],
    [ sh:path dct:license ; sh:maxCount 1 ], [ sh:path spdx:checksum ; sh:maxCount 1 ; sh:class spdx:Checksum ] .
[] a sh:NodeShape ; sh:targetClass foaf:Agent ;
  sh:property [ sh:path foaf:name ; sh:minCount 1 ; sh:nodeKind sh:Literal ] .
[] a sh:NodeShape ; sh:targetClass spdx:Checksum ;
  sh:property [ sh:path spdx:algorithm ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ],
    [ sh:path spdx:checksumValue ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:hexBinary ] .
"""
"""The mandatory properties and cardinalities of DCAT-AP 3.0.1 for what we describe, in our own words.

Source: https://semiceu.github.io/DCAT-AP/releases/3.0.1/html/shacl/shapes.ttl, read for what it demands."""


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib", "ignore::DeprecationWarning:pyshacl")
def test_the_catalogue_is_valid_dcat_ap_and_the_same_in_both_notations(guarded, published, analyst):
    release = public(analyst)
    folder = folder_of(release.version)
    turtle = Graph().parse(folder / "catalogue.ttl", format="turtle")
    json_ld = Graph().parse(folder / "catalogue.jsonld", format="json-ld")

    assert isomorphic(turtle, json_ld)
    conforms, _graph, text = validate(turtle, shacl_graph=Graph().parse(data=SHAPES, format="turtle"))
    assert conforms, text
    spoilt = Graph()
    for statement in turtle:
        if not str(statement[1]).endswith("accessURL"):
            spoilt.add(statement)
    assert not validate(spoilt, shacl_graph=Graph().parse(data=SHAPES, format="turtle"))[0]


def test_a_draft_older_than_another_release_is_not_published(guarded, analyst):
    first, second = made(analyst), made(analyst)
    publish_release(PublishRelease(version=second.version), actor=analyst)

    with pytest.raises(Conflict, match="Another release became public"):
        publish_release(PublishRelease(version=first.version), actor=analyst)


@pytest.mark.parametrize(
    ("choices", "field"),
    [
        pytest.param({"left_out": ("atlantis",)}, "left_out", id="an unknown indicator"),
        pytest.param({"groups": (("muide", "atlantis"),)}, "groups", id="an unknown area"),
        pytest.param({"groups": (("muide", "rabot"), ("rabot", "dampoort"))}, "groups", id="an area twice"),
    ],
)
def test_choices_that_cannot_be_are_refused_at_their_field(guarded, analyst, choices, field):
    with pytest.raises(InvalidValue) as refused:
        made(analyst, **choices)
    assert refused.value.field == field


def test_only_an_analyst_makes_publishes_and_withdraws(guarded, analyst):
    release = made(analyst)
    member = actor_of(MembershipFactory(roles=[Role.COUNSELLOR]))

    for act, command in [
        (make_release, MakeRelease()),
        (publish_release, PublishRelease(version=release.version)),
        (withdraw_release, WithdrawRelease(version=release.version, reason="Daarom dus")),
    ]:
        with pytest.raises(NotAllowed):
            act(command, actor=member)
    assert AuditEvent.objects.filter(action="make-release").count() == 1
