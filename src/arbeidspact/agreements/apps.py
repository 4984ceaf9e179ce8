from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "arbeidspact.agreements"
    verbose_name = _("Agreements")

    def ready(self) -> None:
        """A broken file of phrases stops the start, and not somebody who wants to confirm an agreement. A handover asks
        what agreements tell: it cannot look at them itself."""
        from arbeidspact.agreements import telling  # noqa: F401
        from arbeidspact.agreements.phrases import languages

        languages()
