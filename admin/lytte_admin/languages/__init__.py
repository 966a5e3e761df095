"""Pages of translations."""
