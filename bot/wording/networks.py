"""What networks are called: their names are the same in every language."""

from collections.abc import Iterable

from babel.lists import format_list

from bot.incoming import Network
from bot.wording.words import Words

_LABELS = {Network.TELEGRAM: "Telegram", Network.DISCORD: "Discord"}


def label(network: Network) -> str:
    return _LABELS[network]


def labels(networks: Iterable[Network], words: Words) -> str:
    """`Discord og Telegram`"""
    return str(format_list([label(one) for one in sorted(networks)], locale=words.locale))
