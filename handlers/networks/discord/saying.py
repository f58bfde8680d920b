"""What our buttons and forms say to us beside actions: each custom_id is read without any memory of the message."""

OPENS = "open:"
"""What a button that opens something in private says, before the start payload."""
WRITE, WROTE, ANSWER = "write", "wrote", "answer"
"""The button that opens the form for typed words, that form, and its one field."""
