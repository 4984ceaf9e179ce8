"""The pages of matching rounds: history, start, progress, cancel, resume, what came out, and files."""

import csv
import io
from datetime import timedelta

import pyarrow.parquet as pq
import pytest
from django.urls import reverse
from django.utils import timezone

from arbeidspact.organisations.models import OrganisationKind, Role
from arbeidspact.people.models import AccessEvent, Purpose
from arbeidspact.rounds.models import MatchingRound, RerankingName, RoundState
from arbeidspact.rounds.queries import state_now
from arbeidspact.rounds.states import SILENCE
from tests.organisations.factories import OrganisationFactory, actor_with
from tests.people.factories import PersonFactory
from tests.vacancies.factories import VacancyFactory

LIST, START = reverse("rounds:list"), reverse("rounds:start")
FORM = {"k": "10", "reranking": "plain"}


def at(name, round_):
    return reverse(f"rounds:{name}", args=[round_.reference])


def text_of(response):
    return " ".join(response.content.decode().split())


def changed(round_, **values):
    MatchingRound.objects.filter(pk=round_.pk).update(**values)
    return round_


# History


def test_without_a_round_the_page_says_what_one_is_for_and_offers_the_first(browser, city):
    page = text_of(browser.get(LIST))

    assert "There was no round yet" in page
    assert f'href="{START}"' in page


def test_the_history_counts_its_rounds_and_says_how_each_ended(browser, finished, counsellor):
    page = text_of(browser.get(LIST))

    assert "1 result" in page
    assert "Finished" in page
    assert at("detail", finished) in page
    assert str(counsellor.user) in page
    assert "Best fit first" in page


def test_the_history_is_narrowed_to_a_state(browser, finished):
    assert "1 result" in text_of(browser.get(LIST, {"state": "finished"}))
    assert "No round has this status" in text_of(browser.get(LIST, {"state": "failed"}))
    assert "1 result" in text_of(browser.get(LIST, {"state": "there-is-no-such-state"}))


def test_a_long_history_is_paged_and_keeps_its_filter(browser, finished):
    values = {
        name: getattr(finished, name)
        for name in ("organisation", "user", "day", "k", "reranking", "session_asked_at", "cancelled_at", "figures")
    }
    MatchingRound.objects.bulk_create(MatchingRound(**values, finished_at=timezone.now()) for _ in range(30))

    page = text_of(browser.get(LIST, {"state": "finished", "page": 2}))

    assert "31 results" in page
    assert "26 to 31 of 31" in page
    assert "state=finished&amp;page=1" in page


def test_a_round_of_the_operator_is_not_in_the_list_of_an_organisation(browser, finished):
    changed(finished, organisation=None, is_by_operator=True)

    assert "There was no round yet" in text_of(browser.get(LIST))
    assert browser.get(at("detail", finished)).status_code == 404


# Starting


def test_the_form_says_whom_and_what_it_covers_and_what_each_order_means(browser, city):
    page = text_of(browser.get(START))

    assert "whom your organisation accompanies now" in page
    assert '<p class="stat__value">5</p>' in page
    assert page.count("Every list starts with") == 2
    for name in RerankingName:
        assert str(name.label) in page
    assert 'value="plain" required id="id_reranking_0" checked' in page


def test_the_order_that_the_settings_name_is_filled_in(browser, city, settings):
    settings.RERANKING = "capped"

    assert 'value="capped" required id="id_reranking_2" checked' in text_of(browser.get(START))


def test_starting_begins_the_work_in_a_process_of_its_own(
    browser, city, monkeypatch, django_capture_on_commit_callbacks
):
    begun = []
    monkeypatch.setattr(
        "arbeidspact.organisations.own_processes.subprocess.Popen",
        lambda words, **_options: begun.append(words) or Ended(),
    )

    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(START, {**FORM, "cap": "", "wage_percent": "0"}, follow=True)

    round_ = MatchingRound.objects.get()
    assert answer.redirect_chain == [(at("detail", round_), 302)]
    assert "The round is starting" in text_of(answer)
    assert (round_.k, round_.weights["wage_percent"], round_.weights["hours_percent"]) == (10, 0, 5)
    assert [words[-1] for words in begun] == [str(round_.reference)]


class Ended:
    """A process that was over at once."""

    pid = 1

    def wait(self) -> int:
        return 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        pytest.param({"k": "0"}, "greater than or equal to 1", id="no places"),
        pytest.param({"k": "many"}, "Enter a whole number", id="no number"),
        pytest.param({"reranking": "by_name"}, "Select a valid choice", id="no such order"),
        pytest.param({"wage_percent": "51"}, "less than or equal to 50", id="too heavy a wish"),
    ],
)
def test_a_wrong_answer_is_named_and_nothing_starts(browser, city, wrong, words):
    answer = browser.post(START, {**FORM, **wrong})

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not MatchingRound.objects.exists()


def test_a_wrong_answer_in_the_fold_opens_it(browser, city):
    assert '<details class="disclosure" open>' in text_of(browser.post(START, {**FORM, "cap": "0"}))
    assert '<details class="disclosure" >' in text_of(browser.post(START, {**FORM, "k": "0"}))


def test_a_second_round_is_refused_with_the_way_to_the_first(browser, started):
    page = text_of(browser.get(START))
    assert "A round is going on" in page
    assert at("detail", started) in page
    assert "Start the round" not in page

    answer = browser.post(START, FORM)
    assert answer.status_code == 422
    assert MatchingRound.objects.count() == 1


def test_nobody_to_match_is_said_before_anything_is_asked(browser):
    VacancyFactory()

    assert "There is nobody to match" in text_of(browser.get(START))


def test_nothing_to_match_with_is_said_too(browser, werkpunt):
    PersonFactory(accompanied_by=werkpunt)

    assert "There is nothing to match with" in text_of(browser.get(START))


# Following, cancelling, resuming


def test_a_round_that_is_going_on_shows_how_far_it_is_and_looks_again_by_itself(browser, started):
    changed(started, heartbeat_at=timezone.now(), step="matching", done=300, total=1200)

    page = text_of(browser.get(at("detail", started)))

    assert "Running" in page
    assert "300 of 1,200" in page
    assert 'width="25%"' in page
    assert f'hx-get="{at("progress", started)}"' in page
    assert "Look again" in page


def test_a_round_that_has_not_begun_says_so(browser, started):
    assert "has not begun to read yet" in text_of(browser.get(at("detail", started)))


def test_the_part_that_is_fetched_again_is_the_part_alone(browser, started):
    changed(started, heartbeat_at=timezone.now(), step="matching", done=1, total=2)

    answer = browser.get(at("progress", started), headers={"hx-request": "true"})

    assert "1 of 2" in text_of(answer)
    assert "<html" not in text_of(answer)


def test_when_it_is_over_the_page_loads_anew(browser, finished):
    answer = browser.get(at("progress", finished), headers={"hx-request": "true"})

    assert answer["HX-Refresh"] == "true"


def test_who_opens_the_part_as_a_page_gets_the_page(browser, started):
    assert browser.get(at("progress", started))["Location"] == at("detail", started)


def test_cancelling_is_asked_once_more_and_then_done(browser, started):
    question = browser.get(at("cancel", started))
    assert "What was done is kept" in text_of(question)
    assert state_now(MatchingRound.objects.get()) is RoundState.WAITING

    answer = browser.post(at("cancel", started), follow=True)

    assert "The round is cancelled." in text_of(answer)
    assert "The round was cancelled" in text_of(answer)
    assert state_now(MatchingRound.objects.get()) is RoundState.CANCELLED


@pytest.mark.parametrize(
    ("moments", "words"),
    [
        pytest.param({"heartbeat_at": timezone.now() - 2 * SILENCE}, "The round stopped unexpectedly", id="stopped"),
        pytest.param({"cancelled_at": timezone.now()}, "The round was cancelled", id="cancelled"),
        pytest.param(
            {"failed_at": timezone.now(), "problem": "answer.parquet: No space left on device."},
            "No space left on device",
            id="failed",
        ),
    ],
)
def test_what_ended_too_soon_says_why_and_is_resumed(
    browser, started, moments, words, monkeypatch, django_capture_on_commit_callbacks
):
    changed(started, **moments)
    page = text_of(browser.get(at("detail", started)))
    assert words in page
    assert "Resume</button>" in page
    assert "hx-get" not in page
    begun = []
    monkeypatch.setattr(
        "arbeidspact.organisations.own_processes.subprocess.Popen",
        lambda words, **_options: begun.append(words) or Ended(),
    )

    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(at("resume", started), follow=True)

    assert "The round goes on where it was." in text_of(answer)
    assert MatchingRound.objects.get().session == 2
    assert len(begun) == 1


def test_without_its_files_it_cannot_be_resumed(browser, started):
    changed(started, cancelled_at=timezone.now(), files_removed_at=timezone.now())

    page = text_of(browser.get(at("detail", started)))

    assert "were removed because their time was over" in page
    assert "Resume</button>" not in page
    assert browser.post(at("resume", started)).status_code == 409


def test_resuming_what_is_going_on_is_refused_in_words(browser, started):
    answer = browser.post(at("resume", started))

    assert answer.status_code == 409
    assert "is going on" in text_of(answer)


# What came out


def test_a_finished_round_shows_its_figures_with_their_meaning(browser, finished):
    page = text_of(browser.get(at("detail", finished)))

    assert "People with at least one match" in page
    assert "Could be placed at once" in page
    assert "nobody is placed by it" in page
    assert "100 %" in page
    assert "hx-get" not in page
    assert finished.answer_hash in page


def test_it_names_the_order_that_made_the_lists_and_compares_all_four(browser, finished):
    page = text_of(browser.get(at("detail", finished)))

    assert "<strong>Best fit first.</strong> Every list starts with what fits best." in page
    assert "Best fit first<br>this round" in page
    for name in RerankingName:
        assert f'data-label="{name.label}"' in page


def test_it_names_where_it_crowds_and_leads_there(browser, finished, city):
    page = text_of(browser.get(at("detail", finished)))

    assert reverse("vacancies:detail", args=[city.crowded.reference]) in page
    assert "wanted by 3 people, 1 position" in page


def test_where_nothing_crowds_it_says_so(browser, finished):
    changed(finished, crowded=[])

    assert "Nowhere: nobody has to step aside" in text_of(browser.get(at("detail", finished)))


def test_the_table_of_trade_offs_leaves_as_a_file(browser, finished):
    answer = browser.get(at("trade-offs", finished))

    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row["order"] for row in rows] == [name.value for name in RerankingName]
    assert rows[0]["ndcg"] == "1.0"


def test_the_lists_leave_as_csv_with_references_and_are_recorded(browser, finished, city):
    answer = browser.get(at("matches-csv", finished))

    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert {row["person"] for row in rows} == {str(one.reference) for one in (*city.drivers, city.cleaner)}
    assert AccessEvent.objects.filter(purpose=Purpose.EXPORT).count() == 4


def test_the_lists_leave_as_parquet_too(browser, finished):
    answer = browser.get(at("matches-parquet", finished))

    assert 'filename="matches.parquet"' in answer["Content-Disposition"]
    assert pq.read_table(io.BytesIO(answer.content)).column_names == ["person", "rank", "vacancy", "score"]


def test_an_analyst_reads_the_figures_and_is_offered_no_lists(sign_in, analyst, finished):
    browser = sign_in(analyst)

    page = text_of(browser.get(at("detail", finished)))

    assert "What came out" in page
    assert "The lists as a file" not in page
    for name in ("matches-csv", "matches-parquet"):
        assert browser.get(at(name, finished)).status_code == 403


def test_lists_that_were_removed_are_said_to_be(browser, finished, data_folder):
    (data_folder / "rounds" / str(finished.reference) / "answer.parquet").unlink()

    assert "The figures stay." in text_of(browser.get(at("detail", finished)))
    assert browser.get(at("matches-csv", finished)).status_code == 409


def test_looking_at_a_round_names_nobody(browser, finished, city):
    for address in (LIST, at("detail", finished)):
        page = text_of(browser.get(address))
        assert not [one for one in city.drivers if one.family_name in page or str(one.reference) in page]
    assert not AccessEvent.objects.exists()


# Who


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        pytest.param(Role.OUTREACH_WORKER, OrganisationKind.CITY, id="outreach"),
        pytest.param(Role.ADMINISTRATOR, OrganisationKind.CITY, id="administrator"),
        pytest.param(Role.COUNSELLOR, OrganisationKind.EMPLOYER, id="counsellor at an employer"),
    ],
)
def test_who_may_not_run_rounds_has_no_way_in(sign_in, finished, role, kind):
    browser = sign_in(actor_with(role, organisation=OrganisationFactory(kind=kind)))

    assert LIST not in text_of(browser.get("/"))
    for address in (LIST, START, at("detail", finished), at("cancel", finished), at("trade-offs", finished)):
        assert browser.get(address).status_code == 403


def test_the_menu_leads_there_for_who_may(browser, werkpunt):
    assert f'href="{LIST}"' in text_of(browser.get("/"))


def test_the_round_of_another_organisation_is_not_there(sign_in, finished):
    browser = sign_in(actor_with(Role.COUNSELLOR, vdab=True))

    for name in ("detail", "progress", "cancel", "trade-offs", "matches-csv"):
        assert browser.get(at(name, finished)).status_code == 404
    for name in ("cancel", "resume"):
        assert browser.post(at(name, finished)).status_code == 404


def test_a_page_takes_as_many_queries_for_many_crowded_vacancies_as_for_one(
    browser, finished, city, django_assert_max_num_queries
):
    again = finished.crowded[0] | {"vacancy": str(city.cleaning.reference)}
    changed(finished, crowded=[finished.crowded[0], again] * 10, asked_at=timezone.now() - timedelta(days=1))

    with django_assert_max_num_queries(12):
        browser.get(at("detail", finished))
