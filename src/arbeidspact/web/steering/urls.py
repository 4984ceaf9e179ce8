from django.urls import path

from arbeidspact.web.steering import decisions, overview, reviews, signals

app_name = "steering"
urlpatterns = [
    path("", overview.start, name="start"),
    path("signals/<uuid:reference>/", signals.signal, name="signal"),
    path("signals/<uuid:reference>/<slug:name>/", signals.act, name="signal-act"),
    path("decisions/<uuid:reference>/", decisions.decision, name="decision"),
    path("decisions/<uuid:reference>/edit/", decisions.edit, name="decision-edit"),
    path("decisions/<uuid:reference>/correct/", decisions.correct, name="decision-correct"),
    path("decisions/<uuid:reference>/adopt/", decisions.adopt, name="decision-adopt"),
    path("decisions/<uuid:reference>/discard/", decisions.discard, name="decision-discard"),
    path("decisions/<uuid:reference>/tasks/", decisions.add_task, name="task-add"),
    path("decisions/<uuid:reference>/tasks/<uuid:task>/<slug:name>/", decisions.task, name="task-act"),
    path("reviews/<uuid:reference>/", reviews.review, name="review"),
    path("reviews/<uuid:reference>/beside-today/", reviews.beside, name="review-beside"),
    path("reviews/<uuid:reference>/document.json", reviews.document, name="review-document"),
    path("reviews/<uuid:reference>/conclusions/", reviews.conclusions, name="review-conclusions"),
    path("reviews/<uuid:reference>/freeze/", reviews.freeze, name="review-freeze"),
    path("reviews/<uuid:reference>/discard/", reviews.discard, name="review-discard"),
    path("reviews/<uuid:reference>/sign/", reviews.sign, name="review-sign"),
    path("reviews/<uuid:reference>/actions/<slug:action>/", reviews.comment, name="review-comment"),
    path("<slug:pact>/", overview.overview, name="overview"),
    path("<slug:pact>/signals/", signals.signals, name="signals"),
    path("<slug:pact>/signals.csv", signals.signals_file, name="signals-file"),
    path("<slug:pact>/signals/new/", signals.new, name="signal-new"),
    path("<slug:pact>/decisions/", decisions.log, name="decisions"),
    path("<slug:pact>/decisions.csv", decisions.log_file, name="decisions-file"),
    path("<slug:pact>/decisions/new/", decisions.new, name="decision-new"),
    path("<slug:pact>/reviews/", reviews.versions, name="reviews"),
    path("<slug:pact>/reviews/new/", reviews.new, name="review-new"),
]
