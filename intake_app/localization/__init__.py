"""Languages, catalogs, calendars, numbers, dates and search keys. No Qt."""
