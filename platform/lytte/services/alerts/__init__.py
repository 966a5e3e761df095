"""Alerts that were raised: who takes them, what is agreed, and answers that never came."""
