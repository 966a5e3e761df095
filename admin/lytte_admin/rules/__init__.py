"""Pages of alert rules and of “Call us now”."""
