"""The people who use Kuulo, their roles and languages, and the organisation they work for."""
