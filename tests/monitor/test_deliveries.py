"""A file of figures: checked as a whole, shown against what counts now, taken in, withdrawn again."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from arbeidspact.indicators import OBSERVATION_COLUMNS
from arbeidspact.monitor import deliveries, delivery_reading
from arbeidspact.monitor.deliveries import (
    ForgetDelivery,
    TakeInDelivery,
    WithdrawDelivery,
    check_delivery,
    forget_delivery,
    receive_delivery,
    take_in_delivery,
    withdraw_delivery,
)
from arbeidspact.monitor.delivery_folder import folder_of
from arbeidspact.monitor.delivery_queries import delivery_list
from arbeidspact.monitor.judging import JudgeFigure, judge_figure
from arbeidspact.monitor.models import Delivery, DeliveryState, Observation, Remark, Series
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.areas import SetAreas, set_areas
from arbeidspact.organisations.areas_file import AreaEntry, AreasFile
from arbeidspact.organisations.exceptions import Conflict, NotFound
from arbeidspact.organisations.models import AuditEvent
from tests.monitor.factories import an_indicator, figure

pytestmark = pytest.mark.django_db
GOOD = {
    "indicator": "employment-rate",
    "period": "2019",
    "area": "gent",
    "value": "69.7",
    "unit": "percent",
    "status": "final",
    "vintage": "2020-10-19",
    "source": "Statbel",
}


@pytest.fixture(autouse=True)
def _places(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    areas = [AreaEntry(code=code, kind="municipality", nl=code, en=code) for code in ("gent", "aalst")]
    set_areas(SetAreas(file=AreasFile(areas=tuple(areas))), actor=operator())


@pytest.fixture
def deliver(tmp_path):
    """Writes a file of figures, and has it checked."""

    def write(*rows, name="cijfers.csv"):
        out = io.StringIO()
        writer = csv.DictWriter(out, OBSERVATION_COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows([GOOD | row for row in rows])
        path = tmp_path / name
        path.write_text(out.getvalue())
        delivery = receive_delivery(path, name, None, actor=operator())
        return check_delivery(delivery, actor=operator(), source=path)

    return write


def take_in(delivery):
    return take_in_delivery(TakeInDelivery(delivery=delivery.reference), actor=operator())


def withdraw(delivery):
    command = WithdrawDelivery(delivery=delivery.reference, because="verkeerd bestand")
    return withdraw_delivery(command, actor=operator())


def counting():
    """The figures that count."""
    rows = Observation.objects.filter(stands=True).select_related("series").order_by("series__area", "period_start")
    return [(row.area, str(row.period), float(row.value), row.status) for row in rows]


def test_a_file_is_shown_first_and_taken_in_after(deliver):
    an_indicator()

    delivery = deliver({"period": "2018", "value": "68.1"}, {"period": "2019", "value": "69.7"})

    assert delivery.state is DeliveryState.PREVIEWED
    assert (delivery.figures, delivery.counts["new"], Observation.objects.count()) == (2, 2, 0)
    done = take_in(delivery)
    assert done.state is DeliveryState.TAKEN_IN
    assert counting() == [("gent", "2018", 68.1, "final"), ("gent", "2019", 69.7, "final")]
    (series,) = Series.objects.all()
    assert (series.figures, series.newest) == (2, date(2019, 12, 31))
    assert folder_of(done.reference).parts == []
    assert AuditEvent.objects.filter(action="take-in-delivery", subject_id=str(done.reference)).count() == 1


def test_the_database_looks_at_its_tables_anew_once_the_figures_are_in(deliver, monkeypatch):
    asked: list[int] = []
    monkeypatch.setattr(deliveries, "look_at_tables_anew", asked.append)
    an_indicator()
    delivery = deliver({"period": "2018", "value": "68.1"}, {"period": "2019", "value": "69.7"})
    assert not asked

    take_in(delivery)

    assert asked == [2]


def test_one_impossible_row_and_nothing_is_taken_in(deliver):
    an_indicator()

    delivery = deliver({"period": "2018"}, {"period": "2019-13"})

    assert delivery.state is DeliveryState.REFUSED
    assert [(one["place"], one["field"]) for one in delivery.problems] == [("row 3", "period")]
    with pytest.raises(Conflict):
        take_in(delivery)
    assert Observation.objects.count() == 0


def test_the_preview_says_what_changes_against_what_counts_now(deliver):
    source = "Statbel"
    an_indicator(
        figure("2017", "67.0", source=source),
        figure("2018", "68.0", source=source),
        figure("2019", "69.0", source=source),
    )

    delivery = deliver(
        {"period": "2017", "value": "67.0", "vintage": "2026-01-01"},
        {"period": "2019", "value": "69.7", "vintage": "2026-01-01"},
        {"period": "2020", "value": "70.2", "vintage": "2026-01-01"},
        {"period": "2018", "area": "aalst", "value": "60", "vintage": "2026-01-01"},
    )

    assert {name: delivery.counts[name] for name in ("new", "revised", "same", "gone")} == {
        "new": 2, "revised": 1, "same": 1, "gone": 1
    }  # fmt: skip
    (revised,) = delivery.preview["revised"]
    assert (revised["before"], revised["value"], revised["difference"]) == ("69", "69.7", "0.7")
    (gone,) = delivery.preview["gone"]
    assert (gone["period"], gone["before"]) == ("2018", "68")


def test_a_newer_publication_counts_and_an_older_one_is_kept_beside_it(deliver):
    an_indicator(figure("2019", "69.0"))

    take_in(deliver({"value": "69.7", "vintage": "2026-01-01"}))
    older = take_in(deliver({"value": "60", "vintage": "2001-01-01"}, name="oud.csv"))

    assert counting() == [("gent", "2019", 69.7, "final")]
    assert older.counts["older"] == 1
    assert Observation.objects.count() == 3


@pytest.mark.parametrize(
    ("before", "after", "value", "hundred"),
    [
        pytest.param("70", "0.7 %", "0.7", True, id="a share where a percentage was"),
        pytest.param("70", "95", "95", False, id="far more than the usual change"),
        pytest.param("70", "71", None, None, id="as usual"),
    ],
)
def test_a_suspicious_jump_is_pointed_at(deliver, before, after, value, hundred):
    steady = [figure(str(year), f"{65 + (year - 2010)}") for year in range(2010, 2016)]
    an_indicator(*steady, figure("2016", before))

    delivery = deliver({"period": "2017" if not hundred else "2016", "value": after, "vintage": "2026-01-01"})

    assert [(one["value"], one["hundred"]) for one in delivery.preview["jumps"]] == (
        [] if value is None else [(value, hundred)]
    )


def test_a_withdrawn_delivery_gives_the_floor_back_to_its_predecessors(deliver):
    an_indicator(figure("2019", "69.0"))
    done = take_in(deliver({"value": "69.7", "vintage": "2026-01-01", "flag_nl": "Let op"}, {"period": "2020"}))

    withdrawn = withdraw(done)

    assert withdrawn.state is DeliveryState.WITHDRAWN
    assert counting() == [("gent", "2019", 69.0, "final")]
    assert (Remark.objects.count(), Series.objects.get().figures) == (0, 1)
    with pytest.raises(Conflict):
        withdraw(done)


def test_a_correction_of_the_same_publication_is_undone_too(deliver):
    an_indicator()
    first = take_in(deliver({"value": "69.7"}))
    second = take_in(deliver({"value": "68.7"}, name="verbeterd.csv"))
    assert counting() == [("gent", "2019", 68.7, "final")]

    withdraw(second)
    assert counting() == [("gent", "2019", 69.7, "final")]

    withdraw(first)
    assert counting() == []


def test_a_correction_does_not_bring_a_withdrawn_figure_back(deliver):
    an_indicator()
    first = take_in(deliver({"value": "69.7"}))
    second = take_in(deliver({"value": "68.7"}, name="verbeterd.csv"))

    withdraw(first)
    assert counting() == [("gent", "2019", 68.7, "final")]
    withdraw(second)
    assert counting() == []


def test_words_are_kept_with_their_figure(deliver):
    an_indicator()

    take_in(deliver({"flag_nl": "Let op", "printed_as": "69,7 %"}, {"period": "2020"}))

    first, second = Observation.objects.order_by("period_start")
    assert (first.flag_nl, first.printed_as, second.remark) == ("Let op", "69,7 %", None)


def test_two_figures_of_different_sources_for_one_period_are_both_kept(deliver):
    an_indicator()

    take_in(deliver({"source": "A"}, {"source": "B", "value": "70", "vintage": "2021-01-01"}))

    assert counting() == [("gent", "2019", 70.0, "final")]
    assert Observation.objects.count() == 2


def test_what_changed_since_the_preview_is_not_overwritten_unseen(deliver):
    an_indicator()
    waiting = deliver({"value": "69.7"})
    take_in(deliver({"value": "60", "vintage": "2026-01-01"}, name="ander.csv"))

    with pytest.raises(Conflict, match="no longer says"):
        take_in(waiting)


def test_the_same_file_again_changes_nothing(deliver):
    an_indicator()
    take_in(deliver({"value": "69.7"}))

    again = deliver({"value": "69.7"})

    assert (again.counts["same"], again.counts["new"], again.counts["revised"]) == (1, 0, 0)
    assert take_in(again).state is DeliveryState.TAKEN_IN
    assert Observation.objects.count() == 1


def test_a_check_that_was_broken_off_goes_on_where_it_was(tmp_path, monkeypatch):
    an_indicator()
    monkeypatch.setattr(delivery_reading, "PART_BYTES", 200)
    rows = [GOOD | {"period": str(year)} for year in range(1950, 2020)]
    text = ",".join(GOOD) + "\n" + "".join(",".join(row.values()) + "\n" for row in rows)
    path = tmp_path / "groot.csv"
    path.write_text(text)
    delivery = receive_delivery(path, path.name, None, actor=operator())
    seen = []

    class Killed(Exception):
        pass

    def kill(_what, done, _of):
        seen.append(done)
        if len(seen) == 5:
            raise Killed

    with pytest.raises(Killed):
        check_delivery(delivery, actor=operator(), source=path, tell=kill)
    again = receive_delivery(path, path.name, None, actor=operator())
    assert again == delivery
    first_of_second = []
    check_delivery(
        again, actor=operator(), source=path, tell=lambda what, done, _of: first_of_second.append((what, done))
    )

    again.refresh_from_db()
    assert (again.figures, again.counts["new"], again.problems) == (70, 70, [])
    assert min(done for what, done in first_of_second if what == "reading") > seen[2]


def test_a_figure_twice_is_found_behind_the_place_where_the_check_was_broken_off(tmp_path, monkeypatch):
    an_indicator()
    monkeypatch.setattr(delivery_reading, "PART_BYTES", 200)
    rows = [GOOD | {"period": str(year)} for year in (*range(1950, 2020), 1950)]
    path = tmp_path / "groot.csv"
    path.write_text(",".join(GOOD) + "\n" + "".join(",".join(row.values()) + "\n" for row in rows))
    delivery = receive_delivery(path, path.name, None, actor=operator())

    class Killed(Exception):
        pass

    def kill(_what, done, of):
        if done > of / 2:
            raise Killed

    with pytest.raises(Killed):
        check_delivery(delivery, actor=operator(), source=path, tell=kill)
    done = check_delivery(delivery, actor=operator(), source=path)

    assert [(one["place"], one["problem"]) for one in done.problems] == [
        ("row 72", "the same figure stands in row 2"),
    ]


def test_a_file_that_is_not_wanted_is_forgotten_and_one_that_counts_is_not(deliver):
    an_indicator()
    waiting = deliver({})
    forget_delivery(ForgetDelivery(delivery=waiting.reference), actor=operator())
    assert not Delivery.objects.exists()
    assert not folder_of(waiting.reference).path.exists()

    done = take_in(deliver({}))
    with pytest.raises(Conflict):
        forget_delivery(ForgetDelivery(delivery=done.reference), actor=operator())
    with pytest.raises(NotFound):
        withdraw_delivery(WithdrawDelivery(delivery=waiting.reference, because="weg"), actor=operator())


def test_the_list_can_be_narrowed_to_what_became_of_the_files(deliver):
    an_indicator()
    done = take_in(deliver({}))
    refused = deliver({"period": "x"}, name="fout.csv")
    waiting = deliver({"period": "2021"}, name="wacht.csv")

    found = {state: list(delivery_list(actor=operator(), state=state)) for state in DeliveryState}

    assert (found[DeliveryState.TAKEN_IN], found[DeliveryState.REFUSED]) == ([done], [refused])
    assert (found[DeliveryState.PREVIEWED], found[DeliveryState.WITHDRAWN]) == ([waiting], [])
    assert list(delivery_list(actor=operator(), text="wacht")) == [waiting]


def test_values_survive_the_way_through_millionths(deliver):
    an_indicator()

    take_in(deliver({"value": "-12345678.123456"}, {"period": "2020", "value": "123456789012"}))

    assert [row.value for row in Observation.objects.order_by("period_start")] == [
        Decimal("-12345678.123456"),
        Decimal(123456789012),
    ]


def test_what_an_analyst_contested_stays_so_when_the_same_file_comes_again(deliver):
    an_indicator()
    take_in(deliver({"value": "69.7"}))
    key = Observation.objects.get().pk
    judge_figure(JudgeFigure(figure=key, status="contested", reason="andere leeftijd"), actor=operator())

    again = deliver({"value": "69.7"})

    assert again.counts["same"] == 1
    take_in(again)
    assert Observation.objects.get().status == "contested"
    withdraw(Delivery.objects.order_by("received_at").first())
    assert not Observation.objects.exists()
