"""`arbeidspact terms`: the rules as they are read."""

import pytest

pytestmark = pytest.mark.django_db


def test_every_rule_is_shown_with_its_status(run):
    answer = run("terms", "rules")

    assert answer.exit_code == 0
    assert "screening" in answer.output
    assert "promised" in answer.output


def test_a_rule_with_a_mistake_is_said_in_words(run, settings, tmp_path):
    (tmp_path / "wrong.toml").write_text("[term]\nslug = 'wrong'\n", encoding="utf-8")
    settings.RULES = str(tmp_path)

    answer = run("terms", "rules")

    assert answer.exit_code == 1
    assert "wrong.toml" in answer.output
