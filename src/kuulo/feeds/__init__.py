"""Customer data and purchases from files, folders and databases, read again and again without doubling anything."""
