"""While the demo is served, another process learns what the names of the taxonomy mean: nobody waits for it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

LOG: Final = "learning.log"
PATIENCE_SECONDS: Final = 5
_NICE: Final = 15


@contextmanager
def learning_beside() -> Iterator[None]:
    """Learns in a process of low priority for as long as this lasts; what is not done by then goes on the next time.

    Says what happens. Nothing is started where everything is learned already, or no encoder is installed.
    """
    from django.conf import settings

    from arbeidspact.cli.screen import screen

    said = what_is_missing()
    if said:
        screen().print(said)
    if not said or not _may_learn():
        yield
        return
    with (settings.DATA_DIR / LOG).open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "arbeidspact", "taxonomy", "learn", "--threads", "1"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "ARBEIDSPACT_DATA": str(settings.DATA_DIR)},
        )
        os.setpriority(os.PRIO_PROCESS, process.pid, _NICE)
        starter = os.getpid()
        try:
            yield
        finally:
            # A worker of the server that ends comes by here too.
            if os.getpid() == starter:
                _stop(process)
            else:
                _let_go(process)


def what_is_missing() -> str:
    """What is said about reading by meaning; empty where everything is learned."""
    from arbeidspact.organisations.vocabulary import current_taxonomy, taxonomy_directory
    from arbeidspact.taxonomy.understanding.learning import what_is_learned

    learned = what_is_learned(current_taxonomy().preferred_edition, taxonomy_directory())
    if learned is not None and learned.titles:
        return ""
    if not _may_learn():
        return "Texts are read by names and letters: no encoder is installed here."
    return "Texts are read by names and letters; in a few minutes by meaning too, that is being learned beside."


def _may_learn() -> bool:
    from arbeidspact.taxonomy.understanding.encoder import may_have_encoder

    return may_have_encoder()


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _let_go(process: "subprocess.Popen[bytes]") -> None:
    """Not ours to wait for; without an end of its own it would be warned of when it is thrown away."""
    process.returncode = 0
