"""The pages of imports."""

from __future__ import annotations

from kuulo.surveys.views.detail import discard, import_detail, settle_columns, start
from kuulo.surveys.views.downloads import mapping_file, rejected_rows
from kuulo.surveys.views.upload import imports

__all__ = ["discard", "import_detail", "imports", "mapping_file", "rejected_rows", "settle_columns", "start"]
