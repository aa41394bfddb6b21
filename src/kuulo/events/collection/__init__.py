"""The bare-ASGI path on which events are written to the log before they are acknowledged."""
