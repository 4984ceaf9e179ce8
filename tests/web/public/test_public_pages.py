import csv
import io
from collections.abc import Iterable
from typing import Any, cast

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arbeidspact.indicators import Publication, Unit
from arbeidspact.monitor.actions import record_observations
from arbeidspact.monitor.commands import RecordObservations
from arbeidspact.organisations.actor import Actor, operator
from arbeidspact.organisations.models import Area
from arbeidspact.pact.models import Pact
from arbeidspact.publications.actions import make_release, publish_release
from arbeidspact.publications.commands import MakeRelease, PublishRelease
from tests.monitor.factories import a_goal, an_indicator, figure

pytestmark = pytest.mark.django_db
SLUG = "employment-rate"


def text_of(client: Client, name: str, *args: str, **asked: object) -> str:
    response = client.get(reverse(name, args=args), asked)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_before_the_first_release_the_pages_say_that_nothing_is_published(client: Client, promised: None):
    for name in ("public:start", "public:figures"):
        assert "Er is nog niets gepubliceerd" in text_of(client, name) or "Nothing is published yet" in text_of(
            client, name, lang="en"
        )
    assert client.get(reverse("public:figure", args=[SLUG])).status_code == 404


def test_the_promise_stands_beside_the_figures_of_the_release(client: Client, released: str):
    text = text_of(client, "public:start", lang="en")

    assert "More people in work" in text
    assert "69 %" in text
    assert f"Release {released}" in text


def test_a_figure_that_came_after_the_release_is_not_public(client: Client, released: str):
    record_observations(RecordObservations(observations=(figure("2023", "70.5"),)), actor=operator())

    for name, args in (("public:start", ()), ("public:figure", (SLUG,))):
        assert "70.5" not in text_of(client, name, *args, lang="en")
        assert "70,5" not in text_of(client, name, *args)


def test_no_session_is_read_and_anybody_in_between_may_keep_the_page(client: Client, released: str):
    for address in (reverse("public:start"), reverse("public:figures"), reverse("public:figure", args=[SLUG])):
        response = client.get(address)

        assert response.headers["Cache-Control"] == "public, max-age=300"
        assert "Cookie" not in response.headers.get("Vary", "")
        assert not response.cookies
        again = client.get(address, headers={"if-none-match": response.headers["ETag"]})
        assert again.status_code == 304


def test_also_behind_a_proxy_nobody_is_asked_who_they_are(client: Client, released: str, settings: Any):
    settings.ALLOWED_HOSTS = ["pact.example"]

    response = client.get(reverse("public:start"), headers={"host": "pact.example", "x-forwarded-for": "192.0.2.1"})

    assert response.status_code == 200
    assert "Cookie" not in response.headers.get("Vary", "")


def test_the_language_is_that_of_the_address(client: Client, released: str):
    assert 'lang="nl"' in text_of(client, "public:start")
    assert '<html lang="en"' in text_of(client, "public:start", lang="en")
    assert '<html lang="nl"' in text_of(client, "public:start", lang="xx")


def test_the_downloads_hold_what_the_page_shows(client: Client, released: str):
    response = client.get(reverse("public:figure-csv", args=[SLUG]), {"area": "gent"})
    content = b"".join(cast("Iterable[bytes]", response)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    told = client.get(reverse("public:figure-json", args=[SLUG]), {"area": "gent"}).json()

    assert [(row["area"], row["period"], row["value"]) for row in rows] == [
        ("gent", "2019", "68"),
        ("gent", "2021", "69"),
    ]
    assert [(one["area"], one["value"]) for one in told["figures"]] == [("gent", "68"), ("gent", "69")]
    assert told["release"] == released


def test_a_chart_may_stand_in_another_site_and_nothing_else_may(client: Client, released: str):
    embedded = client.get(reverse("public:embedded", args=[SLUG]))
    page = client.get(reverse("public:figure", args=[SLUG]))

    assert "frame-ancestors *" in embedded.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in embedded.headers
    assert "script-src 'self'" in embedded.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"
    assert "&lt;iframe" in page.content.decode()


def test_a_hidden_figure_says_so_and_its_value_is_nowhere(client: Client, city: Area, analyst: Actor):
    for number, code in enumerate(("rabot", "muide", "ham", "dok", "brug")):
        middle = {"latitude": 51 + number / 100, "longitude": 3.7 + number / 90}
        Area.objects.create(code=code, kind="neighbourhood", name_nl=code.title(), part_of=city, **middle)
    an_indicator(
        *(
            figure("2021", count, area=area, indicator="reached", unit=Unit.COUNT, source="Arbeidspact, dossiers")
            for area, count in (
                ("rabot", "7"),
                ("muide", "23"),
                ("ham", "41"),
                ("dok", "50"),
                ("brug", "60"),
                ("gent", "181"),
            )
        ),
        slug="reached",
        unit=Unit.COUNT,
        factor=1,
        denominator=None,
        publication=Publication.GUARDED,
    )
    release = make_release(MakeRelease(), actor=analyst)
    publish_release(PublishRelease(version=release.version), actor=analyst)

    text = text_of(client, "public:figure", "reached", lang="en")

    assert "hidden: too few people" in text
    assert '<td class="number" data-label="Value">7 ' not in text
    assert "Some figures are hidden" in text
    assert 'aria-label="Rabot: hidden: too few people"' in text
    assert 'aria-label="Brug: 60"' in text


def test_an_indicator_that_stays_inside_has_no_public_page(client: Client, promised: None, analyst: Actor):
    an_indicator(figure("2021", "12", indicator="inside"), slug="inside", publication=Publication.INTERNAL)
    release = make_release(MakeRelease(), actor=analyst)
    publish_release(PublishRelease(version=release.version), actor=analyst)

    assert client.get(reverse("public:figure", args=["inside"])).status_code == 404
    assert client.get(reverse("public:embedded", args=["inside"])).status_code == 404
    assert "Name of inside" not in text_of(client, "public:figures", lang="en")


def test_the_number_of_queries_does_not_grow_with_the_goals(client: Client, promised: None, analyst: Actor):
    release = make_release(MakeRelease(), actor=analyst)
    publish_release(PublishRelease(version=release.version), actor=analyst)
    with CaptureQueriesContext(connection) as before:
        text_of(client, "public:start")
    pact = Pact.objects.get()
    for number in range(3):
        a_goal(pact, slug=f"goal-{number}", order=number + 2)

    with CaptureQueriesContext(connection) as after:
        text_of(client, "public:start")

    assert len(after) == len(before)


@pytest.fixture
def by_group(city: Area, analyst: Actor) -> str:
    """A rate of three municipalities and a region, of everybody and of women; one figure of women is missing."""
    Area.objects.create(code="melle", kind="municipality", name_nl="Melle", name_en="Melle")
    Area.objects.create(code="vlaanderen", kind="region", name_nl="Vlaanderen", name_en="Flanders")
    found = [
        figure(year, value, area=area, breakdown=group)
        for year, base in (("2019", 60), ("2021", 70))
        for place, area in enumerate(("gent", "aalst", "melle", "vlaanderen"))
        for group, value in (("", f"{base + place}.5"), ("sex:women", f"{base + place}.25"))
        if (year, area, group) != ("2021", "melle", "sex:women")
    ]
    an_indicator(*found, publication=Publication.OPEN)
    release = make_release(MakeRelease(), actor=analyst)
    return publish_release(PublishRelease(version=release.version), actor=analyst).version


def test_municipalities_stand_side_by_side_in_the_newest_period_of_most(client: Client, by_group: str):
    text = text_of(client, "public:figure", SLUG, lang="en", area="gent")

    table = text[text.index('id="places-title"') : text.index('id="figures-title"')]
    assert "By place: Municipality, 2021" in table
    assert [name for name in ("Aalst", "Ghent", "Melle", "Flanders") if f'<th scope="row">{name}</th>' in table] == [
        "Aalst",
        "Ghent",
        "Melle",
    ]
    assert "72.5 %" in table
    assert "70.25" not in text


def test_groups_stand_beside_everybody_in_chart_tables_and_files(client: Client, by_group: str):
    asked = {"area": ["gent", "melle"], "group": ["", "sex:women"]}
    text = text_of(client, "public:figure", SLUG, lang="en", **asked)

    assert 'value="sex:women" checked' in text
    table = text[text.index('id="places-title"') : text.index('id="figures-title"')]
    assert "70.25 %" in table
    assert table.count("not published") == 1
    assert "Ghent, everybody" in text
    response = client.get(reverse("public:figure-csv", args=[SLUG]), asked)
    rows = list(csv.DictReader(io.StringIO(read(response).removeprefix("\ufeff"))))
    assert {(row["area"], row["breakdown"]) for row in rows} == {
        (area, group) for area in asked["area"] for group in asked["group"]
    }
    found = client.get(reverse("public:figure-json", args=[SLUG]), {"group": "sex:women"}).json()["figures"]
    assert {one["breakdown"] for one in found} == {"sex:women"}
    assert client.get(reverse("public:embedded", args=[SLUG]), asked).status_code == 200


def test_a_group_that_is_not_released_gives_the_total(client: Client, by_group: str):
    text = text_of(client, "public:figure", SLUG, lang="en", group="sex:men", area="gent")

    assert "70.5 %" in text
    assert "70.25" not in text


def test_a_group_that_is_not_published_is_never_offered(client: Client, released: str):
    text = text_of(client, "public:figure", SLUG, lang="en")

    assert "Which groups of people?" not in text
    assert "By place: Municipality, 2021" in text


def test_a_place_that_has_nothing_beside_it_in_its_period_has_no_table(client: Client, city: Area, analyst: Actor):
    an_indicator(figure("2019", "68"), figure("2021", "72", area="aalst"), publication=Publication.OPEN)
    release = make_release(MakeRelease(), actor=analyst)
    publish_release(PublishRelease(version=release.version), actor=analyst)

    assert "By place" not in text_of(client, "public:figure", SLUG, lang="en")


def read(response: Any) -> str:
    return b"".join(response.streaming_content if response.streaming else [response.content]).decode()
