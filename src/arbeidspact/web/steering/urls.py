from django.urls import path

from arbeidspact.web.steering import overview, signals

app_name = "steering"
urlpatterns = [
    path("", overview.start, name="start"),
    path("signals/<uuid:reference>/", signals.signal, name="signal"),
    path("signals/<uuid:reference>/<slug:name>/", signals.act, name="signal-act"),
    path("<slug:pact>/", overview.overview, name="overview"),
    path("<slug:pact>/signals/", signals.signals, name="signals"),
    path("<slug:pact>/signals.csv", signals.signals_file, name="signals-file"),
    path("<slug:pact>/signals/new/", signals.new, name="signal-new"),
]
