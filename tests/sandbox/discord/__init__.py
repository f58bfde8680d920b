"""The pocket Discord, by itself: what it refuses, and what it tells."""
