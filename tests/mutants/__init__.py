"""Small changes for the worse, each of which must turn tests red: what proves the tests. See `make mutants`."""
