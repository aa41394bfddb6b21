"""Sources of a study: transcripts, notes, recordings, pictures, documents; immutable, with speakers and times."""
