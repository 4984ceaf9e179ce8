from django.urls import path

from arbeidspact.web.search import views

app_name = "search"
urlpatterns = [path("", views.search, name="search")]
