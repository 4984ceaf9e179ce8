"""A folder of questionnaires is read at the command line before it is used."""

import pytest

pytestmark = pytest.mark.django_db


def test_those_of_the_product_are_right(run):
    result = run("questionnaires", "check")

    assert result.exit_code == 0, result.output + result.stderr
    for words in ("general.toml", "Short screening", "28 remedies. Everything is right."):
        assert words in result.output


def test_every_mistake_in_every_file_is_told(run, tmp_path):
    (tmp_path / "own.toml").write_text('[questionnaire]\nslug = "own"\n', encoding="utf-8")
    (tmp_path / "remedies.toml").write_text('[[remedy]]\nslug = "x"\nkind = "sanction"\n', encoding="utf-8")

    result = run("questionnaires", "check", tmp_path)

    said = result.output + result.stderr
    assert result.exit_code == 1
    assert "own.toml" in said
    assert "remedies.toml" in said
    assert "sanction is not possible here" in said


def test_two_files_with_the_same_slug_are_told(run, tmp_path):
    from arbeidspact.assessments.questionnaire_file import SHIPPED

    text = (SHIPPED / "short.toml").read_text(encoding="utf-8")
    for name in ("one.toml", "two.toml"):
        (tmp_path / name).write_text(text, encoding="utf-8")

    result = run("questionnaires", "check", tmp_path)

    assert result.exit_code == 1
    assert "short is also the slug of one.toml" in result.output + result.stderr
