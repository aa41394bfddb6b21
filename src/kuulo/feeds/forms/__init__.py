"""Forms of the feeds' pages."""
