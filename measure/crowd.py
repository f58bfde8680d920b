"""A thousand people press at once for 20 places: Tjans and a plain python-telegram-bot bot, same server, same run."""

import asyncio
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sandbox import Chat, Message, Person, Press, Sandbox

ONE_LINE = "/opret Lav suppe | lørdag 14-17 | Sognegården | 20 | Gæster i suppekøkkenet"
CROWD = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one run showed. `cpu` in milliseconds a press, `memory` in MB."""

    name: str
    told_in: int
    unanswered: int
    refused: int
    per_second: float
    cpu: float
    memory: float
    start: float
    card_right_after: float

    def line(self) -> str:
        return (
            f"{self.name:28} told in {self.told_in:4}  unanswered {self.unanswered:4}  refused {self.refused:4}"
            f"  {self.per_second:6.0f} answers/s  {self.cpu:5.2f} ms CPU a press  {self.memory:4.0f} MB"
            f"  start {self.start:4.2f} s  card right after {self.card_right_after:4.1f} s"
        )


class Bot:
    """A bot as a process of its own, and what the kernel says about it."""

    def __init__(self, arguments: Sequence[str], sandbox: Sandbox, folder: str, admin: Person) -> None:
        self._arguments = arguments
        self._environment = os.environ | {
            "TJANS_TELEGRAM_TOKEN": sandbox.token,
            "TJANS_TELEGRAM_API": sandbox.base_url,
            "TJANS_DATABASE": str(Path(folder) / "tjans.db"),
            "TJANS_ADMINS": f"telegram:{admin.id}",
        }
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, *self._arguments, env=self._environment, stderr=asyncio.subprocess.DEVNULL
        )

    async def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            await self.process.wait()

    @property
    def _proc(self) -> Path:
        return Path("/proc") / str(self.process.pid if self.process else "self")

    def cpu_seconds(self) -> float:
        fields = (self._proc / "stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        status = (self._proc / "status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024


async def measure_crowd(name: str, arguments: Sequence[str], *, known: bool, size: int = CROWD) -> Figures:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        async with Sandbox() as sandbox:
            karen = sandbox.add_person("Karen")
            channel = sandbox.add_channel("Frivillige", karen)
            crowd = [sandbox.add_person(f"Person {number}") for number in range(size)]
            for person in crowd:
                sandbox.join(person, channel)
            bot = Bot(arguments, sandbox, folder, karen)
            begun = time.monotonic()
            await bot.start()
            try:
                start = await _first_answer(sandbox, karen, begun, plain="plain" in name)
                card = await _card(sandbox, karen, channel, plain="plain" in name)
                if known:
                    await _meet(sandbox, crowd, plain="plain" in name)
                return await _press(name, sandbox, bot, crowd, card, start)
            finally:
                await bot.stop()


async def _first_answer(sandbox: Sandbox, karen: Person, begun: float, *, plain: bool) -> float:
    sandbox.start(karen)
    if plain:
        await asyncio.sleep(2)
        return 0.0
    await sandbox.until(lambda: any(message.by_bot for message in sandbox.messages(karen)), timeout=20)
    return time.monotonic() - begun


async def _card(sandbox: Sandbox, karen: Person, channel: Chat, *, plain: bool) -> Message:
    sandbox.add_bot(channel, by=karen)
    if plain:
        sandbox.write(karen, None, f"/post {channel.id}")
    else:
        question = await sandbox.until(lambda: _with_button(sandbox, karen, "Frivillige"), timeout=20)
        sandbox.press(karen, question, question.buttons[0])
        await sandbox.until(lambda: "Tilsluttet" in sandbox.last(karen).text, timeout=20)
        sandbox.write(karen, None, ONE_LINE)
        preview = await sandbox.until(lambda: _with_button(sandbox, karen, "Udgiv"), timeout=20)
        sandbox.press(karen, preview, "Udgiv")
    return await sandbox.until(lambda: _newest(sandbox, channel), timeout=20)


def _newest(sandbox: Sandbox, channel: Chat) -> Message:
    return next((message for message in sandbox.messages(channel) if message.by_bot), None)  # type: ignore[return-value]


def _with_button(sandbox: Sandbox, person: Person, label: str) -> Message:
    newest = sandbox.last(person)
    return newest if label in newest.labels else None  # type: ignore[return-value]


async def _meet(sandbox: Sandbox, crowd: list[Person], *, plain: bool) -> None:
    for person in crowd:
        sandbox.start(person)
    if not plain:
        await sandbox.until(lambda: all(len(sandbox.messages(person)) > 1 for person in crowd), timeout=120)
    await asyncio.sleep(1.5)


async def _press(name: str, sandbox: Sandbox, bot: Bot, crowd: list[Person], card: Message, start: float) -> Figures:
    refused, cpu, begun = len(sandbox.refusals), bot.cpu_seconds(), time.monotonic()
    presses = [sandbox.press(person, card, card.buttons[0]) for person in crowd]
    try:
        await sandbox.until(lambda: all(press.answered is not None for press in presses), timeout=60)
    except TimeoutError:
        sys.stdout.write(f"{name}: not everyone was answered within a minute\n")
    took, spent = time.monotonic() - begun, bot.cpu_seconds() - cpu
    right = await _card_right(sandbox, card)
    answered = [press.answered for press in presses if press.answered is not None]
    return Figures(
        name=name,
        told_in=sum(_in(press) for press in presses),
        unanswered=len(crowd) - len(answered),
        refused=len(sandbox.refusals) - refused,
        per_second=len(answered) / took,
        cpu=spent * 1000 / len(crowd),
        memory=bot.memory(),
        start=start,
        card_right_after=right - begun,
    )


def _in(press: Press) -> bool:
    answer = press.answered
    return answer is not None and ("Du er med" in answer.text or "You are in" in answer.text or bool(answer.url))


async def _card_right(sandbox: Sandbox, card: Message) -> float:
    try:
        await sandbox.until(lambda: "Fyldt op" in card.text or f"20 of 20, {CROWD} asked" in card.text, timeout=15)
    except TimeoutError:
        return float("inf")
    return time.monotonic()


async def crowds(size: int) -> list[Figures]:
    plain = ["-m", "measure.plain_bot"]
    tjans = ["-m", "bot", "run"]
    return [
        await measure_crowd("plain bot", plain, known=True, size=size),
        await measure_crowd("Tjans, people it knows", tjans, known=True, size=size),
        await measure_crowd("Tjans, strangers", tjans, known=False, size=size),
    ]


async def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else CROWD
    figures = await crowds(size)
    for figure in figures:
        sys.stdout.write(figure.line() + "\n")
    for figure in figures[1:]:
        sys.stdout.write(f"{figure.name}: {figure.per_second / figures[0].per_second:.1f} × the plain bot\n")


if __name__ == "__main__":
    asyncio.run(main())
