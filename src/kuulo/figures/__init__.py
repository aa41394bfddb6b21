"""Figures of the store: Explore, Home's reads, downloads, and the charts of every page."""
