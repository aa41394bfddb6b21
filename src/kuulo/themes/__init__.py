"""The page Words: what customers talk about, how large, how it pulls, what is new; quotes and summaries."""
