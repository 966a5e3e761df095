"""Two invented hospitals, so that Lytte can be tried before anyone real relies on it."""
