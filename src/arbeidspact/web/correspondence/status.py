"""Where the SMS gateway tells what became of a text message."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from pydantic import ValidationError

from arbeidspact.correspondence.arrivals import note_sms_status
from arbeidspact.correspondence.commands import SmsStatus
from arbeidspact.correspondence.signatures import is_signed
from arbeidspact.web.requests import open_to_all

LARGEST = 10_000


@open_to_all
@csrf_exempt
@require_POST
def sms_status(request: HttpRequest) -> HttpResponse:
    """204 when it was understood, also for a message that we do not know; 403 without a good signature."""
    body = request.read(LARGEST + 1)
    header = request.headers.get("Sms-Signature", "")
    if len(body) > LARGEST or not is_signed(header, body, settings.SMS_CALLBACK_SECRET, timezone.now()):
        return HttpResponse(status=403)
    try:
        said = json.loads(body)
        command = SmsStatus(id=said["id"], status=said["status"])
    except (ValueError, KeyError, TypeError, ValidationError):
        return HttpResponse(status=422)
    note_sms_status(command)
    return HttpResponse(status=204)
