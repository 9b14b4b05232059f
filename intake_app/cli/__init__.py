"""The Qt-free front end: one module per command."""
