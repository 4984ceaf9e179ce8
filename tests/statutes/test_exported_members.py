import arbeidspact.statutes as statutes


def test_the_export_list_is_complete_and_every_name_exists() -> None:
    public = {
        name
        for name, value in vars(statutes).items()
        if getattr(value, "__module__", "").startswith(statutes.__name__) and not name.startswith("_")
    }

    assert public <= set(statutes.__all__)
    assert len(statutes.__all__) == len(set(statutes.__all__))
    assert [name for name in statutes.__all__ if not hasattr(statutes, name)] == []


def test_every_exported_function_and_class_says_what_it_answers() -> None:
    assert [
        name for name in statutes.__all__ if callable(getattr(statutes, name)) and not getattr(statutes, name).__doc__
    ] == []
