"""The machine's door: health checks, and the API for other hospital systems."""
