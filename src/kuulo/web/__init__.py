"""The front of the house: settings, URLs, base templates, home. The only Django room that knows every room."""
