"""Styles, fonts and scripts: pinned, complete, of this house, and readable."""

import json
import re
from pathlib import Path

import pytest

from arbeidspact.web import assets
from arbeidspact.web.assets import VENDOR_FILES, AssetsError, assets_are_current, build_assets

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "src" / "arbeidspact" / "web" / "static"
TEMPLATES = ROOT / "src" / "arbeidspact" / "web" / "templates"
OWN_FILES = sorted([*(STATIC / "theme").iterdir(), *(STATIC / "js").iterdir()])
THEME = (STATIC / "theme" / "ghent.css").read_text(encoding="utf-8")
ALL_CSS = "\n".join(path.read_text(encoding="utf-8") for path in OWN_FILES if path.suffix == ".css")
COLORS = dict(re.findall(r"--ap-color-([a-z-]+): (#[0-9a-f]{6});", THEME))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A source tree whose npm packages are there already; npm itself is a command that does nothing."""
    (tmp_path / "package-lock.json").write_text("{}", encoding="utf-8")
    for source in VENDOR_FILES.values():
        file = tmp_path / "node_modules" / source
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("content\n//# sourceMappingURL=gone.map\n", encoding="utf-8")
    return tmp_path


def test_a_build_copies_every_file_with_its_licence(checkout, tmp_path):
    steps: list[str] = []
    built = build_assets(steps.append, checkout=checkout, vendor=tmp_path / "vendor", npm=["true"])

    assert not built.was_current
    assert len(steps) == 2
    assert all((built.folder / name).is_file() for name in VENDOR_FILES)
    packages = {name.split("/")[0] for name in VENDOR_FILES}
    assert {name.split("/")[0] for name in VENDOR_FILES if "LICENSE" in name} == packages


def test_a_second_build_does_nothing_until_the_lock_changes(checkout, tmp_path):
    vendor = tmp_path / "vendor"
    build_assets(checkout=checkout, vendor=vendor, npm=["true"])

    assert build_assets(checkout=checkout, vendor=vendor, npm=["false"]).was_current

    (checkout / "package-lock.json").write_text('{"changed": true}', encoding="utf-8")
    assert not assets_are_current(checkout=checkout, vendor=vendor)
    assert not build_assets(checkout=checkout, vendor=vendor, npm=["true"]).was_current


def test_scripts_lose_the_address_of_a_source_map_that_is_not_copied(checkout, tmp_path):
    built = build_assets(checkout=checkout, vendor=tmp_path / "vendor", npm=["true"])

    assert "sourceMappingURL" not in (built.folder / "vega" / "vega.min.js").read_text(encoding="utf-8")


def test_a_failing_npm_is_named_with_what_it_said_and_leaves_the_old_files(checkout, tmp_path):
    vendor = tmp_path / "vendor"
    build_assets(checkout=checkout, vendor=vendor, npm=["true"])
    (checkout / "package-lock.json").write_text('{"changed": true}', encoding="utf-8")

    with pytest.raises(AssetsError, match=r"(?s)code 3.*no route.*registry"):
        build_assets(checkout=checkout, vendor=vendor, npm=["sh", "-c", "echo no route >&2; exit 3"])
    assert (vendor / "htmx" / "htmx.min.js").is_file()


def test_a_package_that_lost_a_file_is_named(checkout, tmp_path):
    (checkout / "node_modules" / VENDOR_FILES["htmx/htmx.min.js"]).unlink()

    with pytest.raises(AssetsError, match=r"htmx\.org/dist/htmx\.min\.js"):
        build_assets(checkout=checkout, vendor=tmp_path / "vendor", npm=["true"])


def test_an_npm_that_cannot_start_is_named(checkout, tmp_path):
    with pytest.raises(AssetsError, match="Could not start no-such-npm"):
        build_assets(checkout=checkout, vendor=tmp_path / "vendor", npm=["no-such-npm"])


def test_node_comes_from_pypi_by_hash_where_npm_is_missing(checkout, tmp_path, monkeypatch):
    ran: list[list[str]] = []
    answers = iter([None, ["node", "npm-cli.js"]])
    monkeypatch.setattr(assets, "npm_on_path", lambda: None)
    monkeypatch.setattr(assets, "_npm_of_the_wheel", lambda: next(answers))
    monkeypatch.setattr(assets, "_run", lambda command, folder: ran.append(command))

    build_assets(checkout=checkout, vendor=tmp_path / "vendor")

    assert ran[0][1:3] == ["-m", "pip"]
    assert "--require-hashes" in ran[0]
    assert ran[1][:3] == ["node", "npm-cli.js", "ci"]


def test_an_installed_product_uses_what_its_wheel_shipped(checkout, tmp_path):
    vendor = tmp_path / "vendor"
    build_assets(checkout=checkout, vendor=vendor, npm=["true"])

    assert build_assets(checkout=tmp_path / "nowhere", vendor=vendor).was_current
    with pytest.raises(AssetsError, match="released wheel"):
        build_assets(checkout=tmp_path / "nowhere", vendor=tmp_path / "empty")


def test_every_front_end_package_is_pinned_and_locked_by_hash_without_an_address():
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert all("integrity" in package and "resolved" not in package for name, package in locked.items() if name)
    assert {source.rsplit("/node_modules/")[-1].split("/")[0] for source in VENDOR_FILES.values()} <= {
        name.split("/")[0] for name in wanted
    }


@pytest.mark.parametrize("path", OWN_FILES, ids=lambda path: path.name)
def test_nothing_comes_from_another_host(path):
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")

    assert not re.search(r"https?://|url\(['\"]?//|@import url\(['\"]?http", text)


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_template_holds_what_the_content_security_policy_refuses(path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\sstyle=|<style|\son[a-z]+=[\"']|javascript:", text)
    assert not re.search(r"<script(?![^>]*(?:\ssrc=|application/json))", text)


def test_every_token_that_is_used_exists_and_every_token_is_used():
    defined = set(re.findall(r"(--ap-[a-z0-9-]+):", THEME))
    used = set(re.findall(r"var\((--ap-[a-z0-9-]+)", ALL_CSS))

    assert used - defined == set()
    assert defined - used == set()


def test_every_icon_that_a_template_names_is_drawn():
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', (STATIC / "theme" / "icons.svg").read_text(encoding="utf-8")))
    templates = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html"))
    named = set(re.findall(r'<c-icon[^>]*\sname="([a-z-]+)"', templates))
    named |= set(re.findall(r'<c-(?:badge|empty-state|notice)[^>]*\sicon="([a-z-]+)"', templates)) - {"none"}

    assert named - drawn == set()


def luminance(color: str) -> float:
    """Source: WCAG 2.2, definition of relative luminance."""
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(COLORS[one]), luminance(COLORS[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


SURFACES = ("page", "surface", "surface-sunken", "surface-hover")
TONES = ("success", "warning", "danger", "info", "neutral")


@pytest.mark.parametrize(
    ("text", "background"),
    [
        *((text, surface) for text in ("text", "text-muted", "link", "link-hover") for surface in ("page", "surface")),
        *(("text", surface) for surface in SURFACES),
        *(("on-brand", brand) for brand in ("brand", "brand-strong")),
        *(("on-brand-muted", brand) for brand in ("brand", "brand-strong")),
        *((f"on-{tone}-soft", f"{tone}-soft") for tone in TONES),
        ("on-brand-soft", "brand-soft"),
        ("on-demo", "demo"),
    ],
)
def test_text_reaches_seven_to_one(text, background):
    assert contrast(text, background) >= 7


@pytest.mark.parametrize("surface", SURFACES)
def test_muted_text_reaches_four_and_a_half_to_one_everywhere(surface):
    assert contrast("text-muted", surface) >= 4.5


@pytest.mark.parametrize(
    ("mark", "background"),
    [
        *((tone, surface) for tone in (*TONES, "brand", "line-strong", "focus") for surface in ("page", "surface")),
        ("focus-halo", "brand"),
        ("focus-halo", "brand-strong"),
    ],
)
def test_marks_that_carry_meaning_reach_three_to_one(mark, background):
    assert contrast(mark, background) >= 3
