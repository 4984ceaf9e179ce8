"""Everything that has to be in place before pages can be served: assets, translations, tables, static files."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from arbeidspact.organisations.exceptions import Conflict

Tell = Callable[[str], None]
STAMP = ".collected"


def prepare_assets(tell: Tell) -> None:
    """Builds the styles and scripts where they are not there. Raises: `Conflict` with the reason."""
    from arbeidspact.web.assets import AssetsError, build_assets

    try:
        build_assets(tell)
    except AssetsError as problem:
        raise Conflict("The styles and scripts could not be built.", hint=str(problem), field="assets") from problem


def prepare_translations() -> None:
    """Compiles the catalogues that changed; an installed package brings them compiled and may be read-only."""
    from arbeidspact.web.translations import compile_catalogues

    compile_catalogues()


def prepare_matching() -> None:
    """Compiles the loops of matching where that was not done yet, and lays out the vacancies."""
    from arbeidspact.vacancies.warming import warm_up_to_serve

    warm_up_to_serve()


def prepare_static_files() -> bool:
    """Collects the static files when one changed since the last time. Returns: whether anything had to be done."""
    from django.conf import settings
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    state = static_state()
    stamp = root / STAMP
    if stamp.is_file() and stamp.read_text(encoding="ascii") == state:
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=root.is_dir())
    stamp.write_text(state, encoding="ascii")
    return True


def static_state() -> str:
    """What do the sources of the static files look like? Changes when a file is added, dropped or changed."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = Path(storage.path(path)).stat()
            digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
