"""A language model of the organisation's own choosing, off by default, masked words only, each call noted."""
