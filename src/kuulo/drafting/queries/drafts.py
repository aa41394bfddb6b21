"""Drafts that were kept."""

from __future__ import annotations

from kuulo.base.texts import Text
from kuulo.drafting.models import KeptDraft
from kuulo.drafting.rules.drafts import Draft, sentences_from_json
from kuulo.drafting.rules.port import Task


def kept_draft(key: str) -> Draft | None:
    """Return the newest draft written for a key; None where there is none."""
    row = KeptDraft.objects.filter(key=key).first()
    return None if row is None else view_of(row)


def view_of(row: KeptDraft) -> Draft:
    """Return a kept draft as other rooms see it."""
    return Draft(
        key=row.key,
        task=Task(row.task),
        language=row.language,
        made_at=row.made_at,
        made_by=row.made_by,
        model=row.model,
        sentences=sentences_from_json(row.sentences),
        reasons=tuple(_text(each) for each in row.reasons),
        sources=tuple(row.sources),
        left_out=row.left_out,
        data_version=row.data_version,
    )


def _text(kept: dict[str, object]) -> Text:
    params = kept["params"]
    values = {name: _value(value) for name, value in params.items()} if isinstance(params, dict) else {}
    return Text(str(kept["template"]), values)


def _value(value: object) -> object:
    return _text(value) if isinstance(value, dict) else value
