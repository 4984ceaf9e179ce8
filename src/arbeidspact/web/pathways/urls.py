from django.urls import path

from arbeidspact.web.pathways import views

app_name = "pathways"
urlpatterns = [
    path("<uuid:reference>/agree/", views.agree, name="agree"),
    path("<uuid:reference>/<uuid:step>/done/", views.finish, name="finish"),
    path("<uuid:reference>/<uuid:step>/change/", views.change, name="change"),
    path("<uuid:reference>/<uuid:step>/not-done/", views.give_up, name="give-up"),
    path("<uuid:reference>/<uuid:step>/stuck/", views.hinder, name="hinder"),
    path("<uuid:reference>/<uuid:step>/go-on/", views.go_on, name="go-on"),
    path("<uuid:reference>/<uuid:step>/reopen/", views.reopen, name="reopen"),
]
