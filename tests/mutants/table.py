"""All mutants."""

from tests.mutants import delivery, places, trust

MUTANTS = (*places.MUTANTS, *delivery.MUTANTS, *trust.MUTANTS)
