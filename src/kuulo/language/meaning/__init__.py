"""What a text means as numbers: sentence embeddings off-line, and what stands in for them."""
