from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "arbeidspact.agreements"
    verbose_name = _("Agreements")

    def ready(self) -> None:
        """A broken file of phrases stops the start, and not somebody who wants to confirm an agreement."""
        from arbeidspact.agreements.phrases import languages

        languages()
