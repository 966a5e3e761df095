"""Pages of versions: approval, history, comparison, publishing, leaving."""
