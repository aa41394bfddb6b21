"""Use cases of what every room stands on."""
