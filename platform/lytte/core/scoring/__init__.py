"""What the answers add up to, by recipes that are data.

One file a method; `scale` says what a scale is, `score` computes a set of them.
Numbers are exact decimals, a score that cannot be had is None with its reason.
Wording, licences and thresholds live elsewhere.
"""
