"""The action plan as open data: what the steering group froze, without small numbers of people and without names."""

import csv
import io
import json
from datetime import date, timedelta
from decimal import Decimal

import pyarrow.parquet as pq
import pytest
from django.utils import timezone
from rdflib import Graph, Namespace

from arbeidspact.indicators import Unit
from arbeidspact.monitor.models import Indicator
from arbeidspact.organisations.exceptions import Conflict
from arbeidspact.pact.models import (
    Action,
    ActionPlan,
    Booking,
    Contribution,
    Milestone,
    Partner,
    PlannedNumber,
    Priority,
    RealisedNumber,
    StatusReport,
)
from arbeidspact.publications.actions import make_release, publish_release
from arbeidspact.publications.commands import MakeRelease, PublishRelease
from arbeidspact.publications.files import folder_of
from arbeidspact.publications.models import ReleaseStatus
from arbeidspact.publications.queries import public_row_page, public_table
from arbeidspact.publications.tables import PLAN_TABLES, TABLES
from arbeidspact.steering.models import FrozenReview, SignOffKind
from arbeidspact.steering.review_commands import FreezeReview, SignReview, StartReview, WriteConclusions
from arbeidspact.steering.reviews import freeze_review, sign_review, start_review, write_conclusions
from tests.monitor.factories import an_indicator, figure
from tests.people.factories import PersonFactory
from tests.publications.conftest import OWN

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def jobteam(pact) -> Action:
    return Action.objects.get(slug="jobteam")


def told(action, value, *, what="mensen begeleid", on=TODAY, told_by="Telling van het team", source="", **values):
    planned, _made = PlannedNumber.objects.get_or_create(
        action=action, what_nl=what, defaults={"what_en": "people guided", "low": Decimal(100), **values}
    )
    return RealisedNumber.objects.create(planned=planned, on=on, value=Decimal(value), told_by=told_by, source=source)


def freeze(pact, steering, until=TODAY):
    review = start_review(StartReview(pact=pact.slug, since=until - timedelta(days=365), until=until), actor=steering)
    write_conclusions(WriteConclusions(review=review.reference, text="Goed op weg."), actor=steering)
    freeze_review(FreezeReview(review=review.reference), actor=steering)
    return review


def released(analyst):
    made = make_release(MakeRelease(), actor=analyst)
    assert made.status == ReleaseStatus.DRAFT
    return publish_release(PublishRelease(version=made.version), actor=analyst)


def rows(name, action="jobteam"):
    return [row for row in public_table(name) if row.get("action") == action]


def test_what_the_steering_group_froze_leaves_with_lead_priority_status_and_reason(pact, jobteam, steering, analyst):
    city = Partner.objects.create(pact=pact, slug="stad", name_nl="Stad Gent", kind="city", source="Test")
    priority = Priority.objects.create(pact=pact, slug="talent", name_nl="Alle talent", source="Test")
    ActionPlan.objects.create(action=jobteam, lead=city, priority=priority, starts_on=date(2025, 1, 1))
    StatusReport.objects.create(action=jobteam, status="at_risk", reason="Te weinig taalklassen.")
    freeze(pact, steering)

    released(analyst)

    (row,) = rows("actions")
    assert (row["lead"], row["priority"], row["status"], row["starts_on"]) == (
        "Stad Gent", "talent", "at_risk", "2025-01-01"
    )  # fmt: skip
    assert row["status_reason"] == "Te weinig taalklassen."
    assert (row["plan_until"], row["source"]) == (TODAY.isoformat(), "Test")


def test_what_partners_entered_since_stays_inside_until_it_is_frozen(pact, jobteam, steering, analyst):
    Milestone.objects.create(action=jobteam, title_nl="Tien wijken", title_en="Ten neighbourhoods", due_on=TODAY)
    freeze(pact, steering)
    Milestone.objects.create(action=jobteam, title_nl="Vijftien wijken", due_on=TODAY)
    StatusReport.objects.create(action=jobteam, status="delayed", reason="Later.")

    released(analyst)

    assert [row["title_nl"] for row in rows("milestones")] == ["Tien wijken"]
    assert rows("actions")[0]["status_reason"] == ""

    freeze(pact, steering)
    release = released(analyst)

    assert [row["title_nl"] for row in rows("milestones")] == ["Tien wijken", "Vijftien wijken"]
    assert release.changes["tables"]["milestones"]["added"] == 1
    (changed,) = [line for line in release.changes["tables"]["actions"]["lines"] if line["key"]["action"] == "jobteam"]
    assert changed["cells"]["status_reason"] == ["", "Later."]


def test_without_a_frozen_review_only_what_documents_print_leaves(pact, jobteam, analyst):
    Milestone.objects.create(action=jobteam, title_nl="Tien wijken", due_on=TODAY)

    released(analyst)

    assert [row["lead"] for row in public_table("actions")] == ["VDAB", ""]
    assert public_table("plans") == public_table("milestones") == public_table("numbers") == []


def test_which_review_it_is_and_who_signed_stands_beside_it(pact, steering, partner, analyst):
    review = freeze(pact, steering)
    note = SignReview(review=review.reference, kind=SignOffKind.AGREED_WITH_NOTE, note="Te traag.")
    sign_review(note, actor=partner)

    released(analyst)

    (row,) = public_table("plans")
    assert (row["pact"], row["review"], row["sha256"]) == (
        pact.slug, str(review.reference), FrozenReview.objects.get().sha256
    )  # fmt: skip
    assert (row["signed_by"], row["signed_with_a_note"]) == ("", "VDAB")


def test_a_frozen_review_that_was_changed_is_not_released(pact, steering, analyst, monkeypatch):
    freeze(pact, steering)
    monkeypatch.setattr("arbeidspact.steering.frozen_plans.hash_of", lambda _text: "0" * 64)

    with pytest.raises(Conflict, match="hash"):
        make_release(MakeRelease(), actor=analyst)


def test_each_partner_with_what_it_brings_and_the_others_by_name(pact, jobteam, steering, analyst):
    city = Partner.objects.create(pact=pact, slug="stad", name_nl="Stad Gent", kind="city", source="Test")
    ocmw = Partner.objects.create(pact=pact, slug="ocmw", name_nl="OCMW", kind="welfare", source="Test", order=2)
    jobteam.partners.add(city, ocmw)
    Contribution.objects.create(
        action=jobteam, partner=city, kind="people", what_nl="Begeleiders", amount=Decimal(3), unit="vte"
    )
    freeze(pact, steering)

    released(analyst)

    found = [(row["partner"], row["role"], row["kind"], row["amount"]) for row in rows("contributions")]
    assert sorted(found) == [
        ("ocmw", "partner", "", None), ("stad", "partner", "people", 3), ("vdab", "lead", "", None)
    ]  # fmt: skip


def test_money_by_who_pays_code_and_year_adds_up_to_that_of_the_action(pact, jobteam, steering, analyst):
    esf = Partner.objects.create(pact=pact, slug="esf", name_nl="ESF", kind="other", source="Test")
    vdab_partner = Partner.objects.get(slug="vdab")
    for kind, payer, code, year, amount in (
        ("planned", esf, "", 2026, 8000),
        ("planned", vdab_partner, "SD10021", 2026, 2000),
        ("committed", esf, "", 2026, 5000),
        ("spent", esf, "", 2026, 1200),
        ("spent", esf, "", 2025, 300),
    ):
        Booking.objects.create(
            action=jobteam, kind=kind, payer=payer, code=code, year=year, amount=amount, on=TODAY, document="B1"
        )
    freeze(pact, steering)

    released(analyst)

    (action,) = rows("actions")
    assert (action["planned"], action["committed"], action["spent"]) == (10000, 5000, 1500)
    found = {(row["payer"], row["code"], row["year"]): row for row in rows("ledger")}
    assert set(found) == {("esf", "", 2025), ("esf", "", 2026), ("vdab", "SD10021", 2026)}
    assert (found["esf", "", 2026]["committed"], found["esf", "", 2026]["spent"]) == (5000, 1200)
    assert sum(row["planned"] for row in found.values()) == 10000


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        pytest.param({"value": 120}, 120, id="enough people"),
        pytest.param({"value": 9}, None, id="too few people"),
        pytest.param({"value": 0}, 0, id="nobody"),
        pytest.param({"value": 7, "counts_people": False, "what": "wijken"}, 7, id="seven neighbourhoods"),
        pytest.param({"value": 7, "source": "Beleidsnota, blz. 12"}, 7, id="few, as a document prints"),
        pytest.param({"value": "12.5"}, None, id="no whole count"),
    ],
)
def test_a_small_number_of_people_that_was_reached_stays_inside(pact, jobteam, steering, analyst, number, shown):
    told(jobteam, **number)
    freeze(pact, steering)

    release = released(analyst)

    (row,) = rows("numbers")
    assert (row["realised"], row["mark"]) == (shown, "suppressed" if shown is None else "shown")
    assert release.report["plan"]["hidden"] == (shown is None)
    if shown is None:
        for one in release.manifest:
            if "numbers" in one["path"] and one["path"].endswith((".csv", ".json")):
                text = (folder_of(release.version) / one["path"]).read_text()
                assert f"{number['value']}," not in text


def test_sources_that_say_otherwise_for_the_same_day_stand_beside_it(pact, jobteam, steering, analyst):
    told(jobteam, 900, told_by="Pers")
    told(jobteam, 920, told_by="Jaarverslag")
    freeze(pact, steering)

    released(analyst)

    (row,) = rows("numbers")
    assert (row["realised"], row["is_contested"], row["beside"]) == (920, True, "900 (Pers)")


def test_a_small_number_of_one_source_hides_those_of_the_others(pact, jobteam, steering, analyst):
    told(jobteam, 8, told_by="Pers")
    told(jobteam, 12, told_by="Jaarverslag")
    freeze(pact, steering)

    released(analyst)

    (row,) = rows("numbers")
    assert (row["realised"], row["beside"], row["mark"]) == (None, "", "suppressed")


def test_what_a_hidden_figure_would_tell_the_plan_does_not_tell_either(
    pact,
    jobteam,
    steering,
    guarded,
    analyst,
):
    """The figure of Rabot, 15, is hidden so that another does not follow; a number of that day would print it."""
    indicator = Indicator.objects.get(slug="people-reached")
    told(jobteam, 15, on=date(2026, 9, 30), indicator=indicator.slug)
    freeze(pact, steering)

    released(analyst)

    (row,) = rows("numbers")
    assert (row["realised"], row["mark"]) == (None, "suppressed")


def test_a_number_of_an_indicator_that_stays_inside_stays_inside(pact, jobteam, steering, analyst):
    an_indicator(
        figure("2026-Q3", "40", indicator="inside", unit=Unit.COUNT, source=OWN),
        slug="inside", unit=Unit.COUNT, factor=1, denominator=None, publication="internal",
    )  # fmt: skip
    told(jobteam, 40, indicator="inside")
    freeze(pact, steering)

    released(analyst)

    assert rows("numbers")[0]["mark"] == "suppressed"


def test_growth_by_a_few_people_since_the_last_release_is_put_before_the_analyst(pact, jobteam, steering, analyst):
    told(jobteam, 120, on=TODAY - timedelta(days=90))
    freeze(pact, steering)
    first = released(analyst)
    told(jobteam, 124)
    freeze(pact, steering)

    second = released(analyst)

    (change,) = second.report["changes"]
    assert (change["earlier"], change["now"], change["where"]) == (120, 124, first.version)


def test_a_text_that_names_a_resident_or_a_member_or_holds_a_mail_address_is_left_out(
    pact,
    jobteam,
    steering,
    steering_membership,
    analyst,
):
    PersonFactory(given_name="Zeynep", family_name="Van den Broecke")
    member = steering_membership.user
    Milestone.objects.create(action=jobteam, title_nl="Gesprek met zeynep van den broecke", due_on=TODAY)
    Milestone.objects.create(action=jobteam, title_nl=f"{member.first_name} {member.last_name} belt", due_on=TODAY)
    Milestone.objects.create(action=jobteam, title_nl="Van den Broecke, Zeynep: eerste afspraak", due_on=TODAY)
    Milestone.objects.create(action=jobteam, title_nl="Tien wijken", due_on=TODAY)
    StatusReport.objects.create(action=jobteam, status="at_risk", reason="Mail naar jan@stad.example.")
    freeze(pact, steering)

    release = released(analyst)

    assert sorted(row["title_nl"] for row in rows("milestones")) == ["", "", "", "Tien wijken"]
    assert rows("actions")[0]["status_reason"] == ""
    left_out = release.report["plan"]["texts_left_out"]
    assert {(one["table"], one["column"]) for one in left_out} == {
        ("milestones", "title_nl"), ("actions", "status_reason")
    }  # fmt: skip
    for one in release.manifest:
        assert b"Broecke" not in (folder_of(release.version) / one["path"]).read_bytes()


def test_people_who_carry_an_action_or_entered_something_are_in_no_file(
    pact,
    jobteam,
    steering,
    steering_membership,
    analyst,
):
    Milestone.objects.create(action=jobteam, title_nl="Tien wijken", entered_by=steering_membership.user)
    freeze(pact, steering)

    release = released(analyst)

    for one in release.manifest:
        content = (folder_of(release.version) / one["path"]).read_bytes()
        assert steering_membership.user.last_name.encode() not in content
        assert steering_membership.user.email.encode() not in content


def test_every_table_says_the_same_in_every_format_and_describes_its_columns(pact, jobteam, steering, analyst):
    Milestone.objects.create(action=jobteam, title_nl="Tien wijken", due_on=TODAY)
    told(jobteam, 120)
    freeze(pact, steering)

    release = released(analyst)

    folder = folder_of(release.version)
    described = json.loads((folder / "csv-metadata.json").read_text())
    columns = {table["url"]: [one["name"] for one in table["tableSchema"]["columns"]] for table in described["tables"]}
    for name in PLAN_TABLES:
        listed = json.loads((folder / f"data/{name}.json").read_text())
        printed = list(csv.DictReader(io.StringIO((folder / f"data/{name}.csv").read_text())))
        table = pq.read_table(folder / f"data/{name}.parquet")
        assert len(listed) == len(printed) == table.num_rows
        assert tuple(table.column_names) == TABLES[name].column_names == tuple(columns[f"data/{name}.csv"])
        assert all(tuple(row) == TABLES[name].column_names for row in (*listed, *printed))
    assert {url for url in columns if url.endswith(".csv")} == {
        one["path"] for one in release.manifest if one["path"].endswith(".csv")
    }


def test_the_catalogue_describes_each_table_with_three_files(pact, jobteam, steering, analyst):
    freeze(pact, steering)
    release = released(analyst)

    graph = Graph().parse(folder_of(release.version) / "catalogue.ttl", format="turtle")
    dcat = Namespace("http://www.w3.org/ns/dcat#")
    by_table = {
        name: sum(str(one).rsplit("#", 1)[0].rsplit("/", 1)[-1].split(".")[0] == name for one in files)
        for name in PLAN_TABLES
        for files in [list(graph.objects(predicate=dcat.distribution))]
    }
    assert by_table == dict.fromkeys(PLAN_TABLES, 3)


def test_the_same_again_gives_the_same_bytes(pact, jobteam, steering, analyst):
    Milestone.objects.create(action=jobteam, title_nl="Tien wijken", due_on=TODAY)
    told(jobteam, 120)
    freeze(pact, steering)

    first, second = released(analyst), released(analyst)

    def plan_hashes(release):
        names = {f"data/{name}" for name in PLAN_TABLES}
        return {one["path"]: one["sha256"] for one in release.manifest if one["path"].rsplit(".", 1)[0] in names}

    assert plan_hashes(first) == plan_hashes(second)
    assert len(plan_hashes(first)) == 3 * len(PLAN_TABLES)
    assert second.changes["tables"] == {}


def test_an_older_review_without_details_still_gives_its_tables(pact, jobteam, steering, analyst, monkeypatch):
    """Reviews that were frozen before open data held the plan have none of the details that it reads now."""
    vdab_partner = Partner.objects.get(slug="vdab")
    Milestone.objects.create(action=jobteam, title_nl="Tien wijken", due_on=TODAY)
    Booking.objects.create(
        action=jobteam, kind="spent", payer=vdab_partner, year=2026, amount=100, on=TODAY, document="B1"
    )
    told(jobteam, 5)
    monkeypatch.delitem(__import__("arbeidspact.steering.plan_sections", fromlist=["x"]).PLAN_PARTS, "detail")
    freeze(pact, steering)

    released(analyst)

    assert [row["title_nl"] for row in rows("milestones")] == ["Tien wijken"]
    assert [(row["payer"], row["spent"]) for row in rows("ledger")] == [("", 100)]
    assert rows("numbers")[0]["mark"] == "suppressed"
    assert rows("actions")[0]["lead"] == "VDAB"


def test_rows_come_in_pages_kept_to_one_action(pact, jobteam, steering, analyst):
    for number in range(5):
        Milestone.objects.create(action=jobteam, title_nl=f"Stap {number}", due_on=TODAY, order=number)
    Milestone.objects.create(action=Action.objects.get(slug="maact"), title_nl="Elders", due_on=TODAY)
    freeze(pact, steering)
    released(analyst)

    found, count = public_row_page("milestones", only={"action": "jobteam"}, first=2, most=2)

    assert ([row["title_nl"] for row in found], count) == (["Stap 2", "Stap 3"], 5)
