"""What is seen of the program from outside: written into the ledger, told to the people, and to the rules."""

import sqlite3
from collections.abc import Callable

from sandbox import Message, Press, Sandbox
from sandbox.people import Json
from simulation.coordinators import Coordinators
from simulation.disk import Change
from simulation.ledger import Ledger
from simulation.planning import Plan
from simulation.reading import Kind, read
from simulation.rules.judge import Judge
from simulation.volunteers import Volunteers
from simulation.weather import Mishap
from simulation.wire import Call

MESSAGES = ("sendMessage", "editMessageText", "sendDocument")


class Witnesses:
    """Implements `host.Watcher`: the ledger first, then the rules, then whoever may react."""

    def __init__(
        self,
        sandbox: Sandbox,
        ledger: Ledger,
        judge: Judge,
        coordinators: Coordinators,
        volunteers: Volunteers,
        plans: list[Plan],
        a_send_failed: Callable[[], None],
    ) -> None:
        self._sandbox = sandbox
        self._ledger = ledger
        self._judge = judge
        self._coordinators = coordinators
        self._volunteers = volunteers
        self._a_send_failed = a_send_failed
        self._plans = {plan.mark: plan for plan in plans}

    def handed_over(self, updates: list[Json]) -> None:
        numbers = ",".join(str(update["update_id"]) for update in updates)
        self._ledger.note("telegram", "hands over", numbers)
        self._judge.handed_over(updates)

    def acknowledged(self, below: int) -> None:
        self._judge.acknowledged(below)

    def happened(self, call: Call) -> None:
        self.note_mishap(call)
        if call.method in MESSAGES:
            chat = self._sandbox.world.chats[int(call.result["result"]["chat"]["id"])]
            self.message(call, chat.messages[call.result["result"]["message_id"]])
        elif call.method == "answerCallbackQuery":
            self._answer(call, self._sandbox.world.presses[call.given["callback_query_id"]])
        else:
            self._ledger.note("bot", call.method)

    def failed(self, call: Call) -> None:
        self._ledger.note("network", f"{call.method} fails", f"{call.mishap} {call.status}")
        self.note_mishap(call)

    def committed(self, changes: list[Change], reader: sqlite3.Connection) -> None:
        self._ledger.count("commits")
        for change in changes:
            self._count(change)
        self._judge.committed(changes)

    def started(self, reader: sqlite3.Connection) -> None:
        self._judge.started(reader)

    def killed(self) -> None:
        self._ledger.count("crashes")
        self._judge.killed()

    def note_mishap(self, call: Call) -> None:
        """Count what went wrong on the way, and let it be tried again."""
        self._ledger.count("calls")
        if call.mishap is not Mishap.NONE:
            self._ledger.count(f"faults: {call.mishap}")
        if call.mishap not in (Mishap.NONE, Mishap.SLOW) or call.status == 429:
            self._judge.failed(call)
            if call.method == "sendMessage":
                self._a_send_failed()

    def gesture(self, number: int) -> None:
        """Somebody on Discord did something, and the program hears of it."""
        self._ledger.note("discord", "hands over", str(number))
        self._ledger.count("gestures on Discord")
        self._judge.gesture(number)

    def comes_to_rest(self, native: int) -> None:
        """A button that was pressed has nothing to say."""
        self._judge.reached(native)

    def a_form(self, native: int, number: int) -> None:
        """What somebody did opened a form."""
        self._ledger.note("bot", f"opens a form for {native}")
        self._ledger.count("forms opened")
        self._judge.form_opened(native, number)

    def no_form(self, number: int) -> None:
        """The form did not get there: nothing was changed by what would have opened it, and it can be done again."""
        self._judge.form_asked(number)

    def message(self, call: Call, message: Message, data: str = "", *, elsewhere: bool = False) -> None:
        """A message is new, or was changed.

        Args:
            data: what the pressed button said, if it is the answer to a press.
            elsewhere: on Discord.
        """
        if elsewhere:
            self._ledger.count("told on Discord")
        first = message.text.partition("\n")[0]
        self._ledger.note("bot", f"{call.method} {message.chat.id}", first)
        if message.chat.private:
            self._in_private(call, message, data)
        elif message.text.startswith("<@"):
            self._ledger.count("called by name in a channel")
        elif call.method == "sendMessage" and (plan := self._plans.get(read(message.text).mark or 0)) is not None:
            self._volunteers.a_card(message, plan)

    def _in_private(self, call: Call, message: Message, data: str) -> None:
        told = self._judge.heard(call, message, data)
        if told.fresh and told.news.kind is Kind.REMINDER:
            self._ledger.count("reminders")
        native = message.chat.id
        if native in self._coordinators.talks:
            self._coordinators.sees(native, message)
        elif native in self._volunteers.of:
            self._volunteers.of[native].talk.saw(message)
            self._volunteers.of[native].reads(message, told.news)

    def _answer(self, call: Call, press: Press) -> None:
        answer = press.answered
        self._ledger.note("bot", f"answers {press.person.id}", answer.text if answer else "")
        self._judge.answered(call, press)
        if press.person.id in self._volunteers.of and answer is not None:
            self._volunteers.of[press.person.id].is_answered(answer.url)

    def _count(self, change: Change) -> None:
        before, after = change.before, change.after
        if after is None:
            return
        match change.table:
            case "inbox" if before is None:
                self._ledger.count("updates")
            case "claims":
                self._count_claim((before or {}).get("state"), after["state"])
            case "notices":
                if before is None and after["state"] == "owed":
                    self._ledger.count("notices owed")
                elif after["state"] != "owed" and (before or {}).get("state") != after["state"]:
                    self._ledger.count(f"notices {after['state']}")

    def _count_claim(self, was: str | None, now: str) -> None:
        if was is None:
            self._ledger.count("claims")
        if now == "offered" and was != "offered":
            self._ledger.count("offers")
        if now == "lapsed" and was == "offered":
            self._ledger.count("offers lapsed")
