"""Who may do what: expected, and measured through the routes on a real database. `make permissions` prints it."""
