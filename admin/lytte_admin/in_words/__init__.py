"""What a hospital has made, in words: labels, conditions, rules, plans, settings."""
