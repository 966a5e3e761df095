"""Pages between two levels: what is changed, and a newer version of what lies above."""
