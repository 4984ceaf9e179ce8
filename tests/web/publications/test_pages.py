"""Releases on screen: the analyst is stopped, mends and publishes; anybody downloads."""

import json
from datetime import timedelta
from uuid import UUID
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date

from arbeidspact.api.v1.open_data import TableName
from arbeidspact.organisations.models import Role
from arbeidspact.pact.models import Action, Milestone, PlannedNumber, RealisedNumber
from arbeidspact.publications.actions import make_release, publish_release, withdraw_release
from arbeidspact.publications.commands import MakeRelease, PublishRelease, WithdrawRelease
from arbeidspact.publications.files import folder_of
from arbeidspact.publications.launching import launch_nothing
from arbeidspact.publications.making import begin_release
from arbeidspact.publications.models import Release, ReleaseMaking, ReleaseStatus
from arbeidspact.publications.tables import TABLES
from arbeidspact.publications.work import work_on
from arbeidspact.steering.review_commands import FreezeReview, StartReview, WriteConclusions
from arbeidspact.steering.reviews import freeze_review, start_review, write_conclusions
from tests.organisations.factories import MembershipFactory
from tests.publications.conftest import (  # noqa: F401
    REACHED,
    analyst,
    analyst_membership,
    city,
    data_folder,
    pact,
    published,
    steering,
    steering_membership,
    without_total,
)
from tests.web.pathways.conftest import client_of

pytestmark = pytest.mark.django_db
TOGETHER = ("brugse-poort", "muide")


@pytest.fixture
def screen(analyst_membership):  # noqa: F811
    return client_of(analyst_membership)


class Ended:
    """A process that did its work at once."""

    pid = 1

    def wait(self) -> int:
        return 0


@pytest.fixture
def make(screen, monkeypatch, django_capture_on_commit_callbacks):
    """Fills in the form and waits until the work is over. Returns: where the screen then is."""

    def started(words, **_options):
        assert words[-3:-1] == ["release", "work"]
        work_on(UUID(words[-1]))
        return Ended()

    monkeypatch.setattr("arbeidspact.organisations.own_processes.subprocess.Popen", started)

    def make_one(**values):
        with django_capture_on_commit_callbacks(execute=True):
            answer = screen.post(reverse("publications:make"), {"method": "hide", **values})
        assert answer.status_code == 303
        followed = screen.get(answer["Location"])
        assert followed.status_code == 302
        return followed["Location"]

    return make_one


@pytest.fixture
def asked(screen, analyst):  # noqa: F811
    return begin_release(MakeRelease(), actor=analyst, launch=launch_nothing)


def at(place, making):
    return reverse(f"publications:{place}", args=[making.reference])


@pytest.fixture
def release(published, without_total, analyst):  # noqa: F811
    made = make_release(MakeRelease(groups=(TOGETHER,)), actor=analyst)
    return publish_release(PublishRelease(version=made.version), actor=analyst)


def text_of(answer):
    return answer.content.decode()


def test_stopped_mended_and_published(screen, make, release):
    page = text_of(screen.get(make()))
    assert "1 count would leak" in page
    assert (
        f"Brugse-Poort and Muide together ({release.version}) 32 minus Brugse-Poort (this release) 23 "
        "= 9 people in Muide" in page
    )
    assert 'name="groups" value="brugse-poort+muide"' in page

    mended = make(groups="brugse-poort+muide")
    version = Release.objects.first().version
    assert "Publish this release" in text_of(screen.get(mended))
    assert screen.post(reverse("publications:publish", args=[version])).status_code == 303
    assert "Public since" in text_of(screen.get(mended))


def test_a_stopped_release_cannot_be_published_by_its_address(screen, make, release):
    make()
    version = Release.objects.first().version

    answer = screen.post(reverse("publications:publish", args=[version]))

    assert answer.status_code == 422
    assert "Only a draft can be published" in text_of(answer)


@pytest.mark.parametrize(
    ("groups", "problem"),
    [
        pytest.param("Muide + Atlantis", "Line 1: there is no area “Atlantis”", id="unknown"),
        pytest.param("Muide", "Line 1: a group needs two areas or more", id="alone"),
        pytest.param("Muide + Rabot\nRabot + Dampoort", "An area stands in two groups", id="twice"),
    ],
)
def test_a_group_that_cannot_be_is_refused_and_kept(screen, without_total, groups, problem):  # noqa: F811
    answer = screen.post(reverse("publications:make"), {"method": "hide", "groups": groups})

    assert answer.status_code == 422
    assert problem in text_of(answer)
    assert groups.splitlines()[0] in text_of(answer)


def test_the_list_and_a_release_need_as_many_queries_for_many_as_for_few(
    screen,
    release,
    analyst,  # noqa: F811
    django_assert_max_num_queries,
):
    make_release(MakeRelease(left_out=(REACHED,)), actor=analyst)
    with django_assert_max_num_queries(9):
        page = text_of(screen.get(reverse("publications:releases")))
    assert page.count("<tr>") == 3
    with django_assert_max_num_queries(9):
        screen.get(reverse("publications:release", args=[release.version]))


def test_a_release_that_is_being_made_says_how_far_it_is_and_can_be_cancelled(screen, without_total, asked):  # noqa: F811
    assert at("making", asked) in text_of(screen.get(reverse("publications:releases")))
    assert "Is starting" in text_of(screen.get(at("making", asked)))
    ReleaseMaking.objects.update(heartbeat_at=timezone.now(), step="writing", done=4, total=8)
    part = text_of(screen.get(at("progress", asked), headers={"HX-Request": "true"}))
    assert "4 of 8 indicators" in part
    assert 'width="75%"' in part
    assert "hx-get" in part
    refused = screen.post(reverse("publications:make"), {"method": "round"})
    assert refused.status_code == 422
    assert "A release is being made." in text_of(refused)

    assert "Yes, cancel it" in text_of(screen.get(at("cancel", asked)))
    screen.post(at("cancel", asked))

    page = text_of(screen.get(at("making", asked)))
    assert "Nothing was kept" in page
    assert "Try again" in page
    assert "hx-get" not in page
    assert screen.get(at("progress", asked), headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert screen.get(at("progress", asked)).status_code == 302


def test_one_that_failed_or_stopped_says_why_and_is_tried_again(screen, without_total, asked):  # noqa: F811
    ReleaseMaking.objects.update(failed_at=timezone.now(), problem="A file could not be written: disk full.")
    page = text_of(screen.get(at("making", asked)))
    assert "disk full" in page
    ReleaseMaking.objects.update(failed_at=None, session_asked_at=timezone.now() - timedelta(minutes=5))
    assert "stopped unexpectedly" in text_of(screen.get(at("making", asked)))

    assert screen.post(at("again", asked)).status_code == 303

    asked.refresh_from_db()
    assert (asked.session, asked.problem) == (2, "")


def test_nobody_else_sees_what_is_being_made(asked):
    member = client_of(MembershipFactory(roles=[Role.COUNSELLOR]))

    assert member.get(at("making", asked)).status_code == 403
    assert member.post(at("cancel", asked)).status_code == 403


def test_withdrawing_asks_why(screen, release):
    url = reverse("publications:withdraw", args=[release.version])

    assert screen.post(url, {"reason": ""}).status_code == 422
    assert screen.post(url, {"reason": "Het verkeerde kwartaal"}).status_code == 303
    release.refresh_from_db()
    assert release.status == ReleaseStatus.WITHDRAWN


def test_only_an_analyst_sees_drafts_and_what_the_guard_says(release):
    member = client_of(MembershipFactory(roles=[Role.COUNSELLOR]))

    assert member.get(reverse("publications:release", args=[release.version])).status_code == 403
    assert Client().get(reverse("publications:releases")).status_code == 302


def test_anybody_reads_and_downloads_without_signing_in(release):
    citizen = Client()
    assert release.version in text_of(citizen.get("/open-data/"))
    page = text_of(citizen.get(f"/open-data/releases/{release.version}/"))
    assert f"/open-data/releases/{release.version}/data/{REACHED}.csv" in page

    answer = citizen.get(f"/open-data/releases/{release.version}/data/{REACHED}.csv")
    content = b"".join(answer.streaming_content).decode()
    assert "groep:brugse-poort+muide" in content
    assert "muide,,9" not in content
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Type"].startswith("text/csv")


def test_a_file_that_is_known_is_not_sent_again(release):
    url = f"/open-data/latest/data/{REACHED}.parquet"
    first = Client().get(url)
    assert b"".join(first.streaming_content).startswith(b"PAR1")
    later, earlier = (release.published_at + timedelta(minutes=by) for by in (1, -1))

    assert first["Cache-Control"] == "public, max-age=300"
    assert Client().get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert Client().get(url, headers={"If-Modified-Since": http_date(later.timestamp())}).status_code == 304
    again = Client().get(url, headers={"If-Modified-Since": http_date(earlier.timestamp())})
    assert again.status_code == 200
    assert b"".join(again.streaming_content)


def test_drafts_and_paths_outside_the_manifest_are_nobodys(release, analyst):  # noqa: F811
    draft = make_release(MakeRelease(left_out=(REACHED,)), actor=analyst)
    (folder_of(release.version) / "secret.txt").write_text("not in the manifest")

    for path in (
        f"/open-data/releases/{draft.version}/",
        f"/open-data/releases/{draft.version}/data/figures.csv",
        f"/open-data/releases/{release.version}/secret.txt",
        f"/open-data/releases/{release.version}/../../keys/secret",
        f"/open-data/releases/{release.version}/data/../../../keys/secret",
    ):
        assert Client().get(path).status_code == 404


def test_a_withdrawn_release_says_why_and_gives_nothing(release, analyst):  # noqa: F811
    withdraw_release(WithdrawRelease(version=release.version, reason="Het verkeerde kwartaal"), actor=analyst)

    page = Client().get(f"/open-data/releases/{release.version}/")
    assert page.status_code == 410
    assert "Het verkeerde kwartaal" in text_of(page)
    assert Client().get(f"/open-data/releases/{release.version}/data/figures.csv").status_code == 410
    assert Client().get("/open-data/latest/").status_code == 404


def test_the_feed_names_each_release(release):
    answer = Client().get("/open-data/feed.atom")
    feed = ElementTree.fromstring(answer.content)

    assert answer["Content-Type"].startswith("application/atom+xml")
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert [entry.find("{http://www.w3.org/2005/Atom}link").get("href") for entry in entries] == [
        f"http://127.0.0.1:8000/open-data/releases/{release.version}/"
    ]


def test_without_a_release_the_page_says_so(db):
    answer = Client().get("/open-data/")

    assert answer.status_code == 200
    assert Client().get("/open-data/latest/").status_code == 404


def test_programs_read_releases_without_a_token(release):
    citizen = Client()
    listed = citizen.get("/api/v1/open-data/releases")
    assert json.loads(listed.content)["items"][0]["version"] == release.version
    assert listed["Cache-Control"] == "public, max-age=300"
    assert citizen.get("/api/v1/open-data/releases", headers={"If-None-Match": listed["ETag"]}).status_code == 304

    page = citizen.get(f"/api/v1/open-data/releases/latest/figures?indicator={REACHED}&page_size=2").json()
    assert (page["count"], len(page["items"])) == (3, 2)
    assert citizen.get("/api/v1/open-data/releases/latest/description").json()["@graph"]
    assert citizen.get("/api/v1/open-data/releases/atlantis").status_code == 404
    assert timezone.now() > release.published_at


@pytest.fixture
def approved(published, steering, pact):  # noqa: F811
    """A pact whose yearly review is frozen, with a number too small to leave and a text with an address."""
    action = Action.objects.get(slug="jobteam")
    Milestone.objects.create(action=action, title_nl="Tien wijken", due_on=timezone.localdate())
    Milestone.objects.create(action=action, title_nl="Mail naar jan@stad.example", due_on=timezone.localdate())
    planned = PlannedNumber.objects.create(action=action, what_nl="mensen begeleid", low=100)
    RealisedNumber.objects.create(planned=planned, on=timezone.localdate(), value=7, told_by="Telling")
    today = timezone.localdate()
    asked = StartReview(pact=pact.slug, since=today - timedelta(days=300), until=today)
    review = start_review(asked, actor=steering)
    write_conclusions(WriteConclusions(review=review.reference, text="Goed op weg."), actor=steering)
    freeze_review(FreezeReview(review=review.reference), actor=steering)
    return review


def test_the_analyst_sees_which_plan_leaves_and_what_was_left_out_of_it(screen, approved, analyst):  # noqa: F811
    made = make_release(MakeRelease(), actor=analyst)

    page = text_of(screen.get(reverse("publications:release", args=[made.version])))

    assert "The review of pact until" in page
    assert "1 number that was reached is hidden" in page
    assert "1 text was left out" in page
    assert "Milestones of the action plan, jobteam, <code>title_nl</code>" in page
    assert "jan@stad.example" not in page


def test_anybody_downloads_the_approved_plan_and_programs_read_it_in_pages(approved, analyst):  # noqa: F811
    made = make_release(MakeRelease(), actor=analyst)
    publish_release(PublishRelease(version=made.version), actor=analyst)
    anybody = Client(headers={"Accept-Language": "en"})

    page = text_of(anybody.get("/open-data/"))
    assert "The action plan of pact is the one that the steering group approved on" in page
    assert f"/open-data/releases/{made.version}/data/milestones.csv" in page
    page = text_of(anybody.get(f"/open-data/releases/{made.version}/"))
    assert f"/open-data/releases/{made.version}/csv-metadata.json" in page
    assert "Changes by table" in page

    answer = anybody.get("/api/v1/open-data/releases/latest/tables/milestones?page_size=1&action=jobteam")
    assert (answer.json()["count"], len(answer.json()["items"])) == (2, 1)
    again = anybody.get(
        "/api/v1/open-data/releases/latest/tables/milestones?page_size=1&action=jobteam",
        headers={"If-None-Match": answer["ETag"]},
    )
    assert again.status_code == 304
    numbers = anybody.get("/api/v1/open-data/releases/latest/tables/numbers").json()["items"]
    assert [(one["realised"], one["mark"]) for one in numbers] == [(None, "suppressed")]
    assert anybody.get("/api/v1/open-data/releases/latest/tables/people").status_code == 422

    feed = ElementTree.fromstring(anybody.get("/open-data/feed.atom").content)
    summary = feed.find(".//{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}summary")
    assert "Action plan: " in summary.text


def test_programs_can_ask_for_every_table():
    assert {*TableName} == TABLES.keys() - {"figures"}
