"""What of a vacancy speaks of the work, and what of the offer, the employer or applying."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.taxonomy import ConceptKind, active_taxonomy
from arbeidspact.taxonomy.understanding.labels import Labels
from arbeidspact.taxonomy.understanding.passages import passages_of
from arbeidspact.taxonomy.understanding.requirements import requirements_in
from arbeidspact.taxonomy.understanding.vacancy_parts import VacancyParts
from arbeidspact.taxonomy.understanding.vacancy_signs import VacancyPart, heading_part
from tests.taxonomy.understanding.flemish_vacancies import MARKED, VACANCIES, unmarked

WORK, OFFER, EMPLOYER, APPLYING = VacancyPart.WORK, VacancyPart.OFFER, VacancyPart.EMPLOYER, VacancyPart.APPLYING

ASKING = (
    "Je poetst bij vaste klanten in en rond Gent",
    "Je beantwoordt mails en telefoons van klanten",
    "Je biedt ondersteuning aan bewoners met dementie",
    "Je ontvangt klanten aan de balie",
    "Je krijgt de leiding over een ploeg van vier",
    "Je stelt contracten op en berekent lonen",
    "Je contacteert leveranciers en vraagt offertes",
    "Je volgt de verloning van 200 medewerkers op",
    "Je hebt een diploma secundair onderwijs",
    "Je hebt interesse in techniek",
    "Interesse in techniek",
    "Je solliciteert met ons mee: je begeleidt kandidaten",
    "Wij zoeken iemand met ervaring in de bouw",
    "Wij verwachten dat je vlot Nederlands spreekt",
    "Wij zijn op zoek naar een kok die vegetarisch kookt",
    "Wij bieden een job waarin je zelf bestellingen plaatst",
    "Onze bakkerij zoekt een verkoper",
    "Stuur heftrucks en reachtrucks door het magazijn",
    "Mail beantwoorden en post sorteren",
    "Bel klanten op voor een afspraak",
    "Contact met klanten en leveranciers",
    "Over de middag help je in de keuken",
    "Rijbewijs B",
    "You offer first-line support to customers",
    "Apply safety rules on site",
    "Contact customers about their order",
    "Offer advice to visitors",
    "You receive goods and check them",
    "You are fluent in Dutch",
    "We are looking for a welder with experience",
    "Vous recevez les clients à l'accueil",
    "Vous proposez des vins aux clients",
    "Offrir un service de qualité",
    "Nous recherchons un magasinier avec un permis B",
    "Vous avez une expérience dans la vente",
)


@pytest.mark.parametrize("name", MARKED)
def test_what_does_not_speak_of_the_work_is_told_apart(name):
    text, places = unmarked(MARKED[name])

    for span, part in VacancyParts(text).passages:
        wanted = next((one for start, end, one in places if start <= span.start < end), WORK)
        assert (span.of(text), part) == (span.of(text), wanted)


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("Aanbod", OFFER),
        ("Ons aanbod", OFFER),
        ("Wat bieden wij jou?", OFFER),
        ("Wij bieden:", OFFER),
        ("WAT WIJ BIEDEN", OFFER),
        ("Wat mag je van ons verwachten?", OFFER),
        ("Wat mag je verwachten?", OFFER),
        ("Onze troeven", OFFER),
        ("Loon- en arbeidsvoorwaarden", OFFER),
        ("Jouw voordelen", OFFER),
        ("Loon en extralegale voordelen", OFFER),
        ("Waarom Tegelhuis?", OFFER),
        ("Wij bieden jou...", OFFER),
        ("Dit krijg je van ons", OFFER),
        ("In return you get:", OFFER),
        ("What we offer", OFFER),
        ("Our offer:", OFFER),
        ("Benefits", OFFER),
        ("Why join us?", OFFER),
        ("Notre offre", OFFER),
        ("Nous vous offrons :", OFFER),
        ("Ce que nous offrons", OFFER),
        ("Avantages", OFFER),
        ("Over ons", EMPLOYER),
        ("Over Tegelhuis Wondelgem", EMPLOYER),
        ("Wie zijn we?", EMPLOYER),
        ("Over deze werkgever", EMPLOYER),
        ("Bedrijfsprofiel", EMPLOYER),
        ("About us", EMPLOYER),
        ("About Kade9", EMPLOYER),
        ("Who we are", EMPLOYER),
        ("Qui sommes-nous ?", EMPLOYER),
        ("À propos de nous", EMPLOYER),
        ("Solliciteren", APPLYING),
        ("Hoe solliciteren?", APPLYING),
        ("Interesse?", APPLYING),
        ("Interesse in deze job?", APPLYING),
        ("Iets voor jou?", APPLYING),
        ("How to apply", APPLYING),
        ("Interested?", APPLYING),
        ("Postuler", APPLYING),
        ("Intéressé(e) ?", APPLYING),
        ("Kandidatuur indienen", APPLYING),
        ("Hoe verloopt de selectie?", APPLYING),
        ("Zin om bij ons te werken?", APPLYING),
        ("Envie de nous rejoindre ?", APPLYING),
        ("Functie", WORK),
        ("Functie-eisen", WORK),
        ("Jij biedt ons", WORK),
        ("Wat breng je mee?", WORK),
        ("Takenpakket", WORK),
        ("Over de functie", WORK),
        ("Over jou", WORK),
        ("Wie ben jij?", WORK),
        ("Wat verwachten wij van jou?", WORK),
        ("Wat mag je verwachten van deze job?", WORK),
        ("Jouw troeven", WORK),
        ("Voorwaarden", WORK),
        ("Waarom deze functie?", WORK),
        ("Offre d'emploi : vendeur", WORK),
        ("About the role", WORK),
        ("About you", WORK),
        ("Your profile", WORK),
        ("À propos du poste", WORK),
        ("Votre profil", WORK),
        ("Interesse in techniek", WORK),
        ("Contact met klanten", WORK),
        ("Loon- en personeelsadministratie", WORK),
        ("Organisatie", WORK),
        ("Biedt hulp bij het eten", WORK),
    ],
)
def test_a_heading_says_what_follows(heading, part):
    parts = VacancyParts(f"Kok\n\n{heading}\n\nHier staat een zin over koken, bakken en braden.\n")

    assert parts.passages[-1][1] is part


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        ("Wij bieden een marktconform loon en maaltijdcheques.", OFFER),
        ("Tegelhuis biedt jou een opleiding heftruck.", OFFER),
        ("Daarnaast bieden we een groepsverzekering.", OFFER),
        ("Je krijgt een opleiding van onze barista.", OFFER),
        ("Je mag rekenen op een warm welkom en begeleiding.", OFFER),
        ("Een contract van onbepaalde duur.", OFFER),
        ("Ook investeren we in opleiding rond zonnepanelen.", OFFER),
        ("We offer a salary in line with the market and Dutch courses.", OFFER),
        ("You will receive training in first aid.", OFFER),
        ("Nous vous offrons une formation de cariste.", OFFER),
        ("Vous bénéficiez de chèques-repas.", OFFER),
        ("Wij zijn een familiebedrijf dat ramen maakt.", EMPLOYER),
        ("Onze organisatie begeleidt 400 gezinnen.", EMPLOYER),
        ("We are a leading maker of cranes.", EMPLOYER),
        ("Nous sommes une entreprise de nettoyage.", EMPLOYER),
        ("Stuur je cv naar jobs@voorbeeld.example.", APPLYING),
        ("Solliciteren kan tot 1 maart.", APPLYING),
        ("Bel ons gerust.", APPLYING),
        ("Bel Dirk op 0400 00 00 00.", APPLYING),
        ("Apply now!", APPLYING),
        ("Send your CV to the head nurse.", APPLYING),
        ("Envoyez votre CV par mail.", APPLYING),
    ],
)
def test_a_sentence_says_by_its_beginning_what_it_is_about(sentence, part):
    parts = VacancyParts(f"Je bakt brood. {sentence} Je kneedt deeg.")

    assert [part for _span, part in parts.passages] == [WORK, part, WORK]


@pytest.mark.parametrize("sentence", ASKING)
def test_what_is_asked_is_never_left_out(sentence):
    for layout in ("{}", "{}.", "- {}", "Kok\n\n{}\n", "Profiel\n\n{}.\n", "Je bakt brood. {}. Je kneedt deeg."):
        text = layout.format(sentence)
        assert sentence in VacancyParts(text).asked


@given(
    st.lists(st.sampled_from(ASKING), min_size=1, max_size=8),
    st.sampled_from(["\n", ". ", "!! ", ".\n", "\n- ", "\n\n", "; "]),
    st.sampled_from(list(VACANCIES.values())),
    st.sampled_from(["Functie", "Jouw profiel:", "Wat ga je doen?", "Your responsibilities", "Votre profil"]),
)
def test_tasks_and_profile_are_read_whatever_stands_above(sentences, between, above, heading):
    """A heading of the work ends the offer, the employer and applying."""
    asked = VacancyParts(f"{above}\n\n{heading}\n{between.join(sentences)}\n").asked

    assert all(sentence in asked for sentence in sentences)


@given(st.lists(st.sampled_from([piece for text in VACANCIES.values() for piece in text.split("\n")]), max_size=20))
def test_no_letter_that_is_left_loses_its_place(lines):
    text = "\n".join(lines)
    parts = VacancyParts(text)

    assert len(parts.asked) == len(text)
    assert all(left in (" ", "\n", given) for left, given in zip(parts.asked, text, strict=True))
    assert [span for span, _part in parts.passages] == passages_of(text)
    kept = [span for span, part in parts.passages if part is WORK]
    assert all(span.of(parts.asked) == span.of(text) for span in kept)
    assert passages_of(parts.asked) == kept


@given(st.text(alphabet="aBz .:?!\n-*•<>&;Wijbedn0", max_size=300))
def test_any_text_is_told_apart(text):
    parts = VacancyParts(text)

    assert [span for span, _part in parts.passages] == passages_of(text)
    assert len(parts.asked) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Over ons\nWij bakken brood.\nJe staat in voor de verkoop.", id="the employer, then you"),
        pytest.param("Over ons\nWij bakken brood.\nWe zoeken hulp in de verkoop.", id="the employer, then seeking"),
        pytest.param("Home\nOver ons\nContact\nBakker (m/v/x)\nHulp in de verkoop", id="the menu of a site"),
        pytest.param("Solliciteer nu\nHulp in de verkoop", id="a button above"),
        pytest.param("Interesse?\nJe helpt klanten in de verkoop.", id="a question above"),
        pytest.param("Aanbod: loon\nHulp in de verkoop", id="a label holds for its line"),
        pytest.param("Wij bieden een loon. Hulp in de verkoop.", id="a sentence holds for itself"),
        pytest.param("Wij bieden:\n- loon\nVerkoop:\n- hulp in de verkoop", id="a heading that is not known"),
        pytest.param("Ons aanbod\nJe beschikt over ervaring in de verkoop", id="asked under the offer"),
    ],
)
def test_where_it_is_not_sure_it_is_read(text):
    assert "verkoop" in VacancyParts(text).asked


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Wij bieden je een loon dat past bij wat je kan en doet, met\nveel opleiding", id="a broken line"),
        pytest.param("Wij bieden je " + "een mooi loon, " * 30 + "veel opleiding", id="a long sentence"),
        pytest.param("Wij bieden: loon - opleiding", id="dashes in a line"),
        pytest.param("Aanbod:\n\n• loon\n\n• verlof\n\n• opleiding", id="blank lines between"),
        pytest.param("Ons aanbod\nVerlof:\n- 32 dagen\n- een opleiding", id="a heading within the offer"),
        pytest.param("Je bakt. Aanbod Wij bieden loon. Veel opleiding.", id="a heading lost in a line"),
        pytest.param("<h3><b>Aanbod</b></h3><ul><li>loon<li>opleiding</ul>", id="a page"),
    ],
)
def test_an_offer_goes_on(text):
    assert "opleiding" not in VacancyParts(text).asked


def test_what_is_not_asked_and_stands_side_by_side_is_one_place():
    text = "Kok\n\nOver ons\nWij koken. Wij bakken.\n\nTaken\n- koken\n\nAanbod:\n- loon\n"

    assert [span.of(text) for span in VacancyParts(text).unasked] == [
        "Over ons\nWij koken. Wij bakken",
        "Aanbod:\n- loon",
    ]


def test_hours_and_shifts_are_read_in_the_offer_and_nothing_else_is():
    text = (
        "Kok\nJe spreekt Frans.\n\nOver ons\nWij hebben 20 jaar ervaring. Onze koks spreken Italiaans.\n\n"
        "Wat bieden wij?\n- 38 uur per week in dagdienst\n- je haalt bij ons rijbewijs C\n"
        "- een bachelor in avondonderwijs\n\n"
        "Contact\nBereikbaar tijdens het weekend, in het Engels."
    )
    read = requirements_in(text, "nl", parts=VacancyParts(text))

    assert [one.value.language for one in read.languages] == ["fr"]
    assert (len(read.hours), [one.value for one in read.shifts]) == (1, ["day"])
    assert (read.licences, read.education, read.experience) == ((), (), ())
    assert read.hours[0].span.of(text) == "38 uur per week"
    # Who does not hand in the parts of a vacancy has the whole text read.
    assert len(requirements_in(text, "nl").languages) == 2


def test_no_name_of_the_starter_list_is_left_out():
    labels = Labels(active_taxonomy(None).preferred_edition, list(ConceptKind))
    names = [labels.text(label) for label in range(len(labels))]
    lost = [
        layout.format(name)
        for name in names
        for layout in ("Kok\n\n{}\n", "{}.", "Profiel:\n- {}")
        if name not in VacancyParts(layout.format(name)).asked
    ]

    assert len(names) > 3000
    assert lost == []


def test_a_heading_that_nobody_knows_is_none():
    assert heading_part("Zomaar iets") is None


@pytest.mark.parametrize(
    "piece",
    ["aa. ", "- ", "Over ons\n", "Wij bieden ", "aa: ", "a, ", "Wat ", "wij zijn - ", "<b>", "je krijgt ", "Over A "],
)
def test_no_text_takes_long_to_tell_apart(piece):
    started = time.process_time()
    VacancyParts((piece * 100_000)[:100_000])

    assert time.process_time() - started < 2
