"""Forms of the room: bringing material in, and saying who its speakers are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kuulo.sources.rules import (
    FLAG_NAMES,
    KIND_NAMES,
    NAME_LENGTH,
    ORIGIN_NAMES,
    Flag,
    Media,
    Origin,
    Publication,
    SourceKind,
)
from kuulo.sources.services import Belonging
from kuulo.studies.queries import ParticipantView, SessionView

GIVEN_KINDS: Final = (SourceKind.TRANSCRIPT, SourceKind.FIELD_NOTE, SourceKind.DOCUMENT, SourceKind.DESK)
LANGUAGES: Final = (("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English")))


# What is pasted lies in the form itself, which takes less than a file does.
LONGEST_PASTED: Final = 1_000_000


class FilesInput(forms.ClearableFileInput):
    """Takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Return the files, each looked at."""
        given = data if isinstance(data, (list, tuple)) else [data]
        return [super(FilesField, self).clean(each, initial) for each in given if each]


class AddForm(forms.Form):
    """What comes in, and what it belongs to."""

    material = FilesField(
        label=_("Files"),
        required=False,
        help_text=_("Transcripts (WebVTT, SRT, text, Word, PDF), sound or pictures; several at once."),
    )
    words = forms.CharField(
        label=_("Or the words themselves"),
        required=False,
        max_length=LONGEST_PASTED,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    title = forms.CharField(
        label=_("Name"), required=False, max_length=NAME_LENGTH, help_text=_("Left empty: the name of the file.")
    )
    kind = forms.ChoiceField(label=_("What it is"), required=False)
    occurred_at = forms.DateTimeField(
        label=_("When it was said or seen"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    session = forms.ChoiceField(label=_("Which session"), required=False)
    participant = forms.ChoiceField(label=_("Participant"), required=False)
    origin = forms.ChoiceField(label=_("Whose words they are"))
    language = forms.ChoiceField(label=_("Language"), required=False)
    recording = forms.FileField(
        label=_("Recording that goes with it"),
        required=False,
        help_text=_("Beside a transcript with times a click on a turn plays it."),
    )
    flags = forms.MultipleChoiceField(label=_("Care"), required=False, widget=forms.CheckboxSelectMultiple)
    publisher = forms.CharField(label=_("Publisher"), required=False, max_length=200)
    url = forms.CharField(
        label=_("Address on the web"), required=False, max_length=1000, validators=[URLValidator(["http", "https"])]
    )
    published_on = forms.DateField(
        label=_("Published on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(
        self, *args: Any, participants: Sequence[ParticipantView], sessions: Sequence[SessionView], **kwargs: Any
    ) -> None:
        now = timezone.localtime().replace(second=0, microsecond=0)
        super().__init__(*args, **{"initial": {"occurred_at": now, "origin": Origin.CUSTOMER}, **kwargs})
        nobody, told = ("", gettext("– none –")), ("", gettext("– as the content tells –"))
        self._choose("kind", [told, *((kind.value, gettext(KIND_NAMES[kind])) for kind in GIVEN_KINDS)])
        self._choose("session", [nobody, *((str(each.id), _named(each)) for each in sessions)])
        self._choose("participant", [nobody, *((str(each.id), each.label) for each in participants)])
        self._choose("origin", [(origin.value, gettext(name)) for origin, name in ORIGIN_NAMES.items()])
        self._choose("language", [told, *LANGUAGES])
        self._choose("flags", [(flag.value, gettext(name)) for flag, name in FLAG_NAMES.items()])

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined] # a choice field

    def clean(self) -> dict[str, Any]:
        """Refuse a form with nothing in it, and desk research that says nothing of where it is from."""
        told = super().clean() or {}
        if not told.get("material") and not str(told.get("words") or "").strip():
            self.add_error("material", gettext("Choose a file, or write the words themselves."))
        is_desk = told.get("kind") == SourceKind.DESK
        if is_desk and not (told.get("publisher") and (told.get("published_on") or told.get("url"))):
            self.add_error("publisher", gettext("Desk research says who published it, and when or where."))
        return told

    def told_belonging(self) -> Belonging:
        """Return what the material belongs to."""
        told = self.cleaned_data
        recording = told["recording"]
        kind = SourceKind(told["kind"]) if told["kind"] else None
        return Belonging(
            occurred_at=told["occurred_at"],
            kind=kind,
            title=told["title"],
            origin=Origin.OUTSIDE if kind is SourceKind.DESK else Origin(told["origin"]),
            participant_id=int(told["participant"]) if told["participant"] else None,
            session_id=int(told["session"]) if told["session"] else None,
            language=told["language"] or None,
            flags=[Flag(flag) for flag in told["flags"]],
            publication=Publication(publisher=told["publisher"], url=told["url"], date=told["published_on"]),
            recording=Media(name=recording.name, content=recording.read()) if recording else None,
        )


def _named(session: SessionView) -> str:
    when = date_format(timezone.localtime(session.starts_at), "SHORT_DATETIME_FORMAT")
    return f"{when} {session.title}".strip()
