"""From draft to what is in force: licences, a second person, the day it takes effect."""
