"""Areas that are in a file of borders and not here: what would be made of them, and making them."""

import json
from pathlib import Path
from typing import Any

import pytest

from arbeidspact.monitor.missing_areas import MakeAreas, MissingAreas, make_areas, missing_areas
from arbeidspact.monitor.models import ShapeDelivery
from arbeidspact.monitor.shape_deliveries import (
    ReadShapes,
    TakeInShapes,
    read_shapes_as,
    receive_shapes,
    take_in_shapes,
)
from arbeidspact.monitor.shapes import DeliveryState
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.areas import AddAreas, add_areas
from arbeidspact.organisations.areas_file import AreaEntry
from arbeidspact.organisations.exceptions import Conflict, NotAllowed, NotFound
from arbeidspact.organisations.models import Area, AreaKind, AuditEvent, OrganisationKind, Role
from tests.organisations.factories import OrganisationFactory, actor_with

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _data_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    region = Area.objects.create(code="vlaanderen", kind="region", name_nl="Vlaanderen", source_codes="02000")
    Area.objects.create(code="oost-vlaanderen", kind="region", name_nl="O", source_codes="40000", part_of=region)
    Area.objects.create(code="gent", kind="municipality", name_nl="Gent", source_codes="44021")


def received(*places: tuple[str, str], kind: AreaKind = AreaKind.MUNICIPALITY) -> ShapeDelivery:
    """A file of borders with a code and a name for each feature, read by its code."""
    features = []
    for number, (code, name) in enumerate(places):
        x, y = 3.0 + number / 10, 51.0
        ring = [[x, y], [x + 0.1, y], [x + 0.1, y + 0.1], [x, y + 0.1], [x, y]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"refnis": code, "naam": name}, "geometry": geometry})
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    delivery = receive_shapes(data, "gemeenten.geojson", "Provincies", actor=operator())
    reading = ReadShapes(
        delivery=delivery.reference, kind=kind, field="refnis", source="Provincies", tolerance_metres=1
    )
    return read_shapes_as(reading, actor=operator())


def found_in(delivery: ShapeDelivery, **asked: Any) -> MissingAreas:
    return missing_areas(delivery.reference, actor=operator(), **asked)


def command(delivery: ShapeDelivery, *features: int, **values: Any) -> MakeAreas:
    return MakeAreas(
        **{
            "delivery": delivery.reference,
            "name_field": "naam",
            "code_field": "refnis",
            "features": features,
            **values,
        }
    )


def test_a_municipality_that_is_not_here_is_listed_with_its_code_its_middle_and_what_it_is_part_of():
    delivery = received(("44021", "Gent"), ("44043", "Merelbeke"), ("11002", "Antwerpen"), ("21004", "Brussel"))

    found = found_in(delivery)

    assert (found.name_field, found.code_field, found.problems) == ("naam", "refnis", ())
    assert [(one.code, one.source_codes, one.part_of) for one in found.areas] == [
        ("antwerpen", ("11002",), "vlaanderen"),
        ("brussel", ("21004",), ""),
        ("merelbeke", ("44043",), "oost-vlaanderen"),
    ]
    merelbeke = found.areas[-1]
    assert (merelbeke.latitude, merelbeke.longitude) == (51.05, 3.15)
    assert Area.objects.count() == 3


def test_what_is_made_is_known_with_its_border_waiting_and_an_entry_in_the_audit_trail():
    delivery = received(("44021", "Gent"), ("44052", "Oosterzele"), ("21004", "Brussel"))

    assert make_areas(command(delivery, 2), actor=operator()) == 1

    made = Area.objects.get(code="oosterzele")
    assert (made.kind, made.name_nl, made.source_codes) == ("municipality", "Oosterzele", "44052")
    assert made.part_of is not None
    assert made.part_of.code == "oost-vlaanderen"
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.PREVIEWED
    assert delivery.lines == [[1, "44021", "gent"], [2, "44052", "oosterzele"], [3, "21004", ""]]
    assert not Area.objects.filter(code="brussel").exists()
    assert AuditEvent.objects.filter(action="add-areas").count() == 1


def test_a_file_that_fits_no_area_at_all_can_bring_them():
    delivery = received(("11001", "Aartselaar"), ("12002", "Berlaar"))
    assert delivery.state == DeliveryState.REFUSED

    make_areas(command(delivery, 1, 2), actor=operator())

    delivery.refresh_from_db()
    assert (delivery.state, delivery.found) == (DeliveryState.PREVIEWED, 2)


def test_municipalities_that_merged_since_are_one_area_when_all_are_in_the_file():
    delivery = received(("44043", "Merelbeke"), ("44040", "Melle"), ("44012", "De Pinte"), ("44048", "Nazareth"))

    merged = [(one.code, one.source_codes, one.merged) for one in found_in(delivery).areas if one.merged]

    assert merged == [
        ("merelbeke-melle", ("44040", "44043"), ("Melle", "Merelbeke")),
        ("nazareth-de-pinte", ("44012", "44048"), ("De Pinte", "Nazareth")),
    ]
    make_areas(command(delivery, 1), actor=operator())
    assert set(Area.objects.get(code="merelbeke-melle").source_codes.split()) == {"44040", "44043"}
    delivery.refresh_from_db()
    assert delivery.found == 1


def test_neighbourhoods_are_part_of_the_municipality_that_their_code_starts_with():
    delivery = received(("440211", "Binnenstad (Gent)"), ("440212", "Rabot (Gent)"), kind=AreaKind.NEIGHBOURHOOD)

    assert [(one.code, one.name, one.part_of) for one in found_in(delivery).areas] == [
        ("gent-binnenstad", "Binnenstad", "gent"),
        ("gent-rabot", "Rabot", "gent"),
    ]


def test_an_area_of_ours_can_be_named_that_all_are_part_of():
    delivery = received(("11001", "Aartselaar"))

    make_areas(command(delivery, 1, part_of="oost-vlaanderen"), actor=operator())

    assert Area.objects.get(code="aartselaar").part_of == Area.objects.get(code="oost-vlaanderen")


def test_a_name_that_is_taken_carries_the_code_of_the_source():
    Area.objects.create(code="aalst", kind="neighbourhood", name_nl="Aalst")
    delivery = received(("41002", "Aalst"), ("71047", "Aalst"))

    assert [one.code for one in found_in(delivery).areas] == ["aalst-41002", "aalst-71047"]


def test_an_area_that_is_here_by_its_name_alone_is_not_offered_again():
    Area.objects.create(code="aalst", kind="municipality", name_nl="Aalst")

    assert found_in(received(("41002", "Aalst"), ("44021", "Gent"))).areas == ()


def test_a_municipality_of_the_same_name_with_another_code_is_another_one():
    Area.objects.create(code="aalst", kind="municipality", name_nl="Aalst", source_codes="41002")

    assert [one.code for one in found_in(received(("71047", "Aalst"), ("44021", "Gent"))).areas] == ["aalst-71047"]


def test_a_neighbourhood_with_the_code_of_another_edition_is_here_and_one_of_another_city_is_not():
    Area.objects.create(code="gent-rabot", kind="neighbourhood", name_nl="Rabot", source_codes="440212")
    places = (("44021W02", "Rabot (Gent)"), ("41002W02", "Rabot (Aalst)"))

    assert [one.features for one in found_in(received(*places, kind=AreaKind.NEIGHBOURHOOD)).areas] == [(2,)]


def test_without_a_code_areas_of_one_name_are_named_and_none_is_made():
    delivery = received(("41002", "Aalst"), ("71047", "Aalst"), ("11001", "Aartselaar"))

    found = found_in(delivery, code_field="")
    assert [one.entry for one in found.problems] == ["feature 1", "feature 2"]
    with pytest.raises(Conflict, match="another area is called Aalst too"):
        make_areas(command(delivery, 1, 3, code_field=""), actor=operator())
    assert Area.objects.count() == 3

    make_areas(command(delivery, 3, code_field=""), actor=operator())
    assert Area.objects.filter(code="aartselaar", source_codes="").exists()


def test_a_feature_without_a_name_is_named_with_the_fix():
    found = found_in(received(("41002", "Aalst"), ("11001", "?")))

    assert [one.code for one in found.areas] == ["aalst"]
    assert [(one.entry, one.problem) for one in found.problems] == [("feature 2", "“?” is no name")]


def test_what_was_made_in_between_is_not_made_twice_and_nothing_else_is():
    delivery = received(("41002", "Aalst"), ("11001", "Aartselaar"))
    make_areas(command(delivery, 1), actor=operator())

    with pytest.raises(Conflict, match="are here already"):
        make_areas(command(delivery, 1, 2), actor=operator())

    assert not Area.objects.filter(code="aartselaar").exists()


def test_once_the_borders_are_on_the_maps_the_file_is_gone():
    delivery = received(("44021", "Gent"), ("11001", "Aartselaar"))
    take_in_shapes(TakeInShapes(delivery=delivery.reference), actor=operator())

    with pytest.raises(Conflict):
        found_in(delivery)


def test_others_than_analysts_of_the_statutory_partners_are_refused():
    delivery = received(("11001", "Aartselaar"))
    actor = actor_with(Role.ANALYST, organisation=OrganisationFactory(kind=OrganisationKind.PARTNER))

    with pytest.raises(NotAllowed):
        missing_areas(delivery.reference, actor=actor)
    with pytest.raises(NotAllowed):
        make_areas(command(delivery, 1), actor=actor)
    with pytest.raises(NotAllowed):
        add_areas(AddAreas(areas=()), actor=actor)


@pytest.mark.parametrize(
    ("entry", "error"),
    [
        pytest.param({"code": "gent"}, Conflict, id="an area that is here"),
        pytest.param({"code": "nieuw", "part_of": "nergens"}, NotFound, id="part of what is not here"),
    ],
)
def test_areas_are_added_all_or_none(entry: dict[str, str], error: type[Exception]):
    wrong = AreaEntry.model_validate({"kind": "municipality", "nl": "X", "en": "X", **entry})
    right = AreaEntry(code="goed", kind="municipality", nl="Goed", en="Good")

    with pytest.raises(error):
        add_areas(AddAreas(areas=(right, wrong)), actor=operator())

    assert not Area.objects.filter(code="goed").exists()
