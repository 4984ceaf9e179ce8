from django.urls import path

from arbeidspact.web.correspondence import webhooks

app_name = "webhooks"
urlpatterns = [
    path("", webhooks.webhooks, name="list"),
    path("add/", webhooks.add, name="add"),
    path("<uuid:webhook>/", webhooks.log, name="log"),
    path("<uuid:webhook>/change/", webhooks.change, name="change"),
    path("<uuid:webhook>/try/", webhooks.try_it, name="try"),
    path("<uuid:webhook>/end/", webhooks.end, name="end"),
    path("<uuid:webhook>/<uuid:notice>/resend/", webhooks.resend, name="resend"),
]
