"""Tables: models of rows and the one view that shows them. They know Qt and the theme only."""
