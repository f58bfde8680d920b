"""What people who are on both networks have asked for: to be one person there, or two again."""

from collections import Counter


class Bonds:
    """By human (`Town.human`). The program is held to it: each asking is good for one time."""

    def __init__(self) -> None:
        self._codes: Counter[int] = Counter()
        self._partings: Counter[int] = Counter()

    def gives_a_code(self, human: int) -> None:
        """They give the code of their one account through the other."""
        self._codes[human] += 1

    def presses_unlink(self, human: int) -> None:
        """They press the button that parts their accounts."""
        self._partings[human] += 1

    def takes_up(self, human: int) -> bool:
        """Whether they became one because they asked for it."""
        return _taken(self._codes, human)

    def parts(self, human: int) -> bool:
        """Whether they were parted because they asked for it."""
        return _taken(self._partings, human)


def _taken(asked: Counter[int], human: int) -> bool:
    asked[human] -= 1
    return asked[human] >= 0
