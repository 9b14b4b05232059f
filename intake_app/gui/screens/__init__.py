"""One module a screen; each is reached through a row in `gui.navigation`, never imported here."""
