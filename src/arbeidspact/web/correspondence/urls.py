from django.urls import path

from arbeidspact.web.correspondence import status

app_name = "correspondence"
urlpatterns = [path("sms/status/", status.sms_status, name="sms-status")]
