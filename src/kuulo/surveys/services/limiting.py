"""Uploads that end where they grow larger than the installation takes; used by every page that takes files."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from kuulo.surveys.services.uploads import MEGABYTE, too_large


class LimitedUploadHandler(FileUploadHandler):
    """Lets no more of a file onto the disk than the installation takes; the rest of the request is read and dropped."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit
        self.refused = ""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand the chunk on to the next handler, or end the upload."""
        if start + len(raw_data) > self.limit:
            self.refused = self.file_name or ""
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
        del file_size


def limit_upload(request: HttpRequest) -> None:
    """Let no more of a file onto the disk than the installation takes; before the request's form is looked at."""
    request.upload_handlers.insert(0, LimitedUploadHandler(settings.KUULO_UPLOAD_LIMIT_MB * MEGABYTE))


def refuse_too_large(request: HttpRequest) -> None:
    """Refuse the upload that was ended.

    Raises:
        FileError: It was larger than the installation takes.
    """
    for handler in request.upload_handlers:
        if isinstance(handler, LimitedUploadHandler) and handler.refused:
            raise too_large(handler.refused)
