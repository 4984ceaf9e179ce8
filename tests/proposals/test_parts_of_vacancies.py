"""What a vacancy offers, tells of the employer, or says of applying, is not proposed as what it asks."""

import pytest

from arbeidspact.proposals.models import ProposalKind
from arbeidspact.proposals.vacancy_texts import language_of, plain_text, title_of, vacancy_proposals
from arbeidspact.taxonomy import active_taxonomy
from arbeidspact.taxonomy.understanding import Reader
from tests.taxonomy.understanding.flemish_vacancies import VACANCIES


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(active_taxonomy(None))


def proposed(name: str, reader: Reader, *kinds: ProposalKind) -> set[str]:
    text = plain_text(VACANCIES[name])
    return {one.value for one in vacancy_proposals(text, language_of(text), reader) if one.kind in kinds}


@pytest.mark.parametrize(
    ("name", "papers_and_languages"),
    [
        ("poetshulp, headings and dashes", {"nl:A2"}),
        ("verzorgende, headings as questions", {"driving-b"}),
        ("boekhouder, prose without headings", {"fr:B1"}),
        ("magazijnier, labels on one line", {"forklift", "nl:B1", "fr:B1"}),
        ("technieker, all in one paragraph", {"ba4"}),
        (
            "kinderbegeleider, a copied page",
            {"childcare-qualification", "criminal-record-model-2", "nl:B1"},
        ),
        ("jobstudent, short and without headings", set()),
        ("bouwvakker, capitals and stars", {"vca-basic", "driving-b"}),
        ("developer, in Dutch with English headings", {"en:B2", "nl:B1"}),
        ("vrachtwagenchauffeur, the company last", {"driving-ce", "code-95-goods", "de:B1", "fr:B1"}),
        ("nurse, in English", {"nl:B1", "fr:B1", "nurse-registration"}),
        ("vendeur, in French", {"fr:B1", "nl:B1"}),
    ],
)
def test_papers_and_languages_are_those_that_are_asked(reader, name, papers_and_languages):
    assert proposed(name, reader, ProposalKind.LICENCE, ProposalKind.LANGUAGE) == papers_and_languages


@pytest.mark.parametrize(
    ("name", "hours"),
    [
        ("poetshulp, headings and dashes", {"20-30"}),
        ("verzorgende, headings as questions", {"28.5-28.5"}),
        ("magazijnier, labels on one line", {"38-38"}),
        ("bouwvakker, capitals and stars", {"40-40"}),
        ("nurse, in English", {"30-30"}),
        ("vendeur, in French", {"24-24"}),
    ],
)
def test_hours_are_read_where_they_stand_in_the_offer(reader, name, hours):
    assert proposed(name, reader, ProposalKind.HOURS) == hours


def test_no_competence_is_proposed_for_words_of_the_offer(reader):
    text = "Kok\n\nJe taken\n- deeg kneden\n\nOns aanbod\n- opleiding Excel\n- boekhouden leer je bij ons"
    found = vacancy_proposals(text, "nl", reader)

    assert all(one.start < text.index("Ons aanbod") for one in found if one.kind is ProposalKind.COMPETENCE)


def test_who_is_sought_is_the_occupation_also_in_one_paragraph(reader):
    text = plain_text(VACANCIES["technieker, all in one paragraph"])
    occupation = next(one for one in vacancy_proposals(text, "nl", reader) if one.kind is ProposalKind.OCCUPATION)

    assert text[occupation.start : occupation.end] in "Onderhoudstechnieker"


def test_the_first_sentence_of_one_paragraph_is_its_title(reader):
    text = "Boekhouder. " + "Je verwerkt facturen en je bereidt de aangifte voor van je klanten in heel het land. " * 3
    occupation = next(one for one in vacancy_proposals(text, "nl", reader) if one.kind is ProposalKind.OCCUPATION)

    assert (text[occupation.start : occupation.end], occupation.is_confident) == ("Boekhouder", True)


def test_the_employer_above_the_title_is_no_occupation(reader):
    text = "Over ons\nGarage Peeters, carrosserie\nWij zijn een garage.\n\nBoekhouder (m/v/x)\nJe boekt facturen in."
    occupation = next(one for one in vacancy_proposals(text, "nl", reader) if one.kind is ProposalKind.OCCUPATION)

    assert text[occupation.start : occupation.end] == "Boekhouder"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param(
            "Kok gezocht voor een brasserie. " + "Je kookt soep. " * 20, "Kok gezocht voor een brasserie", id="a"
        ),
        pytest.param("kok " * 100, "kok " * 29 + "kok…", id="no sentence ends"),
        pytest.param("k" * 200, "…", id="one word"),
        pytest.param("Kok (m/v/x)\nJe kookt.", "Kok", id="a line"),
    ],
)
def test_the_title_is_the_first_line_or_as_much_of_it_as_fits(text, title):
    assert title_of(text) == title


@pytest.mark.parametrize(
    ("page", "title"),
    [
        pytest.param("<nav><a>Home</a></nav><h1>Kok</h1>", "Kok", id="a menu"),
        pytest.param("<NAV class='x'><a>Home</a></NAV ><h1>Kok</h1><nav>Contact</nav>", "Kok", id="two menus"),
        pytest.param("<nav><h1>Kok</h1>", "Kok", id="a menu that never ends"),
        pytest.param("<h1>Kok</h1></nav><p>brood</p>", "Kok", id="an end without a menu"),
    ],
)
def test_the_menu_of_a_site_is_no_title(page, title):
    assert title_of(plain_text(page)) == title


def test_a_text_that_only_offers_asks_nothing(reader):
    found = vacancy_proposals("Wij bieden een opleiding Excel en Frans.", "nl", reader)

    assert [one for one in found if one.kind is not ProposalKind.OCCUPATION] == []
