"""The folder of a delivery: the file as it came, and the figures that were checked, for who runs the platform alone."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from arbeidspact.indicators.formats import FigureColumns, joined


@dataclass(frozen=True, slots=True)
class DeliveryFolder:
    """Where the files of one delivery lie."""

    path: Path

    @property
    def file(self) -> Path:
        """The file as it was uploaded."""
        return self.path / "file"

    @property
    def parts(self) -> list[Path]:
        """The parts that were checked, in the order of the file."""
        return sorted(self.path.glob("part-*.arrow"))

    def make(self) -> None:
        """Make the folder, open to its owner alone."""
        deliveries_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path.mkdir(exist_ok=True, mode=0o700)

    def keep(self, columns: FigureColumns, number: int, progress: dict[str, Any]) -> None:
        """Keeps a part, and how far the reading is; what is said is there, however the work ends."""
        columns.write(self.path / f"part-{number:06}.arrow")
        unfinished = self.path / "progress.part"
        unfinished.write_text(json.dumps(progress | {"parts": number}), encoding="utf-8")
        unfinished.replace(self.path / "progress.json")

    def progress(self) -> dict[str, Any]:
        """How far the reading is; nothing when it did not begin."""
        try:
            found: dict[str, Any] = json.loads((self.path / "progress.json").read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return found if len(self.parts) >= int(found.get("parts", 0)) else {}

    def figures(self) -> FigureColumns:
        """Everything that was checked."""
        return joined([FigureColumns.read(path) for path in self.parts])

    def forget_parts(self) -> None:
        """Removes what was checked; the file stays."""
        for path in [*self.parts, self.path / "progress.json"]:
            path.unlink(missing_ok=True)

    def remove(self) -> None:
        """Removes everything."""
        shutil.rmtree(self.path, ignore_errors=True)


def deliveries_folder() -> Path:
    """Where the folders of all deliveries lie."""
    return Path(settings.DATA_DIR) / "deliveries"


def folder_of(reference: UUID) -> DeliveryFolder:
    """The folder of this delivery, which may not be there (any more)."""
    return DeliveryFolder(deliveries_folder() / str(reference))
