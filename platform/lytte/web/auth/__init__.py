"""How staff sign in and out, and what their session may do."""
