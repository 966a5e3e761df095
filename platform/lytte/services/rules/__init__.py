"""Rules for alerts before they are in force: read, suggested, rehearsed, covered."""
