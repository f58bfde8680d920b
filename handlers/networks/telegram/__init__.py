"""Everything that is Telegram's: updates in, cards out, its limits and its errors."""
