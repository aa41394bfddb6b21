"""Which language a text is in, also mixed and very short ones."""
