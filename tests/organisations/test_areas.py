from pathlib import Path

import pytest

from arbeidspact.indicators import InvalidFile
from arbeidspact.organisations.actor import ANONYMOUS, operator
from arbeidspact.organisations.areas import SetAreas, set_areas
from arbeidspact.organisations.areas_file import AreasFile, read_areas_file
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.organisations.models import Area, AuditEvent, Role
from arbeidspact.organisations.vocabulary import area_names
from tests.organisations.factories import OrganisationFactory, actor_with

GHENT = Path(__file__).parents[2] / "src" / "arbeidspact" / "demo" / "ghent" / "areas.toml"
GENT = '[[area]]\ncode = "gent"\nkind = "municipality"\nnl = "Gent"\nen = "Ghent"\nlatitude = 51.05\nlongitude = 3.72\n'
MUIDE = '[[area]]\ncode = "muide"\nkind = "neighbourhood"\nnl = "Muide"\nen = "Muide"\npart_of = "gent"\n'


def areas_in(folder: Path, text: str) -> AreasFile:
    path = folder / "areas.toml"
    path.write_text(text, encoding="utf-8")
    return read_areas_file(path)


def test_ghents_file_holds_its_25_neighbourhoods():
    areas = read_areas_file(GHENT).areas

    assert sum(area.kind == "neighbourhood" for area in areas) == 25
    assert {"gent", "vlaanderen", "centrumsteden"} <= read_areas_file(GHENT).codes


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(MUIDE, "part_of", id="part of an area that is not there"),
        pytest.param(MUIDE + GENT, "part_of", id="part of an area that stands below"),
        pytest.param(GENT + GENT, "gent", id="the same code twice"),
        pytest.param(GENT.replace("latitude = 51.05\n", ""), "belong together", id="half a place"),
        pytest.param(GENT.replace("51.05", "151.05"), "latitude", id="a place that is not on earth"),
        pytest.param(GENT.replace("municipality", "planet"), "kind", id="a kind that is not known"),
        pytest.param(GENT + 'colour = "red"\n', "colour", id="a field that is not known"),
        pytest.param("[[place]]\nx = 1\n", "place", id="a table that is not known"),
    ],
)
def test_a_file_that_cannot_be_names_what_is_wrong(tmp_path: Path, text: str, says: str):
    with pytest.raises(InvalidFile, match=says):
        areas_in(tmp_path, text)


@pytest.mark.django_db
def test_areas_come_into_force_with_what_they_are_part_of(tmp_path: Path):
    assert set_areas(SetAreas(file=areas_in(tmp_path, GENT + MUIDE)), actor=operator()) == 2

    muide = Area.objects.get(code="muide")
    assert muide.part_of == Area.objects.get(code="gent")
    assert AuditEvent.objects.get(action="set-areas").details == {"count": 2}


@pytest.mark.django_db
def test_an_area_again_takes_the_place_of_the_first_and_others_stay(tmp_path: Path):
    set_areas(SetAreas(file=areas_in(tmp_path, GENT + MUIDE)), actor=operator())
    set_areas(SetAreas(file=areas_in(tmp_path, GENT.replace('"Ghent"', '"City of Ghent"'))), actor=operator())

    assert Area.objects.count() == 2
    assert area_names("en") == {"gent": "City of Ghent", "muide": "Muide"}
    assert area_names("nl")["gent"] == "Gent"


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_steering_members_set_areas_and_nobody_else(tmp_path: Path, role: Role):
    actor = actor_with(role, organisation=OrganisationFactory(werkpunt=True))
    command = SetAreas(file=areas_in(tmp_path, GENT))

    if role is Role.STEERING_MEMBER:
        assert set_areas(command, actor=actor) == 1
    else:
        with pytest.raises(NotAllowed):
            set_areas(command, actor=actor)
        assert not Area.objects.exists()


@pytest.mark.django_db
def test_a_visitor_sets_no_areas(tmp_path: Path):
    with pytest.raises(NotAllowed):
        set_areas(SetAreas(file=areas_in(tmp_path, GENT)), actor=ANONYMOUS)
