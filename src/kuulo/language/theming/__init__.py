"""Themes: groups found among comments, each with its words; which of them rise; near duplicates; quotes."""

from kuulo.language.theming.discovering import discover, match
from kuulo.language.theming.duplicates import Alike, near_duplicates
from kuulo.language.theming.keywords import keywords, label, log_odds
from kuulo.language.theming.model import NO_THEME, Group, Themes
from kuulo.language.theming.quotes import can_be_quoted, choose_quotes
from kuulo.language.theming.rising import Rising, level_of_each, rising
from kuulo.language.theming.substance import says_something

__all__ = [
    "NO_THEME",
    "Alike",
    "Group",
    "Rising",
    "Themes",
    "can_be_quoted",
    "choose_quotes",
    "discover",
    "keywords",
    "label",
    "level_of_each",
    "log_odds",
    "match",
    "near_duplicates",
    "rising",
    "says_something",
]
