from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowupConfig(AppConfig):
    name = "arbeidspact.followup"
    verbose_name = _("Follow-up")

    def ready(self) -> None:
        from arbeidspact.followup.watching import watch

        watch()
