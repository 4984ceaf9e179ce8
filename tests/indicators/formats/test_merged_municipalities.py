"""Figures of municipalities that merged in 2019 and 2025."""

from datetime import date

import pytest

from arbeidspact.indicators import InvalidFile
from arbeidspact.indicators.crosswalk import FLEMISH_MERGERS, read_crosswalk
from tests.indicators.formats.readings import a_mapping, read_cells, short, told

HEADER = "Gemeente | Jaar | Aantal\n"


def read(rows, indicator="people", **settings):
    constants = {"indicator": indicator, "source": "Statbel", "status": "final"}
    return read_cells(HEADER + rows, a_mapping(areas_by="nis", constants=constants, **settings))


def test_the_list_holds_the_mergers_of_2019_and_2025():
    crosswalk = read_crosswalk(FLEMISH_MERGERS)

    by_day = {day: [one for one in crosswalk.mergers if one.on == day] for day in (date(2019, 1, 1), date(2025, 1, 1))}
    # 15 municipalities became 7, and 28 became 13 (VVSG).
    assert [(len(found), sum(len(one.parts) for one in found)) for found in by_day.values()] == [(7, 15), (13, 28)]
    assert crosswalk.merger_of("44040").code == crosswalk.merger_of("44043").code == "44088"


def test_counts_of_all_parts_are_added_up():
    figures, problems, _reader = read("44040|2023|11\n44021|2023|5\n44043|2023|24", merged="add_up")

    assert problems == []
    assert short(figures) == [("gent", "2023", "", "5"), ("merelbeke-melle", "2023", "", "35")]
    assert figures[1].flag_nl == "Opgeteld uit de cijfers van Melle, Merelbeke, die op 2025-01-01 samengingen."


def test_the_new_code_is_the_merged_municipality():
    figures, problems, _reader = read("44088|2025|35")

    assert problems == []
    assert short(figures) == [("merelbeke-melle", "2025", "", "35")]


@pytest.mark.parametrize(
    ("rows", "indicator", "settings", "problem"),
    [
        pytest.param(
            "44040|2023|11", "people", {"merged": "add_up"},
            "Melle (44040) merged into Merelbeke-Melle (44088) on 2025-01-01; for this period there is no figure of "
            "Merelbeke (44043): add it to the file: only all parts together make the figure",
            id="a part is missing",
        ),
        pytest.param(
            "44040|2023|71,2\n44043|2023|73,1", "rate", {"merged": "add_up"},
            "Melle (44040) merged into Merelbeke-Melle (44088) on 2025-01-01; a percent of its parts cannot be added "
            "up: import what the source publishes for Merelbeke-Melle, or leave these rows out with keep",
            id="a rate is never added up",
        ),
        pytest.param(
            "44040|2023|11\n44043|2023|24", "people", {},
            "Melle (44040) merged into Merelbeke-Melle (44088) on 2025-01-01: "
            "let the mapping add the parts up, or leave these rows out with keep",
            id="nothing was said about adding up",
        ),
        pytest.param(
            "44040|2025|11", "people", {"merged": "add_up"},
            "44040 no longer exists in this period: it merged into Merelbeke-Melle (44088) on 2025-01-01: "
            "use the figure of 44088",
            id="a code that is no more",
        ),
        pytest.param(
            "44040|2023|11", "people", {"boundaries": "current"},
            "44040 is no municipality of today: it merged into Merelbeke-Melle (44088) on 2025-01-01: "
            "use the new code, or let the mapping say that the file keeps to the borders of the time",
            id="a file in the borders of today",
        ),
        pytest.param(
            "44036|2018|11", "people", {"merged": "add_up"},
            "44036 is not a known area: add it to the areas file or correct the code",
            id="a merged municipality that is none of ours",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_added_up_is_refused_with_the_fix(rows, indicator, settings, problem):
    figures, problems, _reader = read(rows, indicator, **settings)

    assert figures == []
    assert told(problems) == [f"row 2, Gemeente: {problem}"]


def test_a_code_that_went_on_is_a_part_before_the_merger_and_the_whole_after_it():
    figures, problems, _reader = read("11002|2024|500\n11007|2024|11\n11002|2025|515", merged="add_up")

    assert problems == []
    assert sorted(short(figures)) == [("antwerpen", "2024", "", "511"), ("antwerpen", "2025", "", "515")]


def test_a_code_that_went_on_is_the_whole_in_a_file_in_the_borders_of_today():
    figures, problems, _reader = read("11002|2024|511", boundaries="current")

    assert problems == []
    assert short(figures) == [("antwerpen", "2024", "", "511")]


def test_a_list_with_a_part_in_two_mergers_is_refused(tmp_path):
    entry = '[[merger]]\ncode = "{code}"\nname = "N"\non = 2025-01-01\nparts = [{{ code = "1", name = "A" }}]\n'
    path = tmp_path / "mergers.toml"
    path.write_text(entry.format(code="44088"))

    with pytest.raises(InvalidFile):
        read_crosswalk(path)
