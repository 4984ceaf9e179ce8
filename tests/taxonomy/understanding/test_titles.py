import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.taxonomy import ConceptKind
from arbeidspact.taxonomy.exceptions import TextBinary, TextEmpty, TextProblem, TextTooLong
from arbeidspact.taxonomy.understanding import MAX_TEXT, How, Reader, active_reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return active_reader()


@pytest.mark.parametrize(
    ("typed", "label", "how", "words"),
    [
        pytest.param("Bakker", "bakker", How.NAME, ["Bakker"], id="a name, whatever its capitals"),
        pytest.param("  bakker\n", "bakker", How.NAME, ["bakker"], id="a name, with blanks around it"),
        pytest.param(
            "operator in de voedingsindustrie",
            "operator voedingsindustrie",
            How.LETTERS,
            ["operator", "voedingsindustrie"],
            id="a word more than the name has",
        ),
        pytest.param(
            "vrachtwagenchaufeur", "vrachtwagenchauffeur", How.LETTERS, ["vrachtwagenchaufeur"], id="a typing error"
        ),
    ],
)
def test_a_title_is_read_as_the_occupation_called_so(
    reader: Reader, typed: str, label: str, how: How, words: list[str]
) -> None:
    best = reader.normalise_title(typed).readings[0]

    assert (best.label, best.how, best.kind) == (label, how, ConceptKind.OCCUPATION)
    assert [span.of(typed) for span in best.words] == words


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("poetshulp met dienstencheques", "poetshulp dienstencheques"),
        ("Huishoudhulp met dienstencheques", "poetshulp dienstencheques"),
        ("poetshulp", "poetshulp dienstencheques"),
        ("kinderbegeleider", "kinderbegeleider baby's en peuters"),
        ("begeleider kinderopvang", "kinderbegeleider baby's en peuters"),
        ("onthaalmedewerker", "onthaalmedewerker"),
        ("onthaalbediende", "onthaalmedewerker"),
        ("schoonmaker", "schoonmaker kantoren"),
        ("productiemedewerker", "productiearbeider"),
        ("leerkracht lager onderwijs", "leraar lager onderwijs"),
        ("opvoeder", "opvoeder-begeleider"),
        ("verzorgende", "verzorgende in de thuiszorg"),
        ("ramenlapper", "ruitenwasser"),
        ("arbeider groendienst", "groenarbeider"),
        ("trajectbegeleider", "trajectbegeleider naar werk"),
        ("technieker HVAC", "koeltechnicus"),
        ("vrachtwagenchauffeur CE", "vrachtwagenchauffeur met oplegger"),
        ("rekkenvuller", "rekkenvuller"),
        ("metser", "metselaar"),
        ("gezinshulp", "verzorgende in de thuiszorg"),
    ],
)
def test_a_flemish_name_leads_surely_to_its_occupation(reader: Reader, typed: str, label: str) -> None:
    found = reader.normalise_title(typed)

    assert found.is_confident
    assert str(reader.taxonomy.label(found.readings[0].concept_id, "nl")) == label


@pytest.mark.parametrize(
    "typed",
    ["asdf qwer", "我是一个面包师", "!!!", "xyzzy " * 30, "bakker " * 1000],
    ids=["loose letters", "Chinese", "marks only", "a word said often", "a name said too often"],
)
def test_what_means_no_occupation_gets_no_confident_answer(reader: Reader, typed: str) -> None:
    assert not reader.normalise_title(typed).is_confident


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        pytest.param("", TextEmpty, id="empty"),
        pytest.param(" \n\t", TextEmpty, id="blanks"),
        pytest.param("bakker\x00", TextBinary, id="a byte that no text holds"),
        pytest.param("\x01\x02\x03PK", TextBinary, id="the bytes of a file"),
        pytest.param("bakker " * MAX_TEXT, TextTooLong, id="enormous"),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(reader: Reader, typed: str, problem: type[TextProblem]) -> None:
    with pytest.raises(problem, match=r"(Type or paste|Paste)"):
        reader.normalise_title(typed)
    with pytest.raises(problem, match=r"(Type or paste|Paste)"):
        reader.competences_in(typed)


@given(text=st.text(max_size=300), limit=st.integers(0, 5))
def test_whatever_is_typed_readings_are_ranked_and_point_into_the_text(text: str, limit: int) -> None:
    try:
        found = active_reader().normalise_title(text, limit=limit)
    except TextProblem:
        return

    scores = [reading.score for reading in found.readings]
    assert len(scores) <= limit
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert len({reading.concept_id for reading in found.readings}) == len(scores)
    assert all(reading.words for reading in found.readings)
    assert all(0 <= span.start < span.end <= len(text) for reading in found.readings for span in reading.words)


def test_one_reader_serves_as_long_as_the_files_stay_the_same() -> None:
    assert active_reader() is active_reader()
