from django.urls import path

from arbeidspact.web.publications import making, releases

app_name = "publications"
urlpatterns = [
    path("", releases.release_list, name="releases"),
    path("new/", releases.make, name="make"),
    path("making/<uuid:reference>/", making.making_page, name="making"),
    path("making/<uuid:reference>/progress/", making.progress, name="progress"),
    path("making/<uuid:reference>/cancel/", making.cancel, name="cancel"),
    path("making/<uuid:reference>/again/", making.again, name="again"),
    path("<str:version>/", releases.release, name="release"),
    path("<str:version>/publish/", releases.publish, name="publish"),
    path("<str:version>/withdraw/", releases.withdraw, name="withdraw"),
]
