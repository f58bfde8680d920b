"""The proofs' Discord: the same tasks on a second network, its people, and what must hold for them."""
