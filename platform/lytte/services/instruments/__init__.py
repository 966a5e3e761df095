"""Instruments a hospital has: brought in, kept, and given out."""
