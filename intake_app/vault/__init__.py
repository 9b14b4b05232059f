"""The only room that imports the database driver: the encrypted vault and its tables."""
