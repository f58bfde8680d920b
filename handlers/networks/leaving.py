"""The way out: a municipality's network may let nothing leave but through its proxy, which the environment names."""

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass


def proxy_to(url: str) -> str | None:
    """HTTPS_PROXY, unless NO_PROXY names the host, as other programs read them; aiohttp does not by itself.

    Only for https: a server of one's own, called in plain HTTP, stands on this side of the proxy.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.hostname is None:
        return None
    proxy = getproxies().get("https", "")
    if not proxy or proxy_bypass(parts.hostname):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"
