"""Word lists of the wording package; each is described in its README."""
