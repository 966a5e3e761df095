"""Pages of settings and of the summary sheet."""
