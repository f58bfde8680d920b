"""Finding tasks: the list of what is open, one task's own page, what somebody has taken on."""
