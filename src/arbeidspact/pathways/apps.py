from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PathwaysConfig(AppConfig):
    name = "arbeidspact.pathways"
    verbose_name = _("Pathways")

    def ready(self) -> None:
        from arbeidspact.pathways import checks  # noqa: F401
