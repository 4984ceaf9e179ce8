"""What vacancies ask besides competences, in sentences as they are written in Flanders."""

import time

import pytest

from arbeidspact.taxonomy import licences
from arbeidspact.taxonomy.exceptions import TextTooLong
from arbeidspact.taxonomy.scales import Shift
from arbeidspact.taxonomy.understanding.asked_languages import LanguageLevel, language_named
from arbeidspact.taxonomy.understanding.requirements import Found, HoursAWeek, requirements_in


def written(found: Found) -> str:
    value = found.value
    if isinstance(value, LanguageLevel):
        words = f"{value.language}:{value.level}"
    elif isinstance(value, HoursAWeek):
        words = f"{value.low:g}-{value.high:g}"
    else:
        words = str(value)
    return words if found.is_required else f"({words})"


def all_of(found: tuple[Found, ...]) -> str:
    return " ".join(written(one) for one in found)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Je hebt een rijbewijs B.", "driving-b"),
        ("Je bent in het bezit van een rijbewijs.", "driving-b"),
        ("B-rijbewijs vereist", "driving-b"),
        ("Rijbewijs C of CE is vereist.", "driving-c"),
        ("Rijbewijs type C/CE", "driving-c"),
        ("In het bezit van rijbewijs C en CE.", "driving-c driving-ce"),
        ("Rijbewijs D + vakbekwaamheid", "driving-d code-95-goods"),
        ("Geen rijbewijs nodig.", ""),
        ("Een rijbewijs is niet nodig, je werkt in de buurt.", ""),
        ("Je hoeft geen rijbewijs te hebben.", ""),
        ("Rijbewijs B is een plus.", "(driving-b)"),
        ("Een rijbewijs is geen must, maar wel een plus.", "(driving-b)"),
        ("Een rijbewijs B, dat is mooi meegenomen.", "(driving-b)"),
        ("Je hebt een rijbewijs B, kennis van Frans is een plus.", "driving-b"),
        ("Vous avez le permis B.", "driving-b"),
        ("Le permis de conduire est un atout.", "(driving-b)"),
        ("Permis de conduire non requis.", ""),
        ("Permis de travail", ""),
        ("A valid driving licence category B is required.", "driving-b"),
        ("Een VCA-attest is een pluspunt.", "(vca-basic)"),
        ("VCA-VOL is vereist.", "vca-supervisor"),
        ("Je beschikt over een heftruckattest.", "forklift"),
        ("Heftruckrijbewijs gewenst", "(forklift)"),
        ("Attest heftruck en reachtruckattest verplicht.", "forklift reach-truck"),
        ("Je rijdt vlot met de heftruck.", ""),
        ("Je hebt een brevet hoogwerker.", "aerial-platform"),
        ("Een uittreksel uit het strafregister model 596.2 leg je voor bij de start.", "criminal-record-model-2"),
        ("Geen schrik van werken op hoogte.", ""),
        ("Je bent geregistreerd als zorgkundige.", "care-assistant-registration"),
        ("You are a registered nurse.", "nurse-registration"),
        ("Vous avez un visa d'aide-soignant.", "care-assistant-registration"),
        ("BA4 is een must, BA5 een pluspunt.", "ba4 (ba5)"),
    ],
)
def test_licences(text, asked):
    found = requirements_in(text).licences

    assert sorted(all_of(found).split()) == sorted(asked.split())
    assert {one.value for one in found} <= set(licences())


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Je spreekt vlot Nederlands.", "nl:B2"),
        ("Je hebt een goede kennis van het Nederlands.", "nl:B1"),
        ("Goede kennis van het Nederlands en noties Frans.", "nl:B1 fr:A2"),
        ("Zeer goede kennis van het Nederlands, goede kennis van het Frans en Engels.", "nl:B2 fr:B1 en:B1"),
        ("Nederlands: B2, Frans: A2", "nl:B2 fr:A2"),
        ("Nederlands (niveau B1) is vereist", "nl:B1"),
        ("Nederlands is je moedertaal.", "nl:C2"),
        ("Je spreekt een woordje Nederlands.", "nl:A2"),
        ("Je spreekt Nederlands vloeiend.", "nl:C1"),
        ("Kennis van Frans, Engels of Duits is een troef.", "(fr:B1) (en:B1) (de:B1)"),
        ("Je spreekt vlot Nederlands, kennis van Frans is een plus.", "nl:B2 (fr:B1)"),
        ("Tweetalig NL/FR", "nl:C1 fr:C1"),
        ("Kennis van het Nederlands is niet vereist.", ""),
        ("Je hoeft geen Nederlands te spreken.", ""),
        ("Frans Peeters helpt je graag verder.", ""),
        ("Frans is een troef.", "(fr:B1)"),
        ("Nederlands, Frans of Engels spreken", "(nl:B1) (fr:B1) (en:B1)"),
        ("Je spreekt vlot Nederlands of Engels.", "(nl:B2) (en:B2)"),
        ("Je spreekt Nederlands en je kent Frans of Engels.", "nl:B1 (fr:B1) (en:B1)"),
        ("Je spreekt Nederlands, kennis van Frans of Engels.", "nl:B1 (fr:B1) (en:B1)"),
        ("Vous parlez l'anglais ou le français.", "(en:B1) (fr:B1)"),
        ("Je kan Nederlands spreken.\nJe kan Frans of Engels spreken.", "nl:B1 (fr:B1) (en:B1)"),
        ("Nederlands is vereist. Je spreekt ook Nederlands of Frans.", "nl:B1 (fr:B1)"),
        ("Je kan je behelpen in het Frans en het Engels.", "fr:A2 en:A2"),
        ("- Nederlands is vereist", "nl:B1"),
        ("L'anglais est un atout.", "(en:B1)"),
        ("French is a real asset", "(fr:B1)"),
        ("Frans is een collega om van te leren.", ""),
        ("Nederlands is niet nodig.", ""),
        ("Italiaans restaurant zoekt kelner", ""),
        ("Vous êtes bilingue français/néerlandais.", "fr:C1 nl:C1"),
        ("Bonne connaissance du néerlandais, l'anglais est un atout.", "nl:B1 (en:B1)"),
        ("Fluent in English and Dutch, French is an asset.", "en:C1 nl:C1 (fr:C1)"),
        ("Talen: Nederlands", "nl:B1"),
        ("Je bent een native speaker.", "nl:C2"),
    ],
)
def test_languages(text, asked):
    assert all_of(requirements_in(text, "nl").languages) == asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Contract van 38u/week.", "38-38"),
        ("Een voltijds contract (38 uur per week).", "38-38"),
        ("Deeltijds contract van 19 uur.", "19-19"),
        ("20 à 30 uur per week", "20-30"),
        ("Tussen 19 en 30 uren/week", "19-30"),
        ("36,5 uur/week", "36.5-36.5"),
        ("38-urenweek met glijdende uren", "38-38"),
        ("4/5 tewerkstelling is bespreekbaar", "30.4-30.4"),
        ("Deeltijds 80%", "30.4-30.4"),
        ("Halftijds of voltijds", "19-38"),
        ("Voltijds contract", "38-38"),
        ("Voltijds of deeltijds", ""),
        ("un temps plein (38h/semaine)", "38-38"),
        ("mi-temps", "19-19"),
        ("Full-time position, 40 hours per week", "40-40"),
        ("Je werkt van 8u tot 17u.", ""),
        ("We zijn open tot 19 uur.", ""),
        ("8 uur per dag", ""),
        ("Bereikbaar van maandag tot vrijdag tussen 9 uur en 12 uur", ""),
        ("Een opleiding van 40 uur", ""),
        ("Wij zijn 100% Gents", ""),
    ],
)
def test_hours(text, asked):
    assert all_of(requirements_in(text).hours) == asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Je werkt in een 3-ploegenstelsel.", {Shift.EARLY, Shift.LATE, Shift.NIGHT}),
        ("Twee ploegen: vroege en late shiften", {Shift.EARLY, Shift.LATE}),
        ("Bereid om in het weekend te werken.", {Shift.WEEKEND}),
        ("Geen weekendwerk!", set()),
        ("Vrije weekends", set()),
        ("Two shifts\nfree bus", {Shift.EARLY, Shift.LATE}),
        ("Nachtwerk en onderbroken dienst", {Shift.NIGHT, Shift.SPLIT}),
        ("Dagwerk, nooit 's nachts", set()),
        ("Dagwerk van maandag tot vrijdag.", {Shift.DAY}),
        ("travail de nuit", {Shift.NIGHT}),
    ],
)
def test_shifts(text, asked):
    assert {one.value for one in requirements_in(text).shifts} == asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Geen diploma vereist.", "none"),
        ("Een diploma is niet nodig, motivatie wel.", "none"),
        ("Je diploma speelt geen rol.", "none"),
        ("Aucun diplôme requis.", "none"),
        ("No degree required.", "none"),
        ("Diploma secundair onderwijs", "upper_secondary"),
        ("Je hebt een diploma hoger secundair onderwijs.", "upper_secondary"),
        ("Je volgde een opleiding BSO of TSO richting hout.", "upper_secondary"),
        ("Getuigschrift lager secundair onderwijs", "lower_secondary"),
        ("Je behaalde een bachelor of master in de informatica.", "bachelor"),
        ("Je hebt een masterdiploma.", "master"),
        ("Bachelor of gelijkwaardig door ervaring", "(bachelor)"),
        ("Een bachelordiploma is een pluspunt.", "(bachelor)"),
        ("Je hebt een graduaat in de verpleegkunde (HBO5).", "higher_vocational"),
        ("Als Scrum Master begeleid je teams.", ""),
        ("Leerkracht secundair onderwijs gezocht", ""),
        ("Begeleider BSO (buitenschoolse opvang)", ""),
        ("We werken met master data.", ""),
    ],
)
def test_diploma(text, asked):
    assert all_of(requirements_in(text).education) == asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Minstens 2 jaar ervaring in een gelijkaardige functie.", "2"),
        ("Je hebt min. 3 jaar relevante werkervaring.", "3"),
        ("Je hebt drie jaar ervaring.", "3"),
        ("2 à 3 jaar ervaring", "2"),
        ("Ervaring van minstens 5 jaar in de bouw is een plus.", "(5)"),
        ("Ervaring is niet vereist.", "0"),
        ("Geen ervaring nodig: wij leiden je op.", "0"),
        ("Ons bedrijf heeft al 12 jaar ervaring.", ""),
        ("Wij hebben 10 jaar ervaring in de sector.", ""),
        ("Vous avez au moins deux ans d'expérience.", "2"),
        ("Une expérience de 3 ans est souhaitée.", "(3)"),
        ("Ervaring is een plus.", ""),
    ],
)
def test_years_of_experience(text, asked):
    assert all_of(requirements_in(text).experience) == asked


VACANCY = """Magazijnier (m/v/x)

Jouw profiel:
- Je hebt een heftruckattest en een rijbewijs B.
- Je spreekt voldoende Nederlands; een diploma is niet vereist.

Pluspunten:
- kennis van Frans
- reachtruckattest

Ons aanbod:
- voltijds contract van 38 uur per week in twee ploegen
"""


def test_what_stands_under_a_heading_of_what_is_welcome_is_welcome_until_the_next_heading():
    found = requirements_in(VACANCY)

    assert all_of(found.licences) == "forklift driving-b (reach-truck)"
    assert all_of(found.languages) == "nl:B1 (fr:B1)"
    assert all_of(found.hours) == "38-38"
    assert all_of(found.education) == "none"


def test_every_place_is_where_the_words_stand():
    found = requirements_in(VACANCY)

    assert [one.span.of(VACANCY) for one in found.licences] == ["heftruckattest", "rijbewijs B", "reachtruckattest"]
    assert found.languages[0].span.of(VACANCY) == "voldoende Nederlands"
    assert found.hours[0].span.of(VACANCY) == "38 uur per week"


def test_something_asked_twice_stands_once_and_is_required_when_one_place_requires_it():
    found = requirements_in("Een rijbewijs B is een plus.\nJe hebt een rijbewijs B.")

    assert all_of(found.licences) == "driving-b"


@pytest.mark.parametrize(
    "piece",
    ["rijbewijs ", "B, ", "goed Frans ", "38 ", "geen ", "(", "\n", "2 jaar ervaring ", "38 uur per week, ",
     "een plus, ", "attest met de ", "uittreksel ", " ", "NL/", "kennis van het ", "a"],
)  # fmt: skip
def test_a_text_that_repeats_itself_keeps_nobody_waiting(piece):
    text = (piece * 100_000)[:100_000]
    began = time.process_time()
    requirements_in(text)

    assert time.process_time() - began < 3


def test_a_text_that_is_too_long_is_refused():
    with pytest.raises(TextTooLong):
        requirements_in("a" * 100_001)


@pytest.mark.parametrize("text", ["", "   \n", "日本語の文章です。", "<b>&nbsp;</b>", "\x00\x01\x02"])
def test_a_text_that_asks_nothing_asks_nothing(text):
    found = requirements_in(text)

    assert not any((found.languages, found.licences, found.hours, found.shifts, found.education, found.experience))


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Frans", "fr"),
        ("Frans spreken", "fr"),
        ("mondeling communiceren in het Frans", "fr"),
        ("understand written English", "en"),
        ("s'exprimer oralement en français", "fr"),
        ("klanten in het Frans te woord staan", None),
        ("Nederlands en Frans", None),
        ("Franse keuken", None),
        ("deeg maken", None),
    ],
)
def test_the_name_of_a_competence_may_be_no_more_than_a_language(name: str, language: str | None) -> None:
    assert language_named(name) == language
