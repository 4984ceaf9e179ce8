"""Searching in the files of one's own people."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from arbeidspact.organisations.permissions import Permission
from arbeidspact.search.queries import search_files
from arbeidspact.web.requests import ActorRequest, permitted

SESSION_WORDS = "search_words"
LONGEST = 200


@never_cache
@permitted(Permission.OPEN_PERSON)
@require_http_methods(["GET", "POST"])
def search(request: ActorRequest) -> HttpResponse:
    """Finds words in files. They travel in the body and wait in the session: never in an address."""
    if request.method == "POST":
        request.session[SESSION_WORDS] = {
            "text": request.POST.get("text", "").strip()[:LONGEST],
            "only_mine": request.POST.get("only_mine") == "on",
        }
        response = redirect("search:search")
        response.status_code = 303
        return response
    asked = request.session.get(SESSION_WORDS) or {"text": "", "only_mine": False}
    found = search_files(request.actor, asked["text"], only_mine=asked["only_mine"], page=request.GET.get("page", 1))
    return render(request, "search/search.html", {**asked, "found": found})
