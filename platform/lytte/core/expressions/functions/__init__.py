"""What expressions can call, one module a chapter of FHIRPath.

A function gets the items before its dot and gives items back; it never looks at a
clock, a file or a network, and never changes what it is given.
"""
