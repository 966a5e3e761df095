"""What a level has chosen for itself: information, consent, reminders, the sheet."""
