"""Pages of the plan for sending."""
