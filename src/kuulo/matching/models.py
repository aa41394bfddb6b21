"""Tables of matching."""
