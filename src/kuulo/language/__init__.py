"""Customers' own words: language, lemmas, personal data, feelings, themes, codes, search and summaries. Pure, and off-line."""
