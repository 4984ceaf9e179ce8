from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "arbeidspact.search"
    verbose_name = _("Search in files")

    def ready(self) -> None:
        from arbeidspact.search.following import follow_changes

        follow_changes()
