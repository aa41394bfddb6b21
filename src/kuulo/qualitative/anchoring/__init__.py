"""Where a passage stands in a text, in code points, and how others count."""
