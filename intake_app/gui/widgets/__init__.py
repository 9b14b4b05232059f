"""Building blocks of the screens; each knows Qt and the theme, none knows the desk."""
