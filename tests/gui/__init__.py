"""The window, run for real without a screen: every screen in every look goes through the gates."""
