"""Reads of the room: what of a study can go out, and files that came in."""

from __future__ import annotations

from kuulo.exchange.queries.material import Media, code_counts, material_of
from kuulo.exchange.queries.uploads import UploadView, stored_path, upload, uploads_of

__all__ = ["Media", "UploadView", "code_counts", "material_of", "stored_path", "upload", "uploads_of"]
