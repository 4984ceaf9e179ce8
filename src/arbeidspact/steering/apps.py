from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SteeringConfig(AppConfig):
    name = "arbeidspact.steering"
    verbose_name = _("Steering")

    def ready(self) -> None:
        from arbeidspact.monitor.measures.registry import register_measure
        from arbeidspact.steering.figures import SIGNALS_IN_TIME

        register_measure(SIGNALS_IN_TIME)
