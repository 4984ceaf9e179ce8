import json
from pathlib import Path
from typing import Any

import pytest

from arbeidspact.indicators import InvalidFile
from arbeidspact.monitor.models import DeliveryState, ShapeDelivery
from arbeidspact.monitor.shape_deliveries import (
    ForgetShapes,
    ImportShapes,
    ReadShapes,
    TakeInShapes,
    WithdrawShapes,
    forget_shapes,
    import_shapes,
    read_shapes_as,
    receive_shapes,
    take_in_shapes,
    withdraw_shapes,
)
from arbeidspact.monitor.shapes import borders_of, change_of, picture_of, shape_delivery_of
from arbeidspact.organisations.actor import ANONYMOUS, operator
from arbeidspact.organisations.exceptions import Conflict, NotAllowed, NotFound
from arbeidspact.organisations.models import Area, AreaKind, AuditEvent, OrganisationKind, Role
from tests.organisations.factories import OrganisationFactory, actor_with

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    return tmp_path


@pytest.fixture
def neighbourhoods() -> None:
    for code, name in (("gent-binnenstad", "Binnenstad"), ("gent-ledeberg", "Ledeberg"), ("gent-muide", "Muide")):
        Area.objects.create(code=code, kind="neighbourhood", name_nl=name)
    Area.objects.create(code="gent", kind="municipality", name_nl="Gent")


def command(folder: Path, *names: str, **values: Any) -> ImportShapes:
    path = folder / "borders.geojson"
    ring = [[3.7, 51.0], [3.8, 51.0], [3.8, 51.1], [3.7, 51.0]]
    features = [
        {"type": "Feature", "properties": {"naam": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for name in names
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return ImportShapes(**{"path": path, "kind": "neighbourhood", "field": "naam", "source": "Stad", **values})


def test_features_are_matched_on_code_or_name_and_the_rest_is_reported(neighbourhoods: None, tmp_path: Path):
    found = import_shapes(command(tmp_path, "Binnenstad (Gent)", "gent-ledeberg", "Elders"), actor=operator())

    assert (found.matched, found.unknown, found.without) == (2, ("Elders",), ("gent-muide",))
    borders = borders_of("neighbourhood", ["gent-binnenstad", "gent-ledeberg", "gent-muide"])
    assert borders is not None
    assert set(borders.paths) == {"gent-binnenstad", "gent-ledeberg"}
    assert borders.source == "Stad"
    assert AuditEvent.objects.filter(action="import-shapes").count() == 1


def test_a_code_of_the_source_names_an_area_and_merged_ones_come_together(neighbourhoods: None, tmp_path: Path):
    Area.objects.filter(code="gent").update(source_codes="44021 44052")

    found = import_shapes(command(tmp_path, "44021", "44052", kind="municipality"), actor=operator())

    assert (found.matched, found.unknown) == (1, ())
    borders = borders_of("municipality", ["gent"])
    assert borders is not None
    assert borders.paths["gent"].count("M") == 2


def test_a_file_that_fits_no_area_is_refused_and_the_old_borders_stay(neighbourhoods: None, tmp_path: Path):
    import_shapes(command(tmp_path, "Binnenstad", "Ledeberg"), actor=operator())

    with pytest.raises(InvalidFile, match="no feature fits"):
        import_shapes(command(tmp_path, "Elders"), actor=operator())

    assert ShapeDelivery.objects.count() == 1
    assert borders_of("neighbourhood", ["gent-binnenstad", "gent-ledeberg"]) is not None


def test_a_name_of_two_areas_says_nothing(neighbourhoods: None, tmp_path: Path):
    Area.objects.create(code="elders-ledeberg", kind="neighbourhood", name_nl="Ledeberg")

    found = import_shapes(command(tmp_path, "Binnenstad", "Ledeberg"), actor=operator())

    assert found.unknown == ("Ledeberg",)


def test_without_borders_of_most_areas_there_is_no_map_of_shapes(neighbourhoods: None, tmp_path: Path):
    assert borders_of("neighbourhood", ["gent-binnenstad"]) is None
    import_shapes(command(tmp_path, "Binnenstad"), actor=operator())

    assert borders_of("neighbourhood", ["gent-binnenstad", "gent-ledeberg", "gent-muide"]) is None


def test_a_visitor_may_not(neighbourhoods: None, tmp_path: Path):
    with pytest.raises(NotAllowed):
        import_shapes(command(tmp_path, "Binnenstad"), actor=ANONYMOUS)


def data_of(folder: Path, *names: str, **values: Any) -> bytes:
    return command(folder, *names, **values).path.read_bytes()


def test_what_is_uploaded_is_read_as_it_most_likely_is_meant_and_is_on_no_map(neighbourhoods: None, tmp_path: Path):
    ring = [[3.7, 51.0], [3.8, 51.0], [3.8, 51.1], [3.7, 51.0]]
    features = [
        {
            "type": "Feature",
            "properties": {"nr": number, "area_km2": 1.5, "wijk": name, "meta": {"a": 1}},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for number, name in enumerate(("Binnenstad", "Ledeberg", "Elders"), start=1)
    ]
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()

    delivery = receive_shapes(data, "wijken.geojson", "Stad", actor=operator())

    assert (delivery.state, delivery.kind, delivery.field) == (DeliveryState.PREVIEWED, "neighbourhood", "wijk")
    assert [one["field"] for one in delivery.fields] == ["nr", "area_km2", "wijk"]
    assert delivery.lines == [[1, "Binnenstad", "gent-binnenstad"], [2, "Ledeberg", "gent-ledeberg"], [3, "Elders", ""]]
    assert borders_of("neighbourhood", ["gent-binnenstad", "gent-ledeberg"]) is None


def test_read_as_another_kind_with_another_property(neighbourhoods: None, tmp_path: Path):
    delivery = receive_shapes(data_of(tmp_path, "Gent"), "gent.geojson", "Stad", actor=operator())
    assert delivery.kind == "municipality"

    reading = ReadShapes(
        delivery=delivery.reference, kind=AreaKind.NEIGHBOURHOOD, field="naam", source="NGI", tolerance_metres=5
    )
    read = read_shapes_as(reading, actor=operator())

    assert (read.state, read.source) == (DeliveryState.REFUSED, "NGI")
    assert read.problems[0]["problem"] == "no feature fits an area of this kind"
    with pytest.raises(Conflict):
        take_in_shapes(TakeInShapes(delivery=read.reference), actor=operator())


def test_withdrawn_borders_make_room_for_those_before_them(neighbourhoods: None, tmp_path: Path):
    areas = ["gent-binnenstad", "gent-ledeberg"]
    import_shapes(command(tmp_path, "Binnenstad", "Ledeberg", source="Oud"), actor=operator())
    delivery = receive_shapes(data_of(tmp_path, "Binnenstad"), "nieuw.geojson", "Nieuw", actor=operator())
    assert [area.code for area in change_of(delivery).lost] == ["gent-ledeberg"]

    take_in_shapes(TakeInShapes(delivery=delivery.reference), actor=operator())
    shown = borders_of("neighbourhood", areas)
    assert shown is not None
    assert (shown.source, set(shown.paths)) == ("Nieuw", {"gent-binnenstad"})
    withdraw_shapes(WithdrawShapes(delivery=delivery.reference), actor=operator())

    shown = borders_of("neighbourhood", areas)
    assert shown is not None
    assert (shown.source, set(shown.paths)) == ("Oud", set(areas))
    told = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    assert list(told) == ["import-shapes", "check-shapes", "import-shapes", "withdraw-shapes"]


def test_only_the_borders_that_count_are_withdrawn(neighbourhoods: None, tmp_path: Path):
    import_shapes(command(tmp_path, "Binnenstad"), actor=operator())
    older = ShapeDelivery.objects.get()
    import_shapes(command(tmp_path, "Binnenstad", "Ledeberg"), actor=operator())

    with pytest.raises(Conflict):
        withdraw_shapes(WithdrawShapes(delivery=older.reference), actor=operator())


def test_what_was_taken_in_is_read_no_more_and_not_thrown_away(neighbourhoods: None, tmp_path: Path):
    delivery = receive_shapes(data_of(tmp_path, "Binnenstad"), "wijken.geojson", "Stad", actor=operator())
    take_in_shapes(TakeInShapes(delivery=delivery.reference), actor=operator())

    reading = ReadShapes(
        delivery=delivery.reference, kind=AreaKind.NEIGHBOURHOOD, field="naam", source="Stad", tolerance_metres=5
    )
    with pytest.raises(Conflict):
        read_shapes_as(reading, actor=operator())
    with pytest.raises(Conflict):
        forget_shapes(ForgetShapes(delivery=delivery.reference), actor=operator())
    with pytest.raises(Conflict):
        take_in_shapes(TakeInShapes(delivery=delivery.reference), actor=operator())


def test_a_file_that_is_thrown_away_leaves_nothing(neighbourhoods: None, tmp_path: Path):
    delivery = receive_shapes(data_of(tmp_path, "Binnenstad"), "wijken.geojson", "Stad", actor=operator())
    assert list((tmp_path / "data" / "shapes").iterdir())

    forget_shapes(ForgetShapes(delivery=delivery.reference), actor=operator())

    assert list((tmp_path / "data" / "shapes").iterdir()) == []
    with pytest.raises(NotFound):
        shape_delivery_of(delivery.reference, actor=operator())


def test_longitude_and_latitude_the_wrong_way_round_are_noticed(neighbourhoods: None, tmp_path: Path):
    Area.objects.filter(code="gent-binnenstad").update(latitude=51.05, longitude=3.73)
    data = data_of(tmp_path, "Binnenstad").replace(b"[3.7, 51.0]", b"[51.0, 3.7]")

    right = receive_shapes(data_of(tmp_path, "Binnenstad"), "wijken.geojson", "Stad", actor=operator())
    data = data.replace(b"[3.8, 51.0]", b"[51.0, 3.8]").replace(b"[3.8, 51.1]", b"[51.1, 3.8]")
    wrong = receive_shapes(data, "omgekeerd.geojson", "Stad", actor=operator())

    assert right.problems == []
    assert wrong.state == DeliveryState.REFUSED
    assert "km from Binnenstad" in wrong.problems[0]["problem"]


def test_areas_without_a_border_are_dots_where_they_lie(neighbourhoods: None, tmp_path: Path):
    Area.objects.filter(code="gent-ledeberg").update(latitude=51.05, longitude=3.75)
    Area.objects.filter(code="gent-muide").update(latitude=40.0, longitude=3.75)
    delivery = receive_shapes(data_of(tmp_path, "Binnenstad", "Elders"), "wijken.geojson", "Stad", actor=operator())

    picture = picture_of(delivery, change_of(delivery).without)

    assert picture is not None
    assert (set(picture.paths), set(picture.others)) == ({"gent-binnenstad"}, {"Elders"})
    assert [dot.code for dot in picture.dots] == ["gent-ledeberg"]


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        pytest.param(Role.COUNSELLOR, OrganisationKind.CITY, id="a counsellor"),
        pytest.param(Role.STEERING_MEMBER, OrganisationKind.CITY, id="a member of the steering group"),
        pytest.param(Role.ANALYST, OrganisationKind.PARTNER, id="an analyst of another partner"),
    ],
)
def test_others_than_analysts_of_the_statutory_partners_are_refused(neighbourhoods, tmp_path, role, kind):
    actor = actor_with(role, organisation=OrganisationFactory(kind=kind))
    delivery = receive_shapes(data_of(tmp_path, "Binnenstad"), "wijken.geojson", "Stad", actor=operator())

    for refused in (
        lambda: receive_shapes(b"{}", "wijken.geojson", "Stad", actor=actor),
        lambda: take_in_shapes(TakeInShapes(delivery=delivery.reference), actor=actor),
        lambda: withdraw_shapes(WithdrawShapes(delivery=delivery.reference), actor=actor),
        lambda: forget_shapes(ForgetShapes(delivery=delivery.reference), actor=actor),
        lambda: shape_delivery_of(delivery.reference, actor=actor),
    ):
        with pytest.raises(NotAllowed):
            refused()
