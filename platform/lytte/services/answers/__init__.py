"""A patient answers: an occasion is opened, pages are saved, and it is sent."""
