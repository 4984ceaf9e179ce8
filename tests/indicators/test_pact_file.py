from decimal import Decimal
from fractions import Fraction

import pytest

from arbeidspact.indicators import InvalidFile, Reference, read_targets
from arbeidspact.organisations.areas_file import read_areas_file
from arbeidspact.pact.pact_file import BudgetEntry, BudgetShare, read_actions_file, read_pact_file

REFERENCE = 'reference = { document = "Beleidsnota" }'
NAME = 'name = { nl = "naam", en = "name" }'
PACT = f"""
[pact]
slug = "pact"
area = "gent"
{NAME}
{REFERENCE}

[[partner]]
slug = "stad-gent"
type = "city"
{NAME}
{REFERENCE}

[[goal]]
slug = "work"
number = 1
indicator = "employment-rate"
no_number_was_set = true
{NAME}
{REFERENCE}
"""
ACTION = f"""
[[action]]
slug = "jobteam"
{NAME}
lead = "stad-gent"
{REFERENCE}
"""


def written(tmp_path, text, name="pact.toml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_what_a_pact_file_leaves_out_stays_empty(tmp_path):
    pact = read_pact_file(written(tmp_path, PACT))
    (action,) = read_actions_file(written(tmp_path, ACTION, "actions.toml"), pact).actions

    assert pact.pact.signed_on is None
    assert pact.goals[0].target is None
    assert (action.status, action.priority, action.budget, action.summary) == (None, None, (), None)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(
            ("no_number_was_set = true", ""), "a goal has a target or no number was set: name the target", id="neither"
        ),
        pytest.param(('"city"', '"stad"'), 'field "type": stad is not possible here: write', id="a Dutch type"),
        pytest.param(("[pact]", "[pakt]"), "the table [pact] is missing: add it", id="no pact"),
        pytest.param(
            ("[[goal]]", "[[doel]]"),
            'table doel, field "-": this table is unknown: use one of: pact',
            id="unknown table",
        ),
        pytest.param((REFERENCE, ""), 'field "reference": this field is missing: add it', id="no reference"),
    ],
)
def test_a_wrong_pact_file_says_where_and_what_to_write(tmp_path, change, message):
    with pytest.raises(InvalidFile) as refusal:
        read_pact_file(written(tmp_path, PACT.replace(*change)))

    assert message in str(refusal.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(
            ('"stad-gent"', '"stad-gand"'), 'field "lead": stad-gand is not known: define it first', id="unknown lead"
        ),
        pytest.param(
            ('lead = "stad-gent"', 'tracks = ["to-work"]'), 'field "tracks": to-work is not known', id="unknown track"
        ),
        pytest.param((ACTION, ACTION + ACTION), 'action jobteam, field "slug": jobteam stands 2 times', id="twice"),
    ],
)
def test_an_action_names_only_what_the_pact_knows(tmp_path, change, message):
    pact = read_pact_file(written(tmp_path, PACT))

    with pytest.raises(InvalidFile) as refusal:
        read_actions_file(written(tmp_path, ACTION.replace(*change), "actions.toml"), pact)

    assert message in str(refusal.value)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param(
            'split = [{ source = "esf", share = "4/5" }]',
            "the shares of the split do not add up to 1",
            id="four fifths",
        ),
        pytest.param(
            'split = [{ source = "esf", share = "80 %" }]',
            "80 % is not a fraction: write one such as 4/5",
            id="percent",
        ),
        pytest.param(
            'source = "esf"\nsplit = [{ source = "esf", share = "1" }]', "source and split contradict", id="both"
        ),
    ],
)
def test_a_budget_that_does_not_add_up_is_refused(tmp_path, fields, message):
    text = f'{ACTION}\n[[action.budget]]\namount = "100"\nper = "year"\n{fields}\n{REFERENCE}\n'

    with pytest.raises(InvalidFile) as refusal:
        read_actions_file(written(tmp_path, text, "actions.toml"))

    assert message in str(refusal.value)


def test_a_range_of_planned_numbers_runs_from_low_to_high(tmp_path):
    what = 'what = { nl = "a", en = "b" }'
    number = f'[[action.planned_numbers]]\n{what}\nlow = 10\nhigh = 5\nprinted_as = "10 à 5"\n{REFERENCE}\n'

    with pytest.raises(InvalidFile, match="high is below low: swap them"):
        read_actions_file(written(tmp_path, ACTION + number, "actions.toml"))


def test_thirds_of_an_amount_still_add_up_to_it():
    thirds = tuple(BudgetShare(source=name, share=Fraction(1, 3)) for name in ("stad", "ocmw", "vdab"))
    budget = BudgetEntry(amount=Decimal(100), per="year", split=thirds, reference=Reference(document="nota"))

    amounts = [amount for _, amount in budget.amounts_by_source()]

    assert amounts == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]
    assert sum(amounts) == 100


def test_an_amount_without_a_payer_has_an_empty_one():
    budget = BudgetEntry(amount=Decimal(100), per="year", reference=Reference(document="nota"))

    assert budget.amounts_by_source() == (("", Decimal(100)),)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param(
            "latitude = 51.0", "latitude and longitude belong together: give both or neither", id="half a place"
        ),
        pytest.param("latitude = 151.0\nlongitude = 3.7", 'field "latitude"', id="off the globe"),
        pytest.param('part_of = "belgie"', 'field "part_of": belgie is not known', id="an unknown whole"),
    ],
)
def test_a_wrong_area_is_named(tmp_path, fields, message):
    text = f'[[area]]\ncode = "gent"\nkind = "municipality"\nnl = "Gent"\nen = "Ghent"\n{fields}\n'

    with pytest.raises(InvalidFile) as refusal:
        read_areas_file(written(tmp_path, text, "areas.toml"))

    assert message in str(refusal.value)
    assert "area gent" in str(refusal.value)


TARGET = f"""
[[target]]
slug = "seventy"
indicator = "employment-rate"
area = "gent"
rule = "at_least"
value = 70.5
due = 2025-12-31
printed_as = "70,5 %"
status = "adopted"
{REFERENCE}
"""


def test_a_target_keeps_its_number_exactly(tmp_path):
    (target,) = read_targets(written(tmp_path, TARGET, "targets.toml")).targets

    assert target.as_target().value == Decimal("70.5")
    assert target.as_target().decision == "Beleidsnota"


def test_a_target_without_a_date_cannot_be_followed_over_time(tmp_path):
    (target,) = read_targets(written(tmp_path, TARGET.replace("due = 2025-12-31", ""), "targets.toml")).targets

    assert target.as_target() is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(("value = 70.5", ""), "give exactly one of value and relative_to", id="no value"),
        pytest.param(
            ("due =", 'baseline = "start"\ndue ='), 'field "baseline": start is not known', id="unknown baseline"
        ),
        pytest.param(
            ("at_least", "minstens"), "minstens is not possible here: write 'at_least' or 'at_most'", id="a Dutch rule"
        ),
    ],
)
def test_a_wrong_target_is_named(tmp_path, change, message):
    with pytest.raises(InvalidFile) as refusal:
        read_targets(written(tmp_path, TARGET.replace(*change), "targets.toml"))

    assert message in str(refusal.value)


def test_a_baseline_with_an_impossible_period_is_named(tmp_path):
    text = (
        TARGET.replace("[[target]]", "[[baseline]]")
        .replace('rule = "at_least"\n', "")
        .replace("due = 2025-12-31", 'period = "2019-13"')
    )

    with pytest.raises(InvalidFile, match='baseline seventy, field "period": 2019-13 is not a period: write a year'):
        read_targets(written(tmp_path, text, "targets.toml"))
