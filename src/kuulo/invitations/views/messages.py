"""Messages as they will look: for the preview beside a form, and to oneself as a test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from kuulo.base.errors import KuuloError
from kuulo.customers.rules import Channel
from kuulo.instruments.queries import VersionView, live_version
from kuulo.invitations.channels import is_written_to_files, opened
from kuulo.invitations.forms.asking import WORDS, AskingForm
from kuulo.invitations.queries import RoundView, round_view
from kuulo.invitations.rules.composing import Addressee, Content, compose
from kuulo.invitations.rules.message_words import Occasion
from kuulo.invitations.rules.messages import Delivery
from kuulo.invitations.rules.sms import Segments, segments
from kuulo.invitations.services.composing import asking_of, html_of, to_message

PREVIEW_POLICY: Final = {"default-src": [NONE], "style-src": ["'unsafe-inline'"], "frame-ancestors": [SELF]}
"""A message has its styles inside; nothing of it may run or load."""
SOMEBODY: Final = {"fi": "Aino Virtanen", "sv": "Björn Berg", "en": "Carla Cox"}
ADDRESS: Final = "{name}\nPohjolankatu 12 B 4\n00610 HELSINKI"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """One message beside a form: a frame for e-mail and letter, the text itself for SMS."""

    language: str
    name: str
    url: str
    subject: str
    text: str
    parts: Segments


def written_for(
    version: VersionView,
    words: Mapping[str, Mapping[str, str]],
    language: str,
    occasion: Occasion = Occasion.INVITATION,
) -> Content:
    """Return the message as somebody of the language would get it; its links lead nowhere."""
    to = Addressee(name=SOMEBODY.get(language, ""), language=language)
    return compose(asking_of(version, words), to, occasion)


def defaults_of(version: VersionView) -> dict[str, Content]:
    """Return what messages say without own words, in each language."""
    return {language: written_for(version, {}, language) for language in version.questionnaire.languages}


def preview_of(form: AskingForm, language: str, occasion: Occasion) -> Preview:
    """Return the preview of what stands in a form, whether or not all of it could be saved."""
    told = str(form["channel"].value() or "")
    channel = Channel(told) if told in set(Channel) else Channel.EMAIL
    own = {name: str(form[f"words_{language}_{name}"].value() or "") for name in WORDS}
    return _preview(form.version, language, occasion, channel, own)


def _preview(
    version: VersionView, language: str, occasion: Occasion, channel: Channel, own: Mapping[str, str]
) -> Preview:
    content = written_for(version, {language: own}, language, occasion)
    address = reverse("invitations:message", args=[version.slug])
    query = urlencode({"channel": channel.value, "language": language, "occasion": occasion.value, **own})
    by_text = channel is Channel.SMS
    return Preview(
        language=language,
        name=get_language_info(language)["name_translated"],
        url="" if by_text else f"{address}?{query}",
        subject="" if by_text else content.subject,
        text=content.sms if by_text else "",
        parts=segments(content.sms),
    )


def message_previews(version: VersionView, asked: RoundView) -> tuple[Preview, ...]:
    """Return the messages of a round that is planned, in each language."""
    occasion = Occasion.QUIET if asked.phase > 1 else Occasion.INVITATION
    languages = version.questionnaire.languages
    return tuple(
        _preview(version, language, occasion, asked.channel, asked.words.get(language, {})) for language in languages
    )


@require_safe
@permission_required("invitations.view_invitations", raise_exception=True)
@xframe_options_sameorigin
@csp(PREVIEW_POLICY)  # type: ignore[arg-type] # csp's types know views without arguments
def message(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an e-mail or a letter alone, with the words of the address."""
    version = live_version(slug)
    told = request.GET
    if version is None:
        raise Http404
    language = told.get("language", version.questionnaire.languages[0])
    channel = Channel.LETTER if told.get("channel") == Channel.LETTER else Channel.EMAIL
    occasion = Occasion(told["occasion"]) if told.get("occasion") in set(Occasion) else Occasion.INVITATION
    words = {language: {name: told.get(name, "") for name in WORDS}}
    content = written_for(version, words, language, occasion)
    return HttpResponse(html_of(content, channel, ADDRESS.format(name=SOMEBODY.get(language, ""))))


@require_POST
@permission_required("invitations.send_invitations", raise_exception=True)
def send_test(request: HttpRequest, round_id: int) -> HttpResponse:
    """Send the message of a round to whoever asks for it, over its channel; its links lead nowhere."""
    asked = round_view(round_id)
    version = live_version(asked.slug)
    if version is None:
        raise Http404
    language = request.POST.get("language", "")
    occasion = Occasion.QUIET if asked.phase > 1 else Occasion.INVITATION
    content = written_for(version, asked.words, language, occasion)
    to = str(getattr(request.user, "email", "")) if asked.channel is Channel.EMAIL else request.POST.get("to", "")
    _send_to(request, content, asked.channel, to)
    return HttpResponseRedirect(reverse("invitations:round", args=[round_id]))


def _send_to(request: HttpRequest, content: Content, channel: Channel, to: str) -> None:
    try:
        with opened(channel.value) as door:
            receipt = door.send(to_message(content, channel=channel, to=to, name=str(request.user)))
    except KuuloError as error:
        messages.error(request, str(error.found))
        return
    if receipt.delivery is not Delivery.SENT:
        messages.error(request, _("The message was not taken: %(detail)s") % {"detail": receipt.detail})
    elif is_written_to_files(channel.value):
        messages.success(request, _("Written to the file %(name)s in the folder “sent”.") % {"name": receipt.reference})
    else:
        messages.success(request, _("Sent to %(address)s.") % {"address": to})
