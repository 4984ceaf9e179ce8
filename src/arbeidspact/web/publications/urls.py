from django.urls import path

from arbeidspact.web.publications import releases

app_name = "publications"
urlpatterns = [
    path("", releases.release_list, name="releases"),
    path("new/", releases.make, name="make"),
    path("<str:version>/", releases.release, name="release"),
    path("<str:version>/publish/", releases.publish, name="publish"),
    path("<str:version>/withdraw/", releases.withdraw, name="withdraw"),
]
