"""What comments are about: themes found, named, quoted, watched."""
