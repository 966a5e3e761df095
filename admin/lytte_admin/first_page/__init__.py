"""The first page: what waits for somebody, how it goes, and what is in use."""
