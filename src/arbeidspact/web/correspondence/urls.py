from django.urls import path

from arbeidspact.web.correspondence import deliveries, status, views

app_name = "correspondence"
urlpatterns = [
    path("", deliveries.undelivered, name="undelivered"),
    path("sms/status/", status.sms_status, name="sms-status"),
    path("partners/<uuid:message>/again/", deliveries.again_to_partner, name="partner-again"),
    path("partners/<uuid:message>/settle/", deliveries.settle_to_partner, name="partner-settle"),
    path("<uuid:reference>/", views.history, name="person"),
    path("<uuid:reference>/write/", views.write, name="write"),
    path("<uuid:reference>/<uuid:message>/again/", deliveries.again, name="again"),
    path("<uuid:reference>/<uuid:message>/settle/", deliveries.settle, name="settle"),
]
