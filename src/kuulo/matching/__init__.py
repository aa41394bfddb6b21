"""Who is one with whom: deterministic links, proposals of the machine, and what people decide about them."""
