"""Every order and every figure has its words, in both languages, and the settings name orders that exist."""

import pytest
from django.conf import settings as configured

from arbeidspact.cli.rounds import RERANKINGS
from arbeidspact.matching.allocation import Reranking, RerankingPolicy
from arbeidspact.rounds.figures import (
    SHOWN_OF_ORDER,
    SHOWN_OF_ROUND,
    figures_of,
    meanings,
    trade_off_rows,
    trade_offs_of,
)
from arbeidspact.rounds.models import RerankingName
from arbeidspact.rounds.policies import USUAL_CAP, USUAL_PRICE_PERCENT, all_rerankings, configured_reranking, words_of
from arbeidspact.settings.environment import one_of


def test_the_orders_are_those_of_matching_with_the_same_usual_numbers():
    usual = RerankingPolicy(Reranking.PLAIN)

    assert [one.value for one in RerankingName] == [one.value for one in Reranking] == RERANKINGS
    assert (usual.price_percent, usual.cap) == (USUAL_PRICE_PERCENT, USUAL_CAP)


@pytest.mark.parametrize("name", list(Reranking))
def test_the_settings_take_every_order_by_name(monkeypatch, name):
    monkeypatch.setenv("ARBEIDSPACT_RERANKING", name.value)

    assert one_of("ARBEIDSPACT_RERANKING", RERANKINGS, default="plain") == name


def test_nobody_chose_so_the_order_is_plain():
    assert configured.RERANKING == "plain"
    assert configured_reranking() is RerankingName.PLAIN


def test_every_order_says_what_it_does_in_a_sentence_of_its_own():
    sentences = [one.sentence for one in all_rerankings()]

    assert len({one.label for one in all_rerankings()}) == len(set(sentences)) == len(RerankingName)
    assert all(sentence.endswith(".") for sentence in sentences)


def test_a_sentence_names_the_number_that_was_asked():
    assert "7 lists at most" in words_of(RerankingName.CAPPED, {"cap": 7}).sentence
    assert "1 list at most" in words_of(RerankingName.CAPPED, {"cap": 1}).sentence
    assert "80 percent" in words_of(RerankingName.PRICE_ADJUSTED, {"price_percent": 80}).sentence


def test_every_figure_has_a_name_and_a_meaning():
    figures = meanings([*SHOWN_OF_ROUND, *SHOWN_OF_ORDER])

    assert all(figure.label and figure.meaning.endswith(".") for figure in figures)


@pytest.mark.django_db
def test_a_finished_round_has_every_figure_that_is_shown(finished):
    round_ = finished(reranking="capped", cap=1)

    assert [figure.name for figure in figures_of(round_) if figure.value is None] == []
    rows = trade_offs_of(round_)
    assert [row.order.name for row in rows if row.is_own] == [RerankingName.CAPPED]
    assert all(figure.value is not None for row in rows for figure in row.figures)
    assert "1 list at most" in rows[2].order.sentence


@pytest.mark.django_db
def test_the_table_for_a_file_has_a_row_for_each_order_and_no_empty_heading(finished):
    header, *rows = trade_off_rows(finished())

    assert [row[0] for row in rows] == [name.value for name in RerankingName]
    assert all(len(row) == len(header) and None not in row for row in rows)
    assert all(header)
