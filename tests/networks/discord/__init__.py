"""Discord's adapter: events in, messages out."""
