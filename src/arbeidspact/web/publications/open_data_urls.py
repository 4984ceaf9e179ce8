from django.urls import path

from arbeidspact.web.publications import public

app_name = "open-data"
urlpatterns = [
    path("", public.start, name="start"),
    path("feed.atom", public.feed, name="feed"),
    path("latest/", public.latest, name="latest"),
    path("latest/<path:path>", public.file, {"version": "latest"}, name="latest-file"),
    path("releases/<str:version>/", public.release, name="release"),
    path("releases/<str:version>/<path:path>", public.file, name="file"),
]
