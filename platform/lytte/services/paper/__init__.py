"""Answers on paper: what is printed, typed in, and corrected."""
