"""The same answers taken by a plain Django view: one transaction a request, through the object mapper, as WSGI."""

from __future__ import annotations

# First, for it makes Django's apps ready.
from kuulo.web.wsgi import application

# isort: split
from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from kuulo.instruments.queries import version_of
from kuulo.instruments.rules.flow import Known
from kuulo.lake.rules import Bundle, Shared
from kuulo.lake.services import record_signals
from kuulo.responses.models import Response
from kuulo.responses.queries import way_in_by_token
from kuulo.responses.rules.compiled import compile_version
from kuulo.responses.rules.forms import read_form_token
from kuulo.responses.rules.signals import SKIPPED, signals_of


@csrf_exempt
def take(request: HttpRequest, token: str) -> HttpResponse:
    """Check the answers, store the response and its signals, and answer."""
    form = read_form_token(settings.SECRET_KEY, request.POST["_form"])
    way = way_in_by_token(token)
    version = version_of(form.instrument_id, form.version)
    compiled = compile_version(version)
    fields = {name: request.POST.getlist(name) for name in request.POST}
    checked = compiled.check_form(request.POST["_page"], fields, Known())
    if checked.problems or way is None:
        return HttpResponse(status=422)
    now = datetime.now(tz=UTC)
    shared = Shared(source=version.slug, response_id=form.key, occurred_at=now, received_at=now, channel=way.channel)
    said = signals_of(compiled.signals, checked.answers, dict.fromkeys(compiled.page_of, SKIPPED))
    with transaction.atomic():
        Response.objects.create(
            key=form.key,
            instrument_id=version.instrument_id,
            version=version.number,
            way_in_id=way.id,
            state="complete",
            promise=version.promise,
            language="en",
            channel=way.channel,
            answers=checked.answers,
            started_at=now,
            updated_at=now,
            completed_at=now,
        )
        record_signals(Bundle(shared, said).signals())
    return HttpResponseRedirect(f"/r/{form.key}")


# Whoever is not signed in is led here from everywhere else, and learns that the server answers.
urlpatterns = [path("a/<token>", take), path("accounts/login/", lambda _request: HttpResponse(), name="account_login")]
settings.ROOT_URLCONF = __name__

__all__ = ["application"]
