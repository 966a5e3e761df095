"""When a form goes out, and to whom."""
