"""Texts that the coding page's script says; in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def script_texts() -> dict[str, str]:
    """Return what the script says, by name."""
    return {
        "nothing_selected": _("Select some words first."),
        "selected": _("Selected: {words}"),
        "no_codes_here": _("No codes here"),
        "codes_here": _("Codes here: {names}"),
        "new_code": _("New code “{name}”"),
        "step_first": _("Several of your codings are here: go to one with K, then remove it."),
        "not_yours": _("Only your own codings can be removed."),
        "no_more": _("There are no more."),
        "offline": _("The page is not reached. Nothing was changed; try again."),
        "coded_by": _("{name}, by {coder}"),
        "proposed": _("{name}, proposed at {share}"),
        "memo": _("Memo: {text}"),
        "remove": _("Remove"),
        "accept": _("Accept"),
        "reject": _("Reject"),
        "note": _("Note"),
        "show": _("Show"),
        "change": _("Change"),
        "extend": _("Set to the selection"),
        "undo": _("Undo: {act}"),
        "redo": _("Redo: {act}"),
        "nothing_to_undo": _("Nothing to undo"),
        "nothing_to_redo": _("Nothing to redo"),
    }
