"""Every fault and loss in a sentence of the reader's language."""
