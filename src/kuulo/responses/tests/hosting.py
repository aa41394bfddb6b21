"""A website of somebody else's, with a strict content policy, that carries the widget."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/site.css"></head>
<body><main><h1>Shop</h1><p>Welcome.</p><button id="first">Buy</button></main>
<script src="{kuulo}/w/kuulo.js" data-way="{token}" {more} async></script></body></html>"""
# Rules that would ruin the widget, were it not closed in itself.
STYLE = (
    "* { color: rgb(255, 0, 0) !important; font-size: 40px !important; } button:not(#first), dialog { display: none; }"
)


@contextmanager
def hosted(kuulo: str, token: str, *, more: str = "", language: str = "en") -> Iterator[str]:
    """Serve the website on a port of its own and yield its address."""
    page = PAGE.format(kuulo=kuulo, token=token, more=more, language=language).encode()
    policy = f"default-src 'none'; script-src {kuulo}; connect-src {kuulo}; style-src 'self'; img-src 'self' data:"

    class Website(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            styled = self.path == "/site.css"
            self.send_response(200)
            self.send_header("Content-Type", "text/css" if styled else "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(STYLE.encode() if styled else page)

        def log_message(self, *args: object) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Website)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
