"""The kinds of item a questionnaire can have, one file each.

A kind is a frozen model with a `type`; `any_item.Item` is their closed union. Add a
kind there and mypy names every room that must learn about it.
"""
