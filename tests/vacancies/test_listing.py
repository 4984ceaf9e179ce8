"""The list of vacancies: every filter, the counts beside it, and the spreadsheet."""

from decimal import Decimal

import pytest
from django.utils import timezone

from arbeidspact.organisations.actor import ANONYMOUS
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.organisations.models import Role
from arbeidspact.taxonomy.scales import CefrLevel, Shift
from arbeidspact.vacancies.models import Contract, VacancyState
from arbeidspact.vacancies.queries import (
    VacancyFilters,
    facets,
    vacancy_csv_rows,
    vacancy_lines,
    vacancy_list,
    vacancy_to_plan,
    vacancy_view,
    words_of_filters,
)
from tests.organisations.factories import AreaFactory, actor_with
from tests.vacancies.factories import FORKLIFT_DRIVER, EmployerFactory, VacancyFactory, days_ago

TODAY = timezone.localdate


@pytest.fixture
def vacancies(db):
    ghent = AreaFactory(code="gent", kind="municipality", name_nl="Gent")
    muide = AreaFactory(muide=True)
    muide.part_of = ghent
    muide.save()
    return {
        "night": VacancyFactory(forklift_night_shift=True, needs_dutch_b1=True, contract=Contract.PERMANENT),
        "cleaning": VacancyFactory(
            cleaning=True,
            employer=EmployerFactory(name="Proper & Co", sector="cleaning"),
            contract=Contract.FIXED_TERM,
            hours_min=15,
            hours_max=20,
        ),
        "diploma": VacancyFactory(title="Planner", diploma_required=True, hours_min=38, hours_max=38, in_zelzate=True),
        "old": VacancyFactory(title="Crane driver", open_for_long=True, needs_language={"nl": "A2"}),
        "filled": VacancyFactory(title="Filled one", filled=True),
        "announced": VacancyFactory(title="Soon", announced=True),
    }


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param({}, ["night", "cleaning", "diploma", "old"], id="open ones by default"),
        pytest.param({"text": "crane"}, ["old"], id="a word of the title"),
        pytest.param({"text": "proper cleaner"}, ["cleaning"], id="a word of the employer and one of the title"),
        pytest.param({"occupation": FORKLIFT_DRIVER}, ["night", "diploma", "old"], id="an occupation"),
        pytest.param({"isco": "83"}, ["night", "diploma", "old"], id="an ISCO group"),
        pytest.param({"sector": "cleaning"}, ["cleaning"], id="a sector"),
        pytest.param({"area": "zelzate"}, ["diploma"], id="a municipality"),
        pytest.param({"area": "gent"}, ["night", "cleaning", "old"], id="a municipality with its neighbourhoods"),
        pytest.param({"contract": "fixed_term"}, ["cleaning"], id="a contract"),
        pytest.param({"shift": "night"}, ["night"], id="a shift"),
        pytest.param({"language_level": "A2"}, ["cleaning", "diploma", "old"], id="no language above A2"),
        pytest.param({"no_diploma": True}, ["night", "cleaning", "old"], id="no diploma"),
        pytest.param({"licence": "forklift"}, ["night"], id="a licence"),
        pytest.param({"hours_to": Decimal(20)}, ["night", "cleaning", "old"], id="at most so many hours"),
        pytest.param({"hours_from": Decimal(38)}, ["night", "diploma", "old"], id="at least so many hours"),
        pytest.param({"open_days": 90}, ["old"], id="open for long"),
        pytest.param({"state": None, "text": "one"}, ["filled"], id="any state"),
        pytest.param({"state": VacancyState.ANNOUNCED}, ["announced"], id="announced"),
        pytest.param(
            {"order": "longest_open", "no_diploma": True}, ["old", "night", "cleaning"], id="longest open first"
        ),
    ],
)
def test_a_filter_keeps_what_answers_to_it(vacancies, counsellor, filters, expected):
    found = vacancy_list(counsellor, VacancyFilters(**filters), TODAY())

    names = {vacancy.pk: name for name, vacancy in vacancies.items()}
    in_order = [names[vacancy.pk] for vacancy in found]
    if filters.get("order") == "longest_open":
        assert in_order == expected
    assert set(in_order) == set(expected)


def test_an_employer_is_a_filter(vacancies, counsellor):
    employer = vacancies["old"].employer

    found = vacancy_list(counsellor, VacancyFilters(employer=employer.reference), TODAY())

    assert [vacancy.employer for vacancy in found] == [employer]


def test_newest_come_first_and_ties_keep_their_order(vacancies, counsellor):
    found = list(vacancy_list(counsellor, VacancyFilters(), TODAY()))

    assert found == sorted(found, key=lambda vacancy: (vacancy.opens_on, vacancy.pk), reverse=True)


def test_counts_say_what_each_choice_would_show(vacancies, counsellor):
    chosen = VacancyFilters(contract=Contract.PERMANENT)

    counts = facets(counsellor, chosen, TODAY())

    for facet in counts.contracts:
        wanted = chosen.model_copy(update={"contract": Contract(facet.value)})
        assert facet.count == vacancy_list(counsellor, wanted, TODAY()).count()
    for field, values in [
        ("shift", counts.shifts),
        ("language_level", counts.language_levels),
        ("isco", counts.isco_groups),
    ]:
        assert values
        for facet in values:
            value = {"shift": Shift, "language_level": CefrLevel, "isco": str}[field](facet.value)
            wanted = chosen.model_copy(update={field: value})
            assert facet.count == vacancy_list(counsellor, wanted, TODAY()).count(), (field, facet)
    assert {facet.value: facet.count for facet in counts.states} == {"open": 3, "announced": 1, "filled": 1}
    assert counts.without_diploma == 2
    assert [(facet.value, facet.count) for facet in counts.licences] == [("forklift", 1)]


def test_lists_and_counts_take_as_many_queries_for_one_as_for_many(counsellor, django_assert_num_queries):
    VacancyFactory(forklift_night_shift=True)

    def everything():
        facets(counsellor, VacancyFilters(isco="83"), TODAY())
        return vacancy_lines(vacancy_list(counsellor, VacancyFilters(), TODAY()), TODAY())

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as for_one:
        assert len(everything()) == 1
    for _number in range(8):
        VacancyFactory(forklift_night_shift=True, needs_dutch_b1=True)
    with django_assert_num_queries(len(for_one)):
        assert len(everything()) == 9


def test_a_line_says_where_and_how_long(vacancies, counsellor):
    (line,) = vacancy_lines([vacancies["old"]], TODAY())

    assert (line.area, line.days_open, line.state) == ("Muide - Meulestede", 120, VacancyState.OPEN)
    assert line.occupation == "forklift driver"


def test_the_whole_of_a_vacancy_is_in_words(vacancies, counsellor):
    view = vacancy_view(counsellor, vacancies["night"].reference)

    assert view.languages == ("Dutch B1",)
    assert view.shifts == ("Night shift",)
    assert len(view.competences_required) == 1
    assert view.may_change is False


def test_the_filters_that_are_on_are_said_in_words(counsellor):
    AreaFactory(muide=True)
    filters = VacancyFilters(area="muide", shift=Shift.NIGHT, no_diploma=True, state=None)

    assert [field for field, _words in words_of_filters(filters)] == ["state", "area", "shift", "no_diploma"]


@pytest.mark.parametrize("text", ["", "no reference", "00000000-0000-0000-0000-000000000000"])
def test_a_step_is_planned_with_no_vacancy_when_the_reference_is_wrong(counsellor, text):
    assert vacancy_to_plan(counsellor, text) is None


@pytest.mark.parametrize("title", ["=HYPERLINK(1)", "+32 2 555", "-1+1", "@cmd", "\tx"])
def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(counsellor, title):
    VacancyFactory(title=title)

    header, row = vacancy_csv_rows(counsellor, VacancyFilters(), TODAY())

    assert row[header.index("title")] == f"'{title}"


def test_the_spreadsheet_holds_what_the_list_shows(vacancies, counsellor):
    header, *rows = vacancy_csv_rows(counsellor, VacancyFilters(licence="forklift"), TODAY())

    assert len(rows) == 1
    row = dict(zip(header, rows[0], strict=True))
    assert (row["languages"], row["licences"], row["state"]) == ("nl:B1", "forklift", "open")


@pytest.mark.parametrize(
    ("ask", "role"),
    [
        pytest.param(vacancy_csv_rows, Role.STEERING_MEMBER, id="export by a steering member"),
        pytest.param(vacancy_csv_rows, None, id="export by nobody"),
        pytest.param(vacancy_list, None, id="list by nobody"),
        pytest.param(facets, None, id="counts by nobody"),
    ],
)
def test_who_may_not_is_refused(db, ask, role):
    actor = actor_with(role) if role else ANONYMOUS

    with pytest.raises(NotAllowed):
        ask(actor, VacancyFilters(), days_ago(0))
