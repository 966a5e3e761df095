"""What a clinician reads before the conversation, and why it says so."""
