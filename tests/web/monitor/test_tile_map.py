import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.demo.load import GHENT
from arbeidspact.web.monitor.tile_map import Middle, size_of, tiles_of

middles = st.frozensets(
    st.builds(
        Middle,
        code=st.text("abcdefgh", min_size=1, max_size=6),
        latitude=st.floats(50.6, 51.6),
        longitude=st.floats(2.5, 5.9),
    ),
    max_size=25,
).filter(lambda areas: len({area.code for area in areas}) == len(areas))


@given(middles)
def test_each_area_has_one_square_and_each_square_one_area(areas: frozenset[Middle]):
    tiles = tiles_of(areas)

    assert sorted(tile.code for tile in tiles) == sorted(area.code for area in areas)
    assert len({(tile.column, tile.row) for tile in tiles}) == len(areas)


@given(middles)
def test_the_same_areas_stand_on_the_same_squares_whatever_their_order(areas: frozenset[Middle]):
    tiles_of.cache_clear()
    first = tiles_of(areas)
    tiles_of.cache_clear()

    assert tiles_of(frozenset(sorted(areas, key=lambda area: area.longitude))) == first


@given(middles)
def test_the_map_starts_in_its_corner_and_holds_no_more_than_it_needs(areas: frozenset[Middle]):
    tiles = tiles_of(areas)
    columns, rows = size_of(tiles)

    if tiles:
        assert min(tile.column for tile in tiles) == 0
        assert min(tile.row for tile in tiles) == 0
    assert columns * rows <= max(4, 4 * len(areas))


@pytest.fixture(scope="module")
def ghent() -> dict[str, Middle]:
    rows = tomllib.loads((GHENT / "areas.toml").read_text(encoding="utf-8"))["area"]
    return {
        row["code"]: Middle(row["code"], row["latitude"], row["longitude"])
        for row in rows
        if row["kind"] == "neighbourhood"
    }


def test_the_neighbourhoods_of_ghent_lie_towards_each_other_as_they_do_in_the_city(ghent: dict[str, Middle]):
    tiles = {tile.code: tile for tile in tiles_of(frozenset(ghent.values()))}
    pairs = [(one, other) for one in ghent.values() for other in ghent.values()]
    clear = [(one, other) for one, other in pairs if other.longitude - one.longitude > 0.03]
    north = [(one, other) for one, other in pairs if one.latitude - other.latitude > 0.02]

    assert all(tiles[one.code].column <= tiles[other.code].column for one, other in clear)
    kept = sum(tiles[one.code].row < tiles[other.code].row for one, other in north)
    assert kept / len(north) > 0.95


def test_neighbours_stay_near(ghent: dict[str, Middle]):
    tiles = {tile.code: tile for tile in tiles_of(frozenset(ghent.values()))}

    def apart(one: Middle, other: Middle) -> float:
        return ((one.latitude - other.latitude) * 111) ** 2 + ((one.longitude - other.longitude) * 70) ** 2

    for one in ghent.values():
        nearest = min((other for other in ghent.values() if other is not one), key=lambda other: apart(one, other))
        here, there = tiles[one.code], tiles[nearest.code]
        assert max(abs(here.column - there.column), abs(here.row - there.row)) <= 2, (one.code, nearest.code)


def test_one_area_alone_and_areas_on_one_spot_have_their_squares():
    assert [(tile.column, tile.row) for tile in tiles_of(frozenset({Middle("a", 51.0, 3.7)}))] == [(0, 0)]
    assert (
        len({(tile.column, tile.row) for tile in tiles_of(frozenset(Middle(code, 51.0, 3.7) for code in "abc"))}) == 3
    )
