"""The bare-ASGI path on which answers are stored before they are acknowledged."""
