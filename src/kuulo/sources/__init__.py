"""Sources of a study: transcripts, field notes, recordings, pictures, documents; immutable, with their speakers and times."""
