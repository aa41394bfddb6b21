"""A language model of the organisation's own choosing, behind a small port: off by default, masked words only, every call logged."""
