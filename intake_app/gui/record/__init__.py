"""The tabs of an open record: each is a widget made from what was read, none asks the desk."""
