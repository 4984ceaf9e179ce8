import arbeidspact.indicators as indicators


def test_the_export_list_is_sorted_and_complete():
    public = {
        name
        for name, value in vars(indicators).items()
        if getattr(value, "__module__", "").startswith(indicators.__name__)
    }
    constants = {"AT_RISK_FROM", "COMPUTED_SOURCE", "OBSERVATION_COLUMNS", "SUREST_FIRST", "TOTAL"}
    unions = {"Freshness", "Progress"}

    assert set(indicators.__all__) == {name for name in public if not name.startswith("_")} | constants | unions
    assert len(indicators.__all__) == len(set(indicators.__all__))


def test_every_exported_name_exists():
    assert [name for name in indicators.__all__ if not hasattr(indicators, name)] == []


def test_every_exported_function_and_class_says_what_it_answers():
    undocumented = [
        name
        for name in indicators.__all__
        if callable(getattr(indicators, name)) and not getattr(indicators, name).__doc__
    ]

    assert undocumented == []
