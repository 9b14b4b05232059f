"""The window: the only room that imports PySide6.

May import `services` types, `domain`, `localization`, `errors`, `assets` and `clock`. Screens are
entered through `navigation`, the application through `app.run`.
"""
