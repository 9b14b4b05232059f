"""Intake: hear witnesses safely, offline, in Persian or English.

Rooms and who may import whom are described in resources/docs/architecture.md.
"""

__version__ = "0.1.0"
