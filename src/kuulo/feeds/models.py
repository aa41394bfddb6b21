"""Tables of feeds."""
