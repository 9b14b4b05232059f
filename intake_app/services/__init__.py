"""One module per job a person does; window and command line call the same ones."""
