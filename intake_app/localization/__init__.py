"""Languages, catalogs, calendars, numbers, dates and search keys; no Qt, no I/O but catalogs.

May import `errors`, `assets`, `clock`, Babel (only in `tool`) and jdatetime (only in `calendars`).
Everybody above may import `marking`, `catalogs`, `languages`, `isolate`, `numbers`, `times`,
`calendars`, `dates`, `messages`, `search_keys` and `listing`.
"""
