from django.urls import path

from arbeidspact.web.proposals import readings

app_name = "proposals"
urlpatterns = [
    path("", readings.paste, name="paste"),
    path("<uuid:reference>/", readings.review, name="review"),
    path("<uuid:reference>/decide/", readings.decide, name="decide"),
    path("<uuid:reference>/add/", readings.add, name="add"),
    path("<uuid:reference>/accept-sure/", readings.accept_all_sure, name="accept-sure"),
    path("<uuid:reference>/forget/", readings.forget, name="forget"),
]
