"""The page of telephone, hours, duty and safety text."""
