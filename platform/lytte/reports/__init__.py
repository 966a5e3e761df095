"""What is printed: a summary becomes HTML, and the HTML becomes a PDF.

A report is given what it prints; it never asks the database.
"""
