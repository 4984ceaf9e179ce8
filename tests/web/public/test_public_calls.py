"""Calls of the fund for anybody: the list, one call, and what stays inside."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from arbeidspact.funding.actions import prepare_call
from arbeidspact.funding.commands import PrepareCall
from arbeidspact.funding.models import Call
from tests.funding.conftest import applicant, call, call_content, city, steering, submitted, wegwijs  # noqa: F401

pytestmark = pytest.mark.django_db
LIST = reverse("public:calls")


def text_of(client: Client, address: str, **asked: str) -> str:
    response = client.get(address, {"lang": "en", **asked})
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def page_of(call: Call) -> str:  # noqa: F811
    return reverse("public:call", args=[call.reference])


def test_before_the_first_call_the_page_says_so(client: Client):
    assert "No call was published yet" in text_of(client, LIST)


def test_anybody_reads_what_is_asked_by_when_and_by_which_criteria(client: Client, call):  # noqa: F811
    assert "New ways to work" in text_of(client, LIST)
    text = text_of(client, page_of(call))

    for words in ("New ways to work", "100,000", "80", "Bereik", "Sign in and apply"):
        assert words in text
    response = client.get(page_of(call))
    assert response["Cache-Control"] == "public, max-age=300"
    assert "Nieuwe wegen naar werk" in response.content.decode()
    assert "Cookie" not in response.get("Vary", "")


def test_those_that_take_applications_stand_in_front_and_a_filter_keeps_one_state(client: Client, call, call_content):  # noqa: F811
    Call.objects.create(
        organisation=call.organisation,
        title_nl="Voorbij",
        summary_nl="Voorbij.",
        budget=1,
        opens_at=timezone.now() - timedelta(days=60),
        closes_at=timezone.now() - timedelta(days=30),
        published_at=timezone.now() - timedelta(days=60),
    )
    text = text_of(client, LIST)
    assert text.index("New ways to work") < text.index("Voorbij")

    assert "Voorbij" not in text_of(client, LIST, state="open")
    assert "New ways to work" not in text_of(client, LIST, state="judging")
    assert "New ways to work" in text_of(client, LIST, q="wegen")
    assert "No call fits this filter" in text_of(client, LIST, q="there is none")


def test_a_draft_stays_inside(client: Client, steering, call_content):  # noqa: F811
    draft = prepare_call(PrepareCall(**call_content), actor=steering)

    assert "New ways to work" not in text_of(client, LIST)
    assert client.get(page_of(draft)).status_code == 404


def test_what_was_applied_for_stays_inside(client: Client, call, submitted, applicant):  # noqa: F811
    submitted(call, applicant)

    for address in (LIST, page_of(call)):
        assert "Op weg in de haven" not in text_of(client, address)


def test_the_list_asks_as_many_queries_for_many_as_for_few(client: Client, call, django_assert_max_num_queries):  # noqa: F811
    for number in range(5):
        Call.objects.create(
            organisation=call.organisation,
            title_nl=f"Oproep {number}",
            summary_nl="Tekst.",
            budget=1,
            opens_at=timezone.now(),
            closes_at=timezone.now() + timedelta(days=3),
            published_at=timezone.now(),
        )
    with django_assert_max_num_queries(3):
        client.get(LIST)
