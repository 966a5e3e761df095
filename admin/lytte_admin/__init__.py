"""The CMS: where a hospital composes forms, sets thresholds and publishes.

Reads what is stored, writes through services. Stands on the platform; the
platform never knows that it exists.
"""
