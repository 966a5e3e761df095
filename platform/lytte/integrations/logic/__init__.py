"""What conditions and calculations say, between FHIRPath and the languages of other tools.

REDCap and XLSForm each have a small language of their own. Both are read into the same
terms, and the terms are written as FHIRPath, which is what Lytte runs; and back again.
What one of them cannot say is told (`faults.NotExpressible`), never guessed.
"""
