from django.urls import path

from arbeidspact.web.proposals import feedback, queue, readings

app_name = "proposals"
urlpatterns = [
    path("", readings.paste, name="paste"),
    path("waiting/", queue.waiting, name="waiting"),
    path("waiting/answer/", queue.answer, name="waiting-answer"),
    path("waiting/<uuid:reference>/", queue.one, name="waiting-one"),
    path("feedback/", feedback.feedback, name="feedback"),
    path("feedback/export/", feedback.export, name="feedback-export"),
    path("<uuid:reference>/", readings.review, name="review"),
    path("<uuid:reference>/decide/", readings.decide, name="decide"),
    path("<uuid:reference>/add/", readings.add, name="add"),
    path("<uuid:reference>/accept-sure/", readings.accept_all_sure, name="accept-sure"),
    path("<uuid:reference>/forget/", readings.forget, name="forget"),
]
