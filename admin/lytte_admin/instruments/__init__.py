"""Pages of instruments and licences."""
