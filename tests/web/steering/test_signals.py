"""Signals on screen, from raising to the answer."""

import pytest
from django.urls import reverse

from arbeidspact.steering.models import Signal, SignalState
from tests.steering.factories import SignalFactory, words

pytestmark = pytest.mark.django_db


def new_url(pact):
    return reverse("steering:signal-new", args=[pact.slug])


def list_url(pact, query=""):
    return reverse("steering:signals", args=[pact.slug]) + query


def act(signal, name):
    return reverse("steering:signal-act", args=[signal.reference, name])


def typed(**changes):
    kept = {name: value for name, value in words(**changes).items() if name != "pact"}
    return {"urgency": "normal", **kept}


def text_of(answer):
    return answer.content.decode()


def test_from_raising_to_the_answer(pact, partner, steering):
    made = partner.post(new_url(pact), typed())
    signal = Signal.objects.get()
    assert (made.status_code, made["Location"]) == (303, reverse("steering:signal", args=[signal.reference]))

    page = text_of(steering.get(made["Location"]))
    assert "Action: Job team" in page
    assert "Own convention" in page
    answered = steering.post(act(signal, "answer"), {"kind": "declined", "text": "Dit jaar is er geen geld voor."})
    assert answered.status_code == 303

    page = text_of(partner.get(made["Location"]))
    assert "Dit jaar is er geen geld voor." in page
    assert "in time" in page
    assert act(signal, "reopen") in page
    assert act(signal, "answer") not in page


def test_a_form_that_is_refused_keeps_what_was_typed(pact, partner):
    answer = partner.post(new_url(pact), typed(what="Bel naar 0470 12 34 56 voor meer uitleg."))

    assert answer.status_code == 422
    assert "telephone number" in text_of(answer)
    assert "ongeveer 40 per maand" in text_of(answer)
    assert not Signal.objects.exists()


def test_an_answer_without_words_comes_back_in_its_place(pact, steering):
    signal = SignalFactory()

    answer = steering.post(act(signal, "answer"), {"kind": "decision", "text": "Ja"})

    assert answer.status_code == 422
    assert 'value="decision"' in text_of(answer)
    signal.refresh_from_db()
    assert signal.state == SignalState.RAISED


def test_the_form_can_be_opened_from_an_action(pact, partner):
    assert 'value="action:jobteam" selected' in text_of(partner.get(new_url(pact) + "?about=action:jobteam"))


def test_the_list_says_its_filter_and_its_count(pact, partner):
    SignalFactory(title="Wacht op de klas", overdue=True)
    SignalFactory(title="Al beantwoord", answered=True)

    page = text_of(partner.get(list_url(pact)))
    assert "Wacht op de klas" in page
    assert "Al beantwoord" not in page
    assert "too late" in page
    narrowed = text_of(partner.get(list_url(pact, "?state=answered&about=action:jobteam")))
    assert "Al beantwoord" in narrowed
    assert "Answered, Job team" in narrowed


def test_an_empty_list_says_what_to_do(pact, partner):
    assert "No signal waits for an answer." in text_of(partner.get(list_url(pact)))
    assert "Nothing fits this filter." in text_of(partner.get(list_url(pact, "?q=niets")))


def test_the_file_holds_what_the_list_holds(pact, partner):
    SignalFactory(title="=cmd()", overdue=True)
    file = b"".join(partner.get(reverse("steering:signals-file", args=[pact.slug])).streaming_content).decode()

    lines = file.splitlines()
    assert lines[0].startswith("\ufeffSignal,Raised by")
    assert "'=cmd()" in lines[1]
    assert "Action: Job team" in lines[1]


def test_the_overdue_stand_at_the_top_of_the_page_of_the_steering_group(pact, steering):
    SignalFactory(title="Op tijd", days_ago=0)
    SignalFactory(title="Veel te laat", overdue=True)

    page = text_of(steering.get(reverse("steering:overview", args=[pact.slug])))

    assert page.index("Veel te laat") < page.index("Op tijd")
    assert "Not answered in time" in page


def test_the_day_of_the_steering_group_starts_with_what_waits(pact, steering, partner):
    SignalFactory(title="Veel te laat", overdue=True)

    assert "Veel te laat" in text_of(steering.get("/"))
    assert "1 signal is past its day." in text_of(steering.get("/"))
    assert "Veel te laat" not in text_of(partner.get("/"))


def test_one_pact_is_opened_at_once(pact, steering):
    assert steering.get(reverse("steering:start")).headers["Location"] == f"/steering/{pact.slug}/"


def test_without_a_pact_the_page_says_what_to_do(steering):
    assert "No pact is loaded yet" in text_of(steering.get(reverse("steering:start")))


def test_employers_have_no_such_page(pact, employer):
    assert employer.get(reverse("steering:overview", args=[pact.slug])).status_code == 403
    assert reverse("steering:start") not in text_of(employer.get("/"))


def test_an_act_that_does_not_exist_is_not_found(pact, steering):
    assert steering.post(act(SignalFactory(), "sanction")).status_code == 404


def test_the_number_of_queries_of_the_pages(pact, steering, django_assert_max_num_queries):
    SignalFactory.create_batch(8)
    with django_assert_max_num_queries(24):
        steering.get(list_url(pact))
    with django_assert_max_num_queries(34):
        steering.get(reverse("steering:overview", args=[pact.slug]))
