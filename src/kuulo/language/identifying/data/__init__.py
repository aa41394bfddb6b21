"""Common words of three languages, for telling short comments apart."""
