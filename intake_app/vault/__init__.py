"""The only room that imports the database driver: the encrypted vault and its tables.

Import `Vault` from `vault`, and one class from each module of tables: `meta`, `settings`,
`secrets`, `custody`, `anchors`, `trust`, `drafts`, `media`, `sealed`, `receipts`, `archive`,
`links`, `inbox`, `issued_receipts`, `requests`; files that travel from `files`, folder names from
`layout`; `hardening` and `wiping` as functions. The rest is how it is done.
"""
