"""One button, how far it is, the files; and what anybody sees."""

import html

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from arbeidspact.organisations.actor import Actor
from arbeidspact.reports.actions import build_report
from arbeidspact.reports.commands import BuildReport
from arbeidspact.reports.launching import launch_nothing
from arbeidspact.reports.models import Report
from arbeidspact.reports.work import work_on

pytestmark = pytest.mark.django_db
LIST = reverse("reports:list")
BUILD = reverse("reports:build")
PUBLIC = reverse("public-reports:start")


def browser_of(actor: Actor) -> Client:
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(actor.user)
    return browser


def text_of(answer) -> str:
    return html.unescape(answer.content.decode())


def at(place: str, report: Report, **more: str) -> str:
    return reverse(f"reports:{place}", kwargs={"reference": report.reference, **more})


def asked(actor, release, **values) -> Report:
    command = BuildReport(release=release.version, **{"kind": "citizens", **values})
    return build_report(command, actor=actor, launch=launch_nothing)


@pytest.fixture
def browser(analyst) -> Client:
    return browser_of(analyst)


@pytest.fixture
def ready(analyst, release) -> Report:
    return work_on(asked(analyst, release).reference)


def test_one_button_makes_both_reports_of_the_newest_release_and_review(
    browser, release, review, monkeypatch, django_capture_on_commit_callbacks
):
    begun = []
    monkeypatch.setattr(
        "arbeidspact.organisations.own_processes.subprocess.Popen",
        lambda words, **_options: begun.append(words) or Ended(),
    )
    page = text_of(browser.get(BUILD))
    assert f'value="{review.reference}" selected' in page
    assert page.count("checked") == 2

    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(
            BUILD,
            {
                "release": release.version,
                "review": review.reference,
                "kinds": ["steering", "citizens"],
                "language": "nl",
            },
            follow=True,
        )

    assert "The reports are being made" in text_of(answer)
    assert {one.kind for one in Report.objects.all()} == {"steering", "citizens"}
    assert {words[-1] for words in begun} == {str(one.reference) for one in Report.objects.all()}
    assert all(words[-3:-1] == ["report", "work"] for words in begun)


class Ended:
    """A process that was over at once."""

    pid = 1

    def wait(self) -> int:
        return 0


def test_what_is_missing_stands_at_its_field_and_what_was_ticked_stays(browser, release):
    answer = browser.post(BUILD, {"release": release.version, "language": "en"})

    assert answer.status_code == 422
    assert "This field is required" in text_of(answer)
    assert '<option value="en" selected>' in text_of(answer)


def test_what_is_there_already_is_said_and_not_made_twice(browser, ready):
    answer = browser.post(BUILD, {"release": ready.release, "kinds": ["citizens"], "language": "nl"}, follow=True)

    assert "This report is ready" in text_of(answer)
    assert Report.objects.count() == 1


def test_without_a_release_the_page_says_what_to_do(browser, pact):
    assert "There is no release to report on" in text_of(browser.get(BUILD))
    assert "There is no report yet" in text_of(browser.get(LIST))


def test_how_far_it_is_is_shown_with_and_without_htmx(browser, analyst, release):
    report = asked(analyst, release)
    Report.objects.update(step="paper", heartbeat_at=timezone.now())

    page = text_of(browser.get(at("detail", report)))
    assert "Setting the PDF" in page
    assert f'hx-get="{at("progress", report)}"' in page
    part = browser.get(at("progress", report), headers={"HX-Request": "true"})
    assert "40" in text_of(part)
    assert "<html" not in text_of(part)
    assert browser.get(at("progress", report)).status_code == 302
    work_on(report.reference)
    assert browser.get(at("progress", report), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_failure_says_why_and_can_be_tried_again(browser, analyst, release):
    report = asked(analyst, release)
    Report.objects.update(failed_at=timezone.now(), problem="No space left on device.")

    assert "No space left on device." in text_of(browser.get(at("detail", report)))
    answer = browser.post(at("again", report), follow=True)

    assert "The report is being made" in text_of(answer)
    assert Report.objects.get().session == 2


def test_files_come_under_a_name_and_the_page_under_a_strict_policy(browser, ready):
    page = text_of(browser.get(at("detail", ready)))
    for sha256 in (ready.pdf_sha256, ready.html_sha256, ready.content_sha256, ready.key_fingerprint):
        assert sha256 in page

    pdf = browser.get(at("file", ready, name="report.pdf"))
    assert pdf.content.startswith(b"%PDF")
    assert f'"arbeidspact-{ready.release}-citizens-nl.pdf"' in pdf["Content-Disposition"]
    statement = browser.get(at("file", ready, name="statement.txt"))
    assert f'"arbeidspact-{ready.release}-citizens-nl-statement.txt"' in statement["Content-Disposition"]
    assert browser.get(at("file", ready, name="problems.log")).status_code == 404
    read = browser.get(at("read", ready))
    assert read.content == browser.get(at("file", ready, name="report.html")).content
    policy = read["Content-Security-Policy"]
    assert "'unsafe-inline'" not in policy
    assert "style-src 'self' 'sha256-" in policy
    assert b"style=" not in read.content
    assert b"<script" not in read.content


def test_the_public_sees_what_was_published_and_nothing_else(browser, steering, ready):
    anybody = Client(headers={"accept-language": "en"})
    public = reverse("public-reports:read", args=[ready.reference])
    assert "No report is public yet" in text_of(anybody.get(PUBLIC))
    assert anybody.get(public).status_code == 404
    assert anybody.get(at("detail", ready)).status_code == 302

    assert "Anybody will be able to read it" in text_of(browser_of(steering).get(at("publish", ready)))
    browser_of(steering).post(at("publish", ready))

    assert ready.pdf_sha256 in text_of(anybody.get(PUBLIC))
    assert anybody.get(public).status_code == 200
    name = reverse("public-reports:file", args=[ready.reference, "report.pdf"])
    assert anybody.get(name).content.startswith(b"%PDF")
    key = anybody.get("/.well-known/arbeidspact-reports.pem")
    assert key.content.startswith(b"-----BEGIN PUBLIC KEY-----")
    assert key.content == anybody.get(reverse("public-reports:key")).content
    browser_of(steering).post(at("take-down", ready))
    assert anybody.get(public).status_code == 404


def test_others_do_not_see_reports(counsellor, analyst, steering, ready):
    browser = browser_of(counsellor)

    for address in (LIST, BUILD, at("detail", ready), at("file", ready, name="report.pdf"), at("read", ready)):
        assert browser.get(address).status_code == 403
    assert browser_of(analyst).post(at("publish", ready)).status_code == 403
    assert LIST not in text_of(browser.get("/"))


def test_there_is_no_key_before_the_first_report(db):
    assert Client().get(reverse("public-reports:key")).status_code == 404


def test_the_list_is_filtered_paged_and_asks_the_database_as_often_for_many(
    browser, ready, django_assert_max_num_queries
):
    values = {"pact": "pact", "kind": "steering", "language": "nl", "session_asked_at": timezone.now()}
    Report.objects.bulk_create(
        Report(release=f"2020.{place}", failed_at=timezone.now(), user=ready.user, **values) for place in range(30)
    )
    with django_assert_max_num_queries(25):
        assert "31 results" in text_of(browser.get(LIST))

    page = text_of(browser.get(LIST, {"state": "failed", "page": 2}))

    assert "26 to 30 of 30" in page
    assert "state=failed&page=1" in page
    assert "1 result" in text_of(browser.get(LIST, {"release": "2020.7"}))
    assert "No report fits" in text_of(browser.get(LIST, {"release": "2020.7", "state": "ready"}))
