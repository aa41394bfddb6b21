"""Record linkage: which records of persons and companies are one; pure functions over tables, no Django, no network."""
