"""The page's files. No build step: what lies in `page/` is what the browser gets."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

PAGE = Path(__file__).with_name("page")
_HEADERS = {
    # Asked for anew each time (a 304 where nothing changed), so that modules of two versions never meet.
    "Cache-Control": "no-cache",
    # Nothing runs or loads but the page's own files, whatever people write.
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def add_routes(app: web.Application) -> None:
    """Serve every file by its name, and the index at `/`."""
    for file in sorted(PAGE.rglob("*.*")):
        app.router.add_get(f"/{file.relative_to(PAGE).as_posix()}", _serving(file))
    app.router.add_get("/", _serving(PAGE / "index.html"))


def _serving(file: Path) -> Callable[[web.Request], Awaitable[web.FileResponse]]:
    async def serve(request: web.Request) -> web.FileResponse:
        return web.FileResponse(file, headers=_HEADERS)

    return serve
