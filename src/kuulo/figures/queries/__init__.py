"""Reads of figures: everything Explore, Home and the downloads show, each figure an Estimate.

All take a `Reading`, one version of the answers, so that the figures of a page agree with each other.
"""

from __future__ import annotations

from kuulo.figures.queries.breaks import breaks_between, breaks_of, dated
from kuulo.figures.queries.catalogue import Catalogue, main_definition, read_catalogue
from kuulo.figures.queries.comments import Comment, newest_comments
from kuulo.figures.queries.figures import (
    Group,
    Point,
    Spread,
    figures_for,
    now_and_before,
    spread_for,
    trend_for,
    warm_up,
    whole_figure,
)
from kuulo.figures.queries.listening import are_compared, heard_of, listening_of, methods_of, without_filters
from kuulo.figures.queries.options import Choice, Options, filter_options, place_options
from kuulo.figures.queries.pull import theme_pull, touchpoint_pull
from kuulo.figures.queries.questions import SourceComment, label_shares, source_comments, value_figures
from kuulo.figures.queries.reading import MEMORY, Reading, open_reading
from kuulo.figures.queries.scope import Scope, earlier, settle
from kuulo.figures.queries.trends import read_trend

__all__ = [
    "MEMORY",
    "Catalogue",
    "Choice",
    "Comment",
    "Group",
    "Options",
    "Point",
    "Reading",
    "Scope",
    "SourceComment",
    "Spread",
    "are_compared",
    "breaks_between",
    "breaks_of",
    "dated",
    "earlier",
    "figures_for",
    "filter_options",
    "heard_of",
    "label_shares",
    "listening_of",
    "main_definition",
    "methods_of",
    "newest_comments",
    "now_and_before",
    "open_reading",
    "place_options",
    "read_catalogue",
    "read_trend",
    "settle",
    "source_comments",
    "spread_for",
    "theme_pull",
    "touchpoint_pull",
    "trend_for",
    "value_figures",
    "warm_up",
    "whole_figure",
    "without_filters",
]
