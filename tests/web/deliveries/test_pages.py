"""The pages of deliveries: upload, say how a file is read, see what changes, take in, withdraw."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from arbeidspact.monitor.models import Delivery, Observation, SavedMapping
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.areas import SetAreas, set_areas
from arbeidspact.organisations.areas_file import AreaEntry, AreasFile
from arbeidspact.organisations.models import Role
from tests.monitor.factories import an_indicator, figure
from tests.organisations.factories import OrganisationFactory, actor_with

pytestmark = pytest.mark.django_db
HEADER = "indicator,period,area,value,unit,status,vintage,source\n"
GOOD = HEADER + "employment-rate,2024,gent,71.2,percent,final,2026-01-02,Statbel\n"
BAD = HEADER + "employment-rate,2024-13,gent,71.2,percent,final,2026-01-02,Statbel\n"
TABLE = "Gemeente;2023;2024\nGent;70,1;71,2\nAalst;-;69,5\n"


@pytest.fixture(autouse=True)
def _city(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    areas = [
        AreaEntry(code=code, kind="municipality", nl=code.title(), en=code.title(), source_code=nis)
        for code, nis in (("gent", "44021"), ("aalst", "41002"))
    ]
    set_areas(SetAreas(file=AreasFile(areas=tuple(areas))), actor=operator())


@pytest.fixture
def client():
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(actor_with(Role.ANALYST, organisation=OrganisationFactory(werkpunt=True)).user)
    return browser


def send(client, content, name="cijfers.csv", **more):
    data = content if isinstance(content, bytes) else content.encode()
    return client.post(reverse("deliveries:upload"), {"file": SimpleUploadedFile(name, data), **more})


def answers(**changed):
    return {
        "header_row": "1",
        "indicator": "=employment-rate",
        "period": "=across",
        "area": "Gemeente",
        "areas_by": "name",
        "merged": "refuse",
        "value": "=",
        "decimal_mark": ",",
        "factor": "1",
        "status": "=final",
        "source": "VDAB, Arvastat",
        "vintage": "2026-01-02",
        "act": "check",
        **changed,
    }


def text_of(response):
    return response.content.decode()


def test_a_file_with_our_columns_is_shown_and_taken_in(client):
    an_indicator(figure("2024", "70.0"))

    address = send(client, GOOD)["Location"]
    page = text_of(client.get(address))
    assert "Nothing is taken in yet" in page
    assert "1.2" in page
    done = client.post(address + "take-in/", follow=True)

    assert "1 figure was taken in." in text_of(done)
    assert float(Observation.objects.get(stands=True).value) == 71.2


def test_a_wrong_row_is_named_with_its_column_and_fix(client):
    an_indicator()

    address = send(client, BAD)["Location"]

    page = text_of(client.get(address))
    assert "Row 2" in page
    assert "2024-13 is not a period" in page
    assert "Take the figures in" not in page
    assert "2024-13" in b"".join(client.get(address + "problems.csv").streaming_content).decode()


def test_another_table_is_read_the_way_one_says_and_the_mapping_is_kept(client):
    an_indicator()
    address = send(client, TABLE)["Location"]
    page = text_of(client.get(address))
    assert "Gemeente" in page
    assert "70,1" in page

    tried = text_of(client.post(address, answers(act="try")))
    assert "So the first rows are read" in tried
    assert "71.2" in tried
    checked = client.post(address, answers(title="Arvastat per jaar", keep="on"), follow=True)

    assert "Nothing is wrong with this file" in text_of(checked)
    delivery = Delivery.objects.get()
    assert (delivery.figures, delivery.counts["not_published"]) == (3, 1)
    assert SavedMapping.objects.get().slug == "arvastat-per-jaar"
    again = text_of(client.get(address + "?from=arvastat-per-jaar"))
    assert "VDAB, Arvastat" in again


def test_what_does_not_fit_the_file_stands_on_the_form_with_what_was_typed(client):
    an_indicator()
    address = send(client, TABLE)["Location"]

    refused = client.post(address, answers(source="", words="zomaar"))
    unfit = client.post(address, answers(only="Soort = jaar", act="try"))

    assert refused.status_code == 422
    assert "zomaar" in text_of(refused)
    assert unfit.status_code == 422
    assert "Soort" in text_of(unfit)


def test_a_workbook_is_read_like_a_file_of_text(client):
    an_indicator()
    book = Workbook()
    sheet = book.active
    for row in (["Werkzaamheidsgraad"], ["Gemeente", "2023", "2024"], ["Gent", 70.1, 71.2], ["Bron: VDAB"]):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)

    address = send(client, file.getvalue(), name="cijfers.xlsx")["Location"]
    done = client.post(address, answers(header_row="2", ends_before="Bron", decimal_mark=""), follow=True)

    assert "Nothing is wrong with this file" in text_of(done)
    assert Delivery.objects.get().figures == 2


def test_json_stat_of_eurostat_is_read_with_a_guess(client):
    an_indicator()
    dataset = {
        "version": "2.0",
        "class": "dataset",
        "source": "ESTAT",
        "updated": "2025-04-14T23:00:00+0200",
        "id": ["geo", "time"],
        "size": [1, 2],
        "dimension": {
            "geo": {"category": {"index": {"BE234": 0}, "label": {"BE234": "Arr. Gent"}}},
            "time": {"category": {"index": {"2023": 0, "2024": 1}}},
        },
        "value": [70.5, 71.5],
        "status": {"1": "p"},
    }
    address = send(client, json.dumps(dataset), name="eurostat.json")["Location"]
    assert "ESTAT" in text_of(client.get(address))

    given = answers(period="time", area="geo", areas_by="code", words="area: BE234 = gent", status="status", vintage="")
    for name in ("header_row", "value", "decimal_mark"):
        del given[name]
    done = client.post(address, given, follow=True)

    assert Delivery.objects.get().problems == []
    assert "Nothing is wrong with this file" in text_of(done)
    client.post(done.redirect_chain[-1][0] + "take-in/")
    assert list(Observation.objects.order_by("period_start").values_list("status", flat=True)) == [
        "final",
        "provisional",
    ]


def test_a_delivery_is_withdrawn_with_a_reason(client):
    an_indicator()
    address = send(client, GOOD)["Location"]
    client.post(address + "take-in/")

    without = client.post(address + "withdraw/", {"because": ""})
    done = client.post(address + "withdraw/", {"because": "verkeerde jaargang"}, follow=True)

    assert without.status_code == 422
    assert "verkeerde jaargang" in text_of(done)
    assert not Observation.objects.exists()


def test_a_file_that_is_not_wanted_is_thrown_away(client):
    an_indicator()
    address = send(client, GOOD)["Location"]

    done = client.post(address + "forget/", follow=True)

    assert "thrown away" in text_of(done)
    assert not Delivery.objects.exists()


def test_the_list_has_a_count_a_filter_and_a_constant_number_of_queries(client, django_assert_max_num_queries):
    an_indicator()
    assert "No file of figures came yet" in text_of(client.get(reverse("deliveries:list")))
    for number in range(4):
        send(client, GOOD.replace("71.2", f"7{number}.2"), name=f"{number}.csv")

    with django_assert_max_num_queries(12):
        page = text_of(client.get(reverse("deliveries:list")))
    narrowed = text_of(client.get(reverse("deliveries:list") + "?state=refused"))

    assert page.count("Waits for your yes") == 5
    assert "No delivery fits" in narrowed


def test_mappings_are_edited_as_text_and_deleted(client):
    page = text_of(client.get(reverse("deliveries:mappings")))
    assert "Arvastat" in page
    address = reverse("deliveries:mapping", args=["arvastat-rows"])
    text = client.get(address).context["form"].initial["text"]

    wrong = client.post(address, {"text": text.replace("Aantal", "") + "onzin"})
    saved = client.post(address, {"text": text.replace("Aantal", "Getal")}, follow=True)

    assert wrong.status_code == 422
    assert "The mapping is saved" in text_of(saved)
    assert SavedMapping.objects.get().content["columns"]["value"] == "Getal"
    client.post(reverse("deliveries:delete-mapping", args=["arvastat-rows"]))
    assert not SavedMapping.objects.exists()
    assert client.get(reverse("deliveries:new-mapping")).status_code == 200


def test_somebody_who_may_not_import_figures_sees_no_deliveries():
    browser = Client()
    browser.force_login(actor_with(Role.COUNSELLOR, organisation=OrganisationFactory(werkpunt=True)).user)

    assert browser.get(reverse("deliveries:list")).status_code == 403


def test_a_figure_is_contested_on_a_page_and_the_reason_is_shown_with_it(client):
    an_indicator(figure("2024", "70.0"))
    page = text_of(client.get(reverse("deliveries:figures")))
    key = Observation.objects.get().pk
    assert reverse("deliveries:judge", args=[key]) in page

    address = reverse("deliveries:judge", args=[key])
    wrong = client.post(address, {"status": "contested", "reason": "leeftijd", "counter_value": "71,2"})
    done = client.post(
        address,
        {"status": "contested", "reason": "leeftijd", "counter_value": "71,2", "counter_source": "Statbel"},
        follow=True,
    )

    assert wrong.status_code == 422
    assert "71,2" in text_of(wrong)
    assert "leeftijd" in text_of(done)
    assert "leeftijd" in text_of(client.get(reverse("monitor:indicator", args=["employment-rate"])))
    assert client.get(address).status_code == 200
    assert "No figure is published here" in text_of(client.get(reverse("deliveries:figures") + "?area=aalst"))
