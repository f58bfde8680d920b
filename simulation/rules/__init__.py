"""The invariants I1-I10, checked from what was committed and what people were told; the program is not asked."""
