"""The import contracts hold, and they name every package of the house."""

import configparser
import subprocess
import sys
from pathlib import Path

import arbeidspact

PACKAGE = Path(arbeidspact.__file__).parent
ROOT = PACKAGE.parent.parent


def test_the_contracts_name_every_package():
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    layers = contracts["importlinter:contract:arrows"]["layers"]
    named = set(layers.replace("|", " ").split())
    packages = {f"arbeidspact.{path.parent.name}" for path in PACKAGE.glob("*/__init__.py")}

    assert packages - {"arbeidspact.settings", "arbeidspact.locale"} == named


def test_the_contracts_hold():
    run = "from importlinter.cli import lint_imports_command as run; run(['--no-cache'])"
    outcome = subprocess.run([sys.executable, "-c", run], cwd=ROOT, capture_output=True, text=True, check=False)

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
