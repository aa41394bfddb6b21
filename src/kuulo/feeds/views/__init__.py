"""Pages of feeds: the list, one feed, one delivery."""
