"""The gates of every screen: each looks at a shown window and returns what is wrong, in words."""
