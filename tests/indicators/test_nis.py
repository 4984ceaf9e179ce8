import pytest

from arbeidspact.indicators.nis import wider_codes


@pytest.mark.parametrize(
    ("code", "wider"),
    [
        pytest.param("44021", ("40000", "02000"), id="Ghent: East Flanders, Flanders"),
        pytest.param("24062", ("20001", "02000"), id="Leuven: Flemish Brabant, Flanders"),
        pytest.param("23088", ("20001", "02000"), id="Vilvoorde: Flemish Brabant, Flanders"),
        pytest.param("25112", ("20002", "03000"), id="Wavre: Walloon Brabant, Wallonia"),
        pytest.param("21004", ("04000",), id="Brussels: no province"),
        pytest.param("92094", ("90000", "03000"), id="Namur: province and region"),
        pytest.param("4402110", ("44021",), id="a neighbourhood: its municipality"),
        pytest.param("44021W01", ("44021",), id="a neighbourhood of 2019"),
        pytest.param("44000", (), id="an arrondissement"),
        pytest.param("22001", (), id="a code that starts as none does"),
        pytest.param("gent", (), id="a name"),
        pytest.param("", (), id="nothing"),
    ],
)
def test_a_code_says_where_a_place_lies(code: str, wider: tuple[str, ...]):
    assert wider_codes(code) == wider
