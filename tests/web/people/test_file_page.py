"""The one page of a person, and its changes in place."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from arbeidspact.organisations.models import AreaKind, AuditEvent, Role
from arbeidspact.people.models import AccessEvent, Person, PersonStatus
from arbeidspact.taxonomy import active_taxonomy
from arbeidspact.web.people import panels
from tests.organisations.factories import AreaFactory, actor_with
from tests.people.factories import PersonFactory, some_competence, some_occupation

pytestmark = pytest.mark.django_db
ALL_PANELS = dict(panels.PANELS)
WHERE_THERE_IS_ONE = {"handovers", "introductions", "aftercare", "told"}


def file_of(person):
    return reverse("people:file", args=[person.reference])


def edit_of(person, section):
    return reverse("people:edit", args=[person.reference, section])


def label(concept):
    return active_taxonomy().label(concept, "en").text


def test_the_page_says_who_this_is_and_what_to_ask_next(browser, werkpunt):
    AreaFactory(muide=True)
    person = PersonFactory(
        accompanied_by=werkpunt, job_seeker=True, with_forklift=True, neighbourhood="muide", able_to=some_competence()
    )

    page = browser.get(file_of(person)).content.decode()

    for text in (person.family_name, "Muide", "Job seeker without work", "Ask next", "Which work do you want to do?"):
        assert text in page
    assert label(some_competence()) in page
    assert "Werkpunten Gent" in page


def test_the_page_shows_what_was_agreed_and_which_work_fits(browser, werkpunt, monkeypatch):
    monkeypatch.setattr(panels, "PANELS", ALL_PANELS)
    person = PersonFactory(accompanied_by=werkpunt, seeking=some_occupation())

    page = browser.get(file_of(person)).content.decode()

    assert "What we agreed" in page
    assert "Work that fits today" in page


def test_the_page_names_each_panel_and_leads_to_it(browser, werkpunt, monkeypatch):
    monkeypatch.setattr(panels, "PANELS", ALL_PANELS)
    person = PersonFactory(accompanied_by=werkpunt, seeking=some_occupation())

    page = browser.get(file_of(person)).content.decode()

    contents = page[page.index('aria-label="On this page"') :].partition("</nav>")[0]
    for name, kind in ALL_PANELS.items():
        anchor = kind.anchor or f"panel-{name}"
        if name in WHERE_THERE_IS_ONE:
            assert f'<a href="#{anchor}">' not in contents
            continue
        assert f'<a href="#{anchor}">{kind.title}</a>' in contents
        assert f'id="{anchor}"' in page


def test_a_file_that_is_not_ours_is_refused_with_the_reason(browser, vdab):
    person = PersonFactory(accompanied_by=vdab)

    answer = browser.get(file_of(person))

    assert answer.status_code == 403
    assert "does not accompany" in answer.content.decode()
    assert person.family_name not in answer.content.decode()


def test_the_page_takes_as_many_queries_for_a_rich_file_as_for_an_empty_one(
    browser, werkpunt, django_assert_max_num_queries
):
    rich = PersonFactory(accompanied_by=werkpunt, job_seeker=True, newcomer=True, with_forklift=True)
    for place in range(6):
        rich.competences.create(concept=some_competence(place), noted_on=date(2026, 1, 1), noted_by=werkpunt)
        rich.occupations_sought.create(concept=some_occupation(place))
    browser.get(file_of(rich))
    counts = []
    for person in (PersonFactory(accompanied_by=werkpunt), rich):
        with django_assert_max_num_queries(60) as queries:
            browser.get(file_of(person))
        counts.append(len(queries))
    assert counts[1] <= counts[0]


@pytest.mark.parametrize(
    ("section", "sent", "shown"),
    [
        pytest.param("contact", {"phone": "0470 12 34 56", "language": "tr"}, "0470 12 34 56", id="contact"),
        pytest.param("education", {"education": "bachelor"}, "Bachelor", id="diploma"),
        pytest.param("languages", {"language": "nl", "level": "B1"}, "B1: everyday talk", id="language"),
        pytest.param("licences", {"licence": "driving-b"}, "Driving licence B", id="licence"),
        pytest.param("statuses", {"kind": "newcomer", "since": "2026-05-01"}, "Newcomer", id="status"),
        pytest.param("identity", {"given_name": "Amina", "family_name": "Nieuw"}, "Amina Nieuw", id="name"),
        pytest.param(
            "availability",
            {"hours_min": "19", "hours_max": "30.5", "shifts": ["early"], "transport": ["bicycle"]},
            "19 - 30.5",
            id="availability",
        ),
        pytest.param("availability", {"wage_wanted": "2450"}, "€ 2450 a month", id="wage hoped for"),
    ],
)
def test_a_part_is_saved_in_place_and_shown(browser, werkpunt, section, sent, shown):
    person = PersonFactory(accompanied_by=werkpunt)

    answer = browser.post(edit_of(person, section), sent, follow=True)

    assert answer.status_code == 200
    assert answer.redirect_chain[0][1] == 303
    assert shown in answer.content.decode()


@pytest.mark.parametrize(
    ("section", "sent", "problem", "kept"),
    [
        pytest.param("contact", {"phone": "call me", "language": "nl"}, "Write only digits", "call me", id="phone"),
        pytest.param("contact", {"email": "a@b", "language": "nl"}, "valid email", "a@b", id="mail"),
        pytest.param(
            "availability", {"hours_min": "38", "hours_max": "19"}, "Exchange the two numbers", "38", id="hours"
        ),
        pytest.param(
            "availability", {"travel_minutes_max": "500"}, "less than or equal to 180", "500", id="travel time"
        ),
        pytest.param("availability", {"wage_wanted": "14.5"}, "not an hourly", "14.5", id="an hourly wage"),
        pytest.param("availability", {"wage_wanted": "a lot"}, "Enter a number", "a lot", id="wage in words"),
        pytest.param(
            "statuses",
            {"kind": "student", "since": "2999-01-01"},
            "cannot start in the future",
            "2999-01-01",
            id="status",
        ),
        pytest.param("identity", {"given_name": "", "family_name": "Kept"}, "required", "Kept", id="no first name"),
        pytest.param("licences", {"licence": "wings"}, "Select a valid choice", "", id="licence unknown"),
        pytest.param(
            "occupations", {"concept_text": "zzzzqqqq"}, "Nothing found", "zzzzqqqq", id="occupation not found"
        ),
        pytest.param("occupations", {"concept": "no-such"}, "not in the list of occupations", "", id="concept unknown"),
        pytest.param("number", {"national_number": "85073003329"}, "probably mistyped", "85073003329", id="number"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(browser, werkpunt, section, sent, problem, kept):
    person = PersonFactory(accompanied_by=werkpunt)

    answer = browser.post(edit_of(person, section), sent)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert problem in page
    assert kept in page


def test_an_occupation_is_added_by_its_name_without_javascript(browser, werkpunt):
    person = PersonFactory(accompanied_by=werkpunt)

    browser.post(edit_of(person, "occupations"), {"concept_text": label(some_occupation())})

    assert [one.concept for one in person.occupations_sought.all()] == [some_occupation()]


def test_words_that_mean_several_things_are_offered_as_a_choice(browser, werkpunt):
    person = PersonFactory(accompanied_by=werkpunt)
    beginning = label(some_occupation())[:4]

    answer = browser.post(edit_of(person, "occupations"), {"concept_text": beginning})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'type="radio" name="concept"' in page
    assert "Choose which one you mean" in page


@pytest.mark.parametrize("section", ["competences", "occupations", "languages", "licences"])
def test_what_cannot_be_in_a_file_is_not_removed_and_stays_out_of_the_log(browser, werkpunt, section, caplog):
    person = PersonFactory(accompanied_by=werkpunt)

    answer = browser.post(reverse("people:remove", args=[person.reference, section]), {"key": "Amina" * 100})

    assert answer.status_code == 404
    assert "Amina" not in caplog.text


def test_a_removed_competence_can_be_put_back_as_it_was(browser, werkpunt, vdab):
    person = PersonFactory(
        accompanied_by=werkpunt,
        able_to=some_competence(),
        able_to__evidence="certified",
        able_to__noted_by=vdab,
    )

    answer = browser.post(
        reverse("people:remove", args=[person.reference, "competences"]), {"key": some_competence()}, follow=True
    )
    assert "The competence is removed." in answer.content.decode()
    assert not person.competences.exists()
    browser.post(reverse("people:undo", args=[person.reference]))

    back = person.competences.get()
    assert (back.evidence, back.noted_by, back.noted_on) == ("certified", vdab, date(2026, 6, 1))


def test_a_status_is_closed_and_opened_again_by_undo(browser, werkpunt):
    person = PersonFactory(accompanied_by=werkpunt, job_seeker=True)

    browser.post(edit_of(person, "status-end"), {"kind": "job_seeker", "until": timezone.localdate().isoformat()})
    assert PersonStatus.objects.get().until == timezone.localdate()
    browser.post(reverse("people:undo", args=[person.reference]))

    assert PersonStatus.objects.get().until is None


def test_undo_without_anything_to_undo_says_so(browser, werkpunt):
    person = PersonFactory(accompanied_by=werkpunt)

    answer = browser.post(reverse("people:undo", args=[person.reference]), follow=True)

    assert "nothing to undo" in answer.content.decode()


def test_the_page_shows_who_looked(browser, werkpunt, counsellor):
    person = PersonFactory(accompanied_by=werkpunt)
    browser.get(file_of(person))

    page = browser.get(reverse("people:file-looks", args=[person.reference])).content.decode()

    assert str(counsellor.user) in page
    assert "Guidance of the person" in page


def test_stopping_to_accompany_asks_first_and_closes_the_file(browser, werkpunt):
    person = PersonFactory(accompanied_by=werkpunt)
    address = reverse("people:end", args=[person.reference])

    assert "can no longer open this file" in browser.get(address).content.decode()
    browser.post(address)

    assert browser.get(file_of(person)).status_code == 403


@pytest.mark.parametrize(
    "role", [Role.ANALYST, Role.STEERING_MEMBER, Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER, Role.ACCOUNT_MANAGER]
)
def test_those_who_guide_nobody_are_refused_and_change_nothing(sign_in, werkpunt, role):
    person = PersonFactory(accompanied_by=werkpunt)
    browser = sign_in(actor_with(role, organisation=werkpunt))

    assert browser.get(file_of(person)).status_code == 403
    assert browser.post(edit_of(person, "education"), {"education": "master"}).status_code == 403
    assert Person.objects.get().education == ""


def test_a_change_without_signing_in_leads_to_the_sign_in_page(client, werkpunt):
    person = PersonFactory(accompanied_by=werkpunt)

    answer = client.post(edit_of(person, "education"), {"education": "master"})

    assert answer.status_code == 302
    assert not AccessEvent.objects.exists()


def test_no_value_of_a_person_stands_in_the_record_of_changes(browser, werkpunt):
    person = PersonFactory(accompanied_by=werkpunt)
    values = {
        "contact": {"phone": "0470998877", "email": "private@example.org", "language": "tr"},
        "identity": {"given_name": "Secretname", "family_name": "Hiddenname", "birth_date": "1987-06-05"},
        "number": {"national_number": "87060500112"},
        "education": {"education": "master"},
        "occupations": {"concept": some_occupation()},
    }
    for section, sent in values.items():
        browser.post(edit_of(person, section), sent)

    written = " ".join(f"{event.details} {event.subject_id}" for event in AuditEvent.objects.all())
    assert AuditEvent.objects.count() >= 4
    for sent in values.values():
        for value in sent.values():
            if value != "tr":
                assert value not in written


def test_somebody_lives_in_a_neighbourhood_or_a_municipality_and_not_in_a_region(browser, werkpunt):
    AreaFactory(muide=True)
    AreaFactory(zelzate=True)
    AreaFactory(code="flanders", name_nl="Vlaanderen", kind=AreaKind.REGION)
    person = PersonFactory(accompanied_by=werkpunt)

    page = browser.get(file_of(person)).content.decode()
    answer = browser.post(edit_of(person, "contact"), {"language": "nl", "neighbourhood": "flanders"})

    assert page.index("Muide - Meulestede") < page.index("Zelzate")
    assert "Vlaanderen" not in page
    assert answer.status_code == 422


def test_an_unknown_part_is_not_found(browser, werkpunt):
    person = PersonFactory(accompanied_by=werkpunt)

    assert browser.post(edit_of(person, "shoe-size"), {}).status_code == 404
    assert browser.post(reverse("people:remove", args=[person.reference, "shoe-size"]), {"key": "x"}).status_code == 404
    assert browser.get(edit_of(person, "contact")).status_code == 303


def test_a_competence_changes_its_level_in_place(browser, werkpunt):
    person = PersonFactory(accompanied_by=werkpunt, able_to=some_competence())

    sent = {"concept": some_competence(), "level": "expert", "evidence": "seen"}
    page = browser.post(edit_of(person, "competence"), sent, follow=True).content.decode()

    assert "Can teach others" in page
    assert "Seen at work, Werkpunten Gent" in page


def test_a_closed_status_cannot_end_before_it_started(browser, werkpunt):
    person = PersonFactory(accompanied_by=werkpunt, job_seeker=True)
    before = timezone.localdate() - timedelta(days=500)

    answer = browser.post(edit_of(person, "status-end"), {"kind": "job_seeker", "until": before.isoformat()})

    assert answer.status_code == 422
    assert "cannot end before it starts" in answer.content.decode()


# Changes in place, with htmx


HTMX = {"HX-Request": "true", "HX-Target": "file-profile"}
PARTS = ('id="messages"', 'id="file-header"', 'id="file-undo"', 'id="file-meter"', 'id="file-profile"')


def changed_in_place(browser, person, section, sent):
    return browser.post(edit_of(person, section), sent, headers=HTMX)


@pytest.fixture
def all_panels(monkeypatch):
    monkeypatch.setattr(panels, "PANELS", ALL_PANELS)


@pytest.mark.parametrize(
    ("section", "sent"),
    [
        pytest.param("languages", {"language": "nl", "level": "B1"}, id="languages"),
        pytest.param("licences", {"licence": "driving-b"}, id="licences"),
        pytest.param("availability", {"transport": ["bicycle"], "wage_wanted": "2450"}, id="transport and wage"),
        pytest.param("education", {"education": "bachelor"}, id="diploma"),
        pytest.param("occupations", {"concept": some_occupation()}, id="occupations"),
        pytest.param("competences", {"concept": some_competence(), "level": "basic", "evidence": "seen"}, id="can do"),
        pytest.param("contact", {"language": "nl", "neighbourhood": ""}, id="neighbourhood"),
    ],
)
def test_a_change_that_matching_reads_is_told_to_the_page_once_its_parts_are_there(
    browser, werkpunt, all_panels, section, sent
):
    person = PersonFactory(accompanied_by=werkpunt)

    answer = changed_in_place(browser, person, section, sent)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert [part in page for part in PARTS] == [True] * len(PARTS)
    assert "Work that fits today" not in page
    assert panels.PROFILE_CHANGED in answer.headers["HX-Trigger-After-Settle"]


@pytest.mark.parametrize(
    ("section", "sent"),
    [
        pytest.param("identity", {"given_name": "Amina"}, id="name"),
        pytest.param("statuses", {"kind": "newcomer", "since": "2026-05-01"}, id="status"),
    ],
)
def test_a_change_that_matching_does_not_read_ranks_nobody_anew(browser, werkpunt, section, sent):
    answer = changed_in_place(browser, PersonFactory(accompanied_by=werkpunt), section, sent)

    assert answer.status_code == 200
    assert "HX-Trigger-After-Settle" not in answer.headers


def test_what_is_refused_comes_back_as_its_parts_and_is_told_to_nobody(browser, werkpunt):
    person = PersonFactory(accompanied_by=werkpunt)

    answer = changed_in_place(browser, person, "availability", {"hours_min": "38", "hours_max": "19"})

    assert answer.status_code == 422
    assert "Exchange the two numbers" in answer.content.decode()
    assert "HX-Trigger-After-Settle" not in answer.headers


def test_what_is_removed_and_put_back_is_told_too(browser, werkpunt):
    person = PersonFactory(accompanied_by=werkpunt, able_to=some_competence())
    remove = reverse("people:remove", args=[person.reference, "competences"])

    removed = browser.post(remove, {"key": some_competence()}, headers=HTMX)
    back = browser.post(reverse("people:undo", args=[person.reference]), headers=HTMX)

    assert "The competence is removed." in removed.content.decode()
    assert 'data-focus-after="competences"' in removed.content.decode()
    for answer in (removed, back):
        assert panels.PROFILE_CHANGED in answer.headers["HX-Trigger-After-Settle"]


def test_the_panel_that_follows_shows_itself_anew_and_says_so(browser, werkpunt, all_panels):
    person = PersonFactory(accompanied_by=werkpunt, seeking=some_occupation())
    address = reverse("people:panel", args=[person.reference, "fitting-work"])

    page = browser.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "Work that fits today" in page
    assert "Updated at" in page
    assert 'hx-swap-oob="innerHTML:#said-fitting-work"' in page
    assert "Work that fits is updated: 0 of 0 open vacancies" in page
    assert "Updated at" not in browser.get(file_of(person)).content.decode()


def test_a_panel_alone_is_for_the_page_and_for_who_may_open_the_file(browser, werkpunt, vdab, all_panels):
    person, beyond = PersonFactory(accompanied_by=werkpunt), PersonFactory(accompanied_by=vdab)
    ask = {"HX-Request": "true"}

    alone = browser.get(reverse("people:panel", args=[person.reference, "fitting-work"]))
    unknown = browser.get(reverse("people:panel", args=[person.reference, "shoes"]), headers=ask)
    refused = browser.get(reverse("people:panel", args=[beyond.reference, "fitting-work"]), headers=ask)

    assert alone.url == f"{file_of(person)}#panel-fitting-work"
    assert (unknown.status_code, refused.status_code) == (404, 403)
