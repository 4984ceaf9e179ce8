from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PactConfig(AppConfig):
    name = "arbeidspact.pact"
    verbose_name = _("Pact")
