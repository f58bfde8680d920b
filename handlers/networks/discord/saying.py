"""What our buttons say to us beside actions: each custom_id is read without any memory of the message."""

OPENS = "open:"
"""What a button that opens something in private says, before the start payload."""
