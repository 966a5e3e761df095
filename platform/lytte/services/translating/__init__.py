"""The texts in other languages: side by side, and to and from a translator."""
