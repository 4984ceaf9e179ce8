from django.urls import path

from arbeidspact.web.followup import aftercare, views

app_name = "followup"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("aftercare/<uuid:reference>/<uuid:placement>/<int:month>/", aftercare.note, name="aftercare"),
    path("aftercare/<uuid:reference>/<uuid:talk>/take-back/", aftercare.take_back, name="aftercare-take-back"),
    path("<uuid:reference>/", views.line, name="line"),
    path("<uuid:reference>/snooze/", views.snooze, name="snooze"),
    path("<uuid:reference>/wake/", views.wake, name="wake"),
    path("<uuid:reference>/reassign/", views.reassign, name="reassign"),
    path("<uuid:reference>/take/", views.take, name="take"),
    path("<uuid:reference>/escalate/", views.escalate, name="escalate"),
]
