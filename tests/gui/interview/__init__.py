"""Journeys through the interview's screens, on the real window with real vaults."""
