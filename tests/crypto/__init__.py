"""Cryptography against other people's tools, and against everything that could be sent to it."""
