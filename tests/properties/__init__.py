"""Properties, by search: what holds for every sequence, every update and every text that could be thought of."""
