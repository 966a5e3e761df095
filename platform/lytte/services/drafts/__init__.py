"""What is being written and not yet in force: forms, rules and plans."""
