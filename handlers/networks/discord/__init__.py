"""Everything that is Discord's: events in, cards out, its limits and its errors."""
