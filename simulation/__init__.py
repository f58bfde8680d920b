"""A municipality's year on a virtual clock: the real program against the strict sandbox, all from one seed."""
