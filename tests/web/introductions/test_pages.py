"""Introductions on screen: from the work that fits to the answer of the employer, the list and the file."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from arbeidspact.introductions import asking
from arbeidspact.introductions.models import Answer, Introduction, IntroductionState
from arbeidspact.introductions.states import state_of
from arbeidspact.organisations.models import Role
from tests.introductions.factories import IntroductionFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.pathways.factories import PlacementFactory
from tests.people.factories import AccompanimentFactory, PersonFactory
from tests.vacancies.conftest import settled_snapshot
from tests.vacancies.factories import VacancyFactory
from tests.web.pathways.conftest import client_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def new_url(person, vacancy):
    return reverse("introductions:new", args=[person.reference, vacancy.reference])


def detail(introduction):
    return reverse("introductions:detail", args=[introduction.reference])


def act(introduction, name):
    return reverse("introductions:act", args=[introduction.reference, name])


def typed(**changes):
    today = TODAY().isoformat()
    return {
        "has_agreed": "on",
        "agreed_on": today,
        "introduced_on": today,
        "motivation": "Reed drie jaar met een heftruck.",
        **changes,
    }


def text(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def made(counsellor, amina, warehouse):
    assert counsellor.post(new_url(amina, warehouse), typed()).status_code == 303
    return Introduction.objects.get()


def test_work_that_fits_leads_to_the_form_and_says_afterwards_that_it_is_done(counsellor, amina, warehouse):
    settled_snapshot()
    page = reverse("people:file", args=[amina.reference])
    assert new_url(amina, warehouse) in text(counsellor.get(page))

    form = text(counsellor.get(new_url(amina, warehouse)))
    assert "The person agrees to this introduction" in form
    assert warehouse.employer.name in form
    assert counsellor.post(new_url(amina, warehouse), typed()).status_code == 303

    after = text(counsellor.get(page))
    assert new_url(amina, warehouse) not in after
    assert "Introductions to employers" in after
    assert "Introduced today" in after
    assert "is introduced for this vacancy already" in text(counsellor.get(new_url(amina, warehouse)))


def test_a_candidate_of_a_vacancy_is_introduced_from_there_and_stands_at_the_vacancy(counsellor, amina, warehouse):
    settled_snapshot()
    people = reverse("vacancies:people", args=[warehouse.reference])
    assert new_url(amina, warehouse) in text(counsellor.get(people))

    counsellor.post(new_url(amina, warehouse), typed())

    assert new_url(amina, warehouse) not in text(counsellor.get(people))
    at_vacancy = text(counsellor.get(reverse("vacancies:detail", args=[warehouse.reference])))
    assert "Introduced by your organisation" in at_vacancy
    assert detail(Introduction.objects.get()) in at_vacancy


def test_who_may_not_introduce_sees_no_button_and_is_refused(werkpunt, amina, warehouse):
    settled_snapshot()
    outreach = client_of(MembershipFactory(organisation=werkpunt, roles=[Role.OUTREACH_WORKER], user__language="en"))

    assert "Introduce to the employer" not in text(outreach.get(reverse("people:file", args=[amina.reference])))
    assert outreach.get(new_url(amina, warehouse)).status_code == 403
    assert outreach.get(reverse("introductions:list")).status_code == 403
    assert outreach.get(reverse("introductions:export")).status_code == 403


def test_who_does_not_accompany_the_person_is_refused_by_the_gate(made, amina, warehouse):
    stranger = client_of(
        MembershipFactory(organisation=OrganisationFactory(ocmw=True), roles=[Role.COUNSELLOR], user__language="en")
    )

    for address in (new_url(amina, warehouse), detail(made)):
        assert stranger.get(address).status_code == 403
    assert stranger.post(act(made, "answer"), {"answer": "invited", "answered_on": TODAY()}).status_code == 403


def test_without_agreement_the_form_comes_back_with_what_was_typed(counsellor, amina, warehouse):
    answer = counsellor.post(new_url(amina, warehouse), typed(has_agreed=""))

    assert answer.status_code == 422
    assert "Reed drie jaar met een heftruck." in text(answer)
    assert "without their agreement" in text(answer)
    assert not Introduction.objects.exists()


def test_a_vacancy_that_closed_meanwhile_has_no_form_and_refuses(counsellor, amina):
    gone = VacancyFactory(filled=True)

    assert 'name="motivation"' not in text(counsellor.get(new_url(amina, gone)))
    answer = counsellor.post(new_url(amina, gone), typed())
    assert answer.status_code == 422
    assert "not open" in text(answer)


def test_the_answer_and_what_came_of_it_are_noted_on_the_page(counsellor, made, amina):
    first = text(counsellor.get(detail(made)))
    assert "The employer answered" in first
    assert "What came of the invitation" not in first

    assert counsellor.post(act(made, "answer"), {"answer": "invited", "answered_on": TODAY()}).status_code == 303
    work = PlacementFactory(person=amina, rung="regular-economy", since=TODAY())
    invited = text(counsellor.get(detail(made)))
    assert "What came of the invitation" in invited
    assert str(work.reference) in invited

    values = {"outcome": "hired", "decided_on": TODAY(), "placement": str(work.reference)}
    assert counsellor.post(act(made, "outcome"), values).status_code == 303
    made.refresh_from_db()
    assert state_of(made) is IntroductionState.HIRED
    assert made.placement == work
    assert "Withdraw" not in text(counsellor.get(detail(made)))


def test_an_answer_without_its_reason_stays_on_the_page_with_what_was_typed(counsellor, made):
    answer = counsellor.post(act(made, "answer"), {"answer": "not_now", "answered_on": TODAY()})

    assert answer.status_code == 422
    assert "Say why not now." in text(answer)
    assert 'value="not_now" required id="id_answer_answer_1" checked' in text(answer)
    made.refresh_from_db()
    assert made.answer == ""


def test_an_answer_that_was_noted_wrongly_is_put_right(counsellor, made):
    counsellor.post(act(made, "answer"), {"answer": "vacancy_gone", "answered_on": TODAY()})
    assert "(put right)" in text(counsellor.get(detail(made)))

    counsellor.post(act(made, "answer"), {"answer": "not_now", "reason": "hours", "answered_on": TODAY()})

    made.refresh_from_db()
    assert (made.answer, made.reason) == (Answer.NOT_NOW, "hours")


def test_withdrawing_asks_why_and_closes_the_page(counsellor, made):
    assert counsellor.post(act(made, "withdraw"), {}).status_code == 422
    assert counsellor.post(act(made, "withdraw"), {"because": "work_elsewhere"}).status_code == 303

    page = text(counsellor.get(detail(made)))
    assert "The person found other work" in page
    assert '<form method="post" action="/introductions' not in page
    assert counsellor.post(act(made, "nothing"), {}).status_code == 404


def test_a_partner_who_accompanies_the_person_too_reads_and_notes_nothing(made, amina):
    vdab = OrganisationFactory(vdab=True)
    AccompanimentFactory(person=amina, organisation=vdab)
    partner = client_of(MembershipFactory(organisation=vdab, roles=[Role.COUNSELLOR], user__language="en"))

    page = text(partner.get(detail(made)))

    assert "made this introduction and notes what the employer answers" in page
    assert act(made, "answer") not in page
    assert partner.post(act(made, "answer"), {"answer": "invited", "answered_on": TODAY()}).status_code == 403


def test_the_list_says_how_long_employers_are_silent_and_is_downloaded_without_names(counsellor, werkpunt, amina):
    IntroductionFactory(person=amina, organisation=werkpunt, late=True)
    IntroductionFactory(organisation=werkpunt, person=PersonFactory(accompanied_by=werkpunt), hired=True)
    address = reverse("introductions:list")

    late = text(counsellor.get(address, {"state": "late"}))
    assert "No answer yet, 20 days" in late
    assert amina.family_name in late
    assert "1 result" in late

    answer = counsellor.get(reverse("introductions:export"), {"state": "all"})
    file = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert len(list(csv.reader(StringIO(file)))) == 3
    assert amina.family_name not in file


def test_the_list_its_pages_and_its_file_keep_to_a_colleague_and_an_employer(counsellor, membership, werkpunt):
    colleague = MembershipFactory(organisation=werkpunt, roles=[Role.COUNSELLOR])
    work = VacancyFactory(title="Bakker")
    other = VacancyFactory(title="Kok")
    for made, by, vacancy in ((26, membership, work), (1, colleague, work), (1, membership, other)):
        for _each in range(made):
            person = PersonFactory(accompanied_by=werkpunt)
            IntroductionFactory(organisation=werkpunt, person=person, by=by.user, vacancy=vacancy)
    IntroductionFactory(by=colleague.user, vacancy=VacancyFactory(title="Elders"))
    address, export = reverse("introductions:list"), reverse("introductions:export")
    at_work = {"employer": str(work.employer.reference)}

    def shown(**asked):
        return text(counsellor.get(address, asked))

    assert "28 results" in shown()
    assert "27 results" in shown(whose="mine")
    assert "1 result" in shown(whose=colleague.user.pk)
    assert f'<span class="muted small">{colleague.user}</span>' in shown(whose=colleague.user.pk)
    assert "27 results" in shown(**at_work)
    both = shown(whose="mine", **at_work)
    assert "26 results" in both
    assert f"whose=mine&amp;employer={work.employer.reference}&amp;page=2" in both
    assert f"{export}?whose=mine&amp;employer={work.employer.reference}" in both
    assert f"Under way, Mine, {work.employer.name}" in both
    assert "26 to 26 of 26" in shown(whose="mine", page=2, **at_work)
    assert "28 results" in shown(whose="nobody")
    assert "Elders" not in shown(state="all")
    file = b"".join(counsellor.get(export, {"whose": str(colleague.user.pk)}).streaming_content).decode("utf-8-sig")
    assert len(list(csv.reader(StringIO(file)))) == 2
    assert "Bakker" in file


def test_an_empty_list_says_what_to_do(counsellor):
    address = reverse("introductions:list")

    assert "You introduce somebody at the work that fits" in text(counsellor.get(address))
    assert "Nothing fits this filter." in text(counsellor.get(address, {"state": "hired"}))


def test_a_long_list_is_paged_and_takes_as_many_queries_as_a_short_one(counsellor, werkpunt):
    address = reverse("introductions:list")
    IntroductionFactory(organisation=werkpunt, person=PersonFactory(accompanied_by=werkpunt))
    counsellor.get(address)
    with CaptureQueriesContext(
        connection,
    ) as for_one:
        counsellor.get(address)
    for day in range(30):
        person = PersonFactory(accompanied_by=werkpunt)
        IntroductionFactory(organisation=werkpunt, person=person, introduced_on=TODAY() - timedelta(days=day))

    with CaptureQueriesContext(connection) as for_many:
        page = counsellor.get(address)

    assert len(for_many) <= len(for_one)
    assert "1 to 25 of 31" in text(page)
    assert "26 to 31 of 31" in text(counsellor.get(address, {"page": 2}))


def test_the_panel_of_a_file_takes_as_many_queries_for_many_introductions_as_for_one(counsellor, werkpunt, amina):
    page = reverse("people:file", args=[amina.reference])
    works = [VacancyFactory() for _each in range(8)]
    settled_snapshot()
    IntroductionFactory(organisation=werkpunt, person=amina, vacancy=works[0])
    counsellor.get(page)
    with CaptureQueriesContext(connection) as for_one:
        counsellor.get(page)
    for work in works[1:]:
        IntroductionFactory(organisation=werkpunt, person=amina, vacancy=work)

    with CaptureQueriesContext(connection) as for_many:
        answer = counsellor.get(page)

    assert len(for_many) <= len(for_one)
    assert "Show 3 more" in text(answer)


def test_an_employer_is_asked_by_mail_and_answers_with_the_link(counsellor, made, amina, monkeypatch):
    kept = []
    issue = asking.issue_link
    monkeypatch.setattr(asking, "issue_link", lambda *args, **values: kept.append(issue(*args, **values)) or kept[-1])
    assert counsellor.post(act(made, "ask"), {"email": "geen adres"}).status_code == 422
    assert counsellor.post(act(made, "ask"), {"email": "personeel@magazijn.example"}).status_code == 303
    assert "personeel@magazijn.example" in text(counsellor.get(detail(made)))
    (link,) = [reverse("links:open", args=[one.raw]) for one in kept]

    employer = Client(headers={"accept-language": "en"})
    first = text(employer.get(link, {"language": "en"}))
    assert made.vacancy.title in first
    assert amina.family_name not in first
    assert made.motivation not in first
    shown = text(employer.post(link, {"do": "show"}, follow=True))
    assert amina.family_name in shown
    assert made.motivation in shown
    assert str(amina.birth_date.year) not in shown
    assert employer.post(link, {"do": "answer", "answer": "not_now"}).status_code == 422
    done = employer.post(f"{link}?language=en", {"do": "answer", "answer": "not_now", "reason": "licence"})
    assert "Your answer is in" in text(done)
    assert employer.get(link).status_code == 410

    assert "by the employer, with the link" in text(counsellor.get(detail(made)))
    made.refresh_from_db()
    assert (made.answer, made.reason) == (Answer.NOT_NOW, "licence")
