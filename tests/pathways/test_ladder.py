from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.checks import run_checks
from django.utils import translation

from arbeidspact.indicators import InvalidFile
from arbeidspact.pathways.ladder import OWN_FILE, current_ladder, read_ladder, rung_name
from arbeidspact.pathways.rungs import Because, PlacementFact, RungNotKnown, RungNow, StatusFact, rung_on

TODAY = date(2026, 11, 22)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
LONG_AGO = date(2024, 2, 1)
TWO_RUNGS = """
[ladder]
name = { nl = "Trap", en = "Stairs" }
version = "1"

[[rung]]
slug = "start"
name = { nl = "Begin", en = "Start" }
requires = { nl = "Niets", en = "Nothing" }
offers = { nl = "Hulp", en = "Help" }
counts_as_work = false

[[rung]]
slug = "job"
name = { nl = "Job", en = "Job" }
requires = { nl = "Alles", en = "All" }
offers = { nl = "Loon", en = "Wage" }
counts_as_work = true
statuses = ["employed"]
"""


def placed(rung: str, since: date = LONG_AGO, until: date | None = None) -> PlacementFact:
    return PlacementFact(rung, since, until, uuid4())


def with_status(kind: str, since: date = LONG_AGO, until: date | None = None) -> StatusFact:
    return StatusFact(kind, since, until)


def test_the_ladder_of_the_product_has_the_rungs_of_the_pact_from_low_to_high():
    ladder = read_ladder(OWN_FILE)

    assert [rung.slug for rung in ladder.rungs] == [
        "not-working",
        "work-care",
        "neighbourhood-work",
        "community-service",
        "temporary-work-experience",
        "supported-employment",
        "individual-support",
        "progression",
        "regular-economy",
    ]
    assert ladder.working == {
        "temporary-work-experience",
        "supported-employment",
        "individual-support",
        "progression",
        "regular-economy",
    }


@pytest.mark.parametrize(
    ("placements", "statuses", "rung", "because"),
    [
        pytest.param([], [with_status("job_seeker")], "not-working", Because.STATUS, id="a job seeker without a place"),
        pytest.param([], [with_status("employed")], "regular-economy", Because.STATUS, id="employed, not known where"),
        pytest.param([placed("work-care")], [], "work-care", Because.PLACEMENT, id="a place"),
        pytest.param(
            [placed("work-care"), placed("neighbourhood-work")],
            [],
            "neighbourhood-work",
            Because.PLACEMENT,
            id="the highest of two places",
        ),
        pytest.param(
            [placed("supported-employment")],
            [with_status("employed")],
            "supported-employment",
            Because.PLACEMENT,
            id="a place that counts as work says more than the status",
        ),
        pytest.param(
            [placed("work-care")],
            [with_status("employed")],
            "regular-economy",
            Because.STATUS,
            id="a status above a place that is no work",
        ),
        pytest.param(
            [placed("work-care")], [with_status("job_seeker")], "work-care", Because.PLACEMENT, id="a place above"
        ),
        pytest.param(
            [placed("work-care", until=TODAY)], [], "work-care", Because.PLACEMENT, id="the last day still counts"
        ),
        pytest.param([placed("work-care", since=TODAY)], [], "work-care", Because.PLACEMENT, id="the first day counts"),
        pytest.param(
            [placed("work-care", until=YESTERDAY)],
            [with_status("inactive")],
            "not-working",
            Because.STATUS,
            id="a place that ended yesterday",
        ),
        pytest.param(
            [placed("regular-economy", since=TOMORROW)],
            [with_status("job_seeker")],
            "not-working",
            Because.STATUS,
            id="a job that starts tomorrow",
        ),
    ],
)
def test_the_rung_follows_from_places_and_statuses(
    placements: list[PlacementFact], statuses: list[StatusFact], rung: str, because: Because
):
    found = rung_on(current_ladder(), placements, statuses, TODAY)

    assert isinstance(found, RungNow)
    assert (found.rung.slug, found.because) == (rung, because)


@pytest.mark.parametrize(
    ("placements", "statuses"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([], [with_status("newcomer")], id="a status that says nothing of work"),
        pytest.param([], [with_status("employed", until=YESTERDAY)], id="employed until yesterday"),
        pytest.param([placed("a-rung-of-before")], [], id="a rung that the ladder does not know"),
    ],
)
def test_what_nobody_noted_is_not_known_yet(placements: list[PlacementFact], statuses: list[StatusFact]):
    assert rung_on(current_ladder(), placements, statuses, TODAY) == RungNotKnown()


def test_of_two_places_as_high_the_last_begun_tells():
    last = placed("work-care", since=YESTERDAY)

    found = rung_on(current_ladder(), [placed("work-care"), last], [], TODAY)

    assert isinstance(found, RungNow)
    assert found.placement == last.reference


def test_a_city_brings_its_own_ladder(tmp_path: Path, settings):
    path = tmp_path / "trap.toml"
    path.write_text(TWO_RUNGS, encoding="utf-8")
    settings.LADDER_FILE = str(path)

    assert [rung.slug for rung in current_ladder().rungs] == ["start", "job"]
    with translation.override("nl"):
        assert str(rung_name("start")) == "Begin"
    assert str(rung_name("gone")) == "gone"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(("[ladder]", "[stairs]"), "table is unknown", id="another table"),
        pytest.param(('slug = "job"', 'slug = "start"'), "stands 2 times", id="the same name twice"),
        pytest.param(("counts_as_work = true", "counts_as_work = false"), "no rung counts as work", id="no work"),
        pytest.param(('offers = { nl = "Loon", en = "Wage" }\n', ""), "this field is missing", id="a field missing"),
        pytest.param(('"employed"', '"busy"'), "not possible here", id="no status"),
        pytest.param(("[[rung]]", "[[rung"), "this is not TOML", id="no TOML"),
    ],
)
def test_a_wrong_ladder_names_every_problem_and_is_said_at_the_start(
    tmp_path: Path, settings, change: tuple[str, str], says: str
):
    path = tmp_path / "trap.toml"
    path.write_text(TWO_RUNGS.replace(*change), encoding="utf-8")

    with pytest.raises(InvalidFile, match=says):
        read_ladder(path)
    settings.LADDER_FILE = str(path)
    assert any(says in str(message.msg) for message in run_checks())
