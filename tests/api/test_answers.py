"""What programs get: vacancies, matches, concepts, figures and goals."""

import pytest

from arbeidspact.organisations.models import AuditEvent, Role
from arbeidspact.people.models import AccessEvent, Purpose
from arbeidspact.vacancies.models import RankingLog
from arbeidspact.vacancies.replay import Identical, replay
from tests.vacancies.factories import FORKLIFT_DRIVER, VacancyFactory

pytestmark = pytest.mark.django_db


def test_a_vacancy_goes_its_whole_way(program, city):
    body = {
        "employer": str(city.employer.reference),
        "title": "Forklift driver",
        "occupation": FORKLIFT_DRIVER,
        "area": "muide",
        "languages": [{"language": "nl", "level": "B1"}],
        "hours_max": 38.5,
        "starts_at": "22:00",
        "ends_at": "06:00",
        "opens_on": "2026-11-01",
    }
    made = program.send("/vacancies", body)
    address = f"/vacancies/{made.json()['reference']}"
    changed = {key: value for key, value in body.items() if key != "employer"} | {"title": "Driver", "positions": 2}

    assert (made.status_code, made.json()["hours_max"], made.json()["state"]) == (201, 38.5, "open")
    assert (made.json()["starts_at"], made.json()["ends_at"]) == ("22:00", "06:00")
    assert program.send(address, changed, "put").json()["title"] == "Driver"
    assert program.send(address, changed | {"starts_at": None}, "put").json()["starts_at"] is None
    assert program.send(f"{address}/fill", {"filled_on": "2026-11-10", "positions": 1}).json()["positions_filled"] == 1
    assert program.send(f"{address}/fill", {"filled_on": "2026-11-11"}).json()["state"] == "filled"
    assert program.send(f"{address}/fill", {"filled_on": "2026-11-11"}).status_code == 409
    assert program.send(f"{address}/reopen", {"positions": 1}).json()["state"] == "open"
    assert program.send(f"{address}/cancel", {"cancelled_on": "2026-11-20"}).json()["state"] == "cancelled"
    assert program.get(address).json()["title"] == "Driver"
    assert AuditEvent.objects.filter(subject_id=made.json()["reference"]).count() == 7


def test_the_list_has_the_filters_of_the_screen_and_pages(program, city):
    VacancyFactory(cleaning=True)
    VacancyFactory(cancelled=True)

    everything = program.get("/vacancies?state=any&page_size=2").json()

    assert (everything["count"], len(everything["items"])) == (3, 2)
    assert len(program.get("/vacancies?state=any&page_size=2&page=2").json()["items"]) == 1
    assert program.get("/vacancies?state=any&page=9").json() == {"count": 3, "items": []}
    assert program.get("/vacancies").json()["count"] == 2
    assert program.get(f"/vacancies?occupation={FORKLIFT_DRIVER}&shift=night").json()["count"] == 1
    assert program.get("/vacancies?state=gone").status_code == 422


def test_employers_are_found_and_registered(program, city):
    made = program.send("/employers", {"name": "Nieuw NV", "sector": "retail"})

    assert made.status_code == 201
    assert program.get("/employers?text=nieuw").json()["items"] == [made.json()]
    assert program.send("/employers", {"name": "Nieuw NV"}).status_code in {201, 409}


def test_work_for_a_person_comes_with_reasons_and_leaves_its_traces(program, city):
    response = program.get(f"/matching/people/{city.person.reference}")

    found = response.json()
    every = found["matches"] + found["near_misses"]
    assert [one["vacancy"] for one in every] == [str(city.vacancy.reference)]
    assert every[0]["reasons"]["competences"][0]["fit"] == "matched"
    assert AccessEvent.objects.get(person=city.person).purpose == Purpose.MATCHING
    assert RankingLog.objects.get().person == city.person
    assert response["Cache-Control"] == "private, no-store"


def test_work_for_a_person_takes_so_many_queries_however_much_work_there_is(program, city, django_assert_num_queries):
    address = f"/matching/people/{city.person.reference}"
    for _more in range(3):
        VacancyFactory(organisation=city.organisation, employer=city.employer)
    assert program.get(address).status_code == 200

    with django_assert_num_queries(11):
        assert program.get(address).status_code == 200


def test_a_program_that_wants_the_ranked_list_alone_gets_that_and_leaves_the_same_traces(program, city):
    VacancyFactory(forklift_night_shift=True, organisation=city.organisation, employer=city.employer)
    address = f"/matching/people/{city.person.reference}"
    everything = program.get(address).json()

    lean = program.get(f"{address}?include=ranking").json()

    (match,) = everything["matches"]
    assert match["score"] == match["reasons"]["score"]
    assert lean["matches"] == [match | {"reasons": None}]
    assert lean == everything | dict.fromkeys(("near_misses", "openings", "eligible")) | {"matches": lean["matches"]}
    assert AccessEvent.objects.filter(person=city.person, purpose=Purpose.MATCHING).count() == 2
    newer, older = RankingLog.objects.all()
    assert newer.parameters["best"] == older.parameters["best"]
    assert isinstance(replay(newer), Identical)


@pytest.mark.parametrize("part", ["near_misses", "openings", "eligible"])
def test_a_part_that_is_asked_is_as_in_the_whole_answer(program, city, part):
    address = f"/matching/people/{city.person.reference}"
    everything = program.get(address).json()

    found = program.get(f"{address}?include=reasons&include={part}").json()

    assert found[part] == everything[part] is not None
    assert found["matches"] == everything["matches"]
    assert all(found[other] is None for other in {"near_misses", "openings", "eligible"} - {part})


@pytest.mark.parametrize("asked", ["include=", "include=names", "include=ranking,reasons"])
def test_a_part_that_there_is_not_is_refused(program, city, asked):
    assert program.get(f"/matching/people/{city.person.reference}?{asked}").status_code == 422


def test_people_for_a_vacancy_are_references_without_names(program, city):
    response = program.get(f"/matching/vacancies/{city.vacancy.reference}")

    text = response.content.decode()
    assert str(city.person.reference) in text
    assert "Quagmire" not in text
    assert "Zebediah" not in text
    assert "1988" not in text


def test_the_taxonomy_is_searched_and_opened(program):
    hit = program.get("/taxonomy/search?text=heftruck&kind=occupation").json()["items"][0]
    concept = program.get(f"/taxonomy/concepts/{hit['id']}").json()
    asks = program.get(f"/taxonomy/occupations/{hit['id']}/competences?language=en").json()

    assert hit["id"] == concept["id"] == asks["occupation"]["id"] == FORKLIFT_DRIVER
    assert concept["labels"]["nl"]
    assert asks["essential"]
    assert program.get("/taxonomy/concepts/ap:nothing").status_code == 404


def test_indicators_figures_and_goals(program, figures):
    listed = program.get("/indicators?page_size=200").json()
    slug = next(one["slug"] for one in listed["items"] if one["figures"])
    card = program.get(f"/indicators/{slug}").json()
    area = card["areas"][0]
    page = program.get(f"/indicators/{slug}/observations?area={area}&since=2000-01-01").json()
    table = b"".join(program.get(f"/indicators/{slug}/observations.csv").streaming_content).decode()
    goals = program.get("/pacts/ghent/goals").json()

    assert page["count"] >= 1
    assert page["items"][0]["area"] == area
    assert table.startswith("\ufeffindicator,period,area,value")
    assert goals["items"][0]["state"]
    assert goals["items"][0]["latest"] is not None
    assert program.get("/pacts").json()["items"][0]["slug"] == "ghent"
    assert program.get("/indicators/nothing").status_code == 404


def test_an_answer_that_did_not_change_is_not_sent_again(program_of, figures):
    program = program_of(Role.ANALYST)
    first = program.get("/indicators")

    again = program.get("/indicators", headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


class TestActionPlans:
    def test_a_list_says_how_each_action_goes_and_why(self, program, figures):
        page = program.get("/pacts/ghent/actions").json()

        assert page["count"] == 1
        line = page["items"][0]
        assert line["status"]["status"] == "delayed"
        assert line["status"]["reasons"] == ["MilestonesOverdue", "HeavyRisks"]
        assert (line["milestones"], line["milestones_overdue"], line["next_due"]) == (1, 1, "2026-01-01")
        assert line["money"] == {"planned": 0.0, "committed": 0.0, "spent": 12.5}

    @pytest.mark.parametrize(
        ("asked", "count"),
        [("status=delayed", 1), ("status=done", 0), ("overdue=true", 1), ("lead=city", 1), ("lead=vdab", 0)],
    )
    def test_a_filter_narrows_the_list(self, program, figures, asked, count):
        assert program.get(f"/pacts/ghent/actions?{asked}").json()["count"] == count

    def test_one_action_holds_its_whole_plan(self, program, figures):
        plan = program.get("/pacts/ghent/actions/jobteam").json()

        assert plan["milestone_list"][0]["state"] == "overdue"
        assert plan["contributions"][0]["state"] == "promised"
        assert plan["numbers"][0]["told"] == [
            {"on": "2026-01-01", "value": 40.0, "source": "Telling", "is_figure": False, "is_invented": False}
        ]
        assert plan["goal_ties"][0]["indicator"] == "jobteam-in-work"
        assert plan["risks"][0]["owner"] == "city"
        assert program.get("/pacts/ghent/actions/nothing").status_code == 404

    def test_the_ledger_is_read_line_by_line(self, program, figures):
        assert program.get("/pacts/ghent/ledger?year=2026&kind=spent").json()["items"][0]["document"] == "Factuur 7"
        assert program.get("/pacts/ghent/ledger?year=2025").json()["count"] == 0
        assert program.get("/pacts/ghent/ledger?yaer=2025").status_code == 422
