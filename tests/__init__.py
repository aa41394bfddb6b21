"""House tests: what holds for every room."""
