"""The application that a web server loads."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arbeidspact.settings.production")
application = get_wsgi_application()

from arbeidspact.vacancies.warming import warm_up_to_serve  # noqa: E402

warm_up_to_serve()
connections.close_all()
