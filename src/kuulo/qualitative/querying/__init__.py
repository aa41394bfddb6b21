"""Questions to coded passages: and, or, not, near, by attribute; codes by cases."""
