from django.urls import path

from arbeidspact.web.pathways import place_views, plan_views, template_views

app_name = "plans"
urlpatterns = [
    path("<uuid:reference>/", plan_views.plan, name="plan"),
    path("<uuid:reference>/history/", plan_views.history, name="history"),
    path("<uuid:reference>/on-paper/", plan_views.on_paper, name="on-paper"),
    path("<uuid:reference>/aim/", plan_views.aim, name="aim"),
    path("<uuid:reference>/goals/new/", plan_views.new_goal, name="new-goal"),
    path("<uuid:reference>/goals/<uuid:goal>/", plan_views.edit_goal, name="goal"),
    path("<uuid:reference>/goals/<uuid:goal>/end/", plan_views.end_goal, name="end-goal"),
    path("<uuid:reference>/goals/<uuid:goal>/open/", plan_views.open_goal, name="open-goal"),
    path("<uuid:reference>/steps/<uuid:step>/move/", plan_views.move, name="move"),
    path("<uuid:reference>/places/new/", place_views.new, name="new-place"),
    path("<uuid:reference>/places/<uuid:placement>/", place_views.change, name="place"),
    path("<uuid:reference>/places/<uuid:placement>/end/", place_views.end, name="end-place"),
    path("<uuid:reference>/places/<uuid:placement>/remove/", place_views.remove, name="remove-place"),
    path("<uuid:reference>/templates/", template_views.choose, name="templates"),
    path("<uuid:reference>/templates/<slug:code>/", template_views.template, name="template"),
    path("<uuid:reference>/adoptions/<uuid:adoption>/undo/", template_views.undo, name="undo"),
]
