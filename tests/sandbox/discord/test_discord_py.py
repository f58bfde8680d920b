"""An unmodified discord.py client is served: the sandbox speaks what the library understands."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import discord
import pytest
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from sandbox.discord import DiscordSandbox
from tests.sandbox.discord.conftest import Place


class Sheet(discord.ui.Modal, title="Ny opgave"):
    """A form with one field."""

    what: discord.ui.Label["Sheet"] = discord.ui.Label(text="Hvad", component=discord.ui.TextInput(custom_id="what"))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.what.component, discord.ui.TextInput)
        await interaction.response.send_message(f"Tak: {self.what.component.value}", ephemeral=True)


class Join(discord.ui.View):
    """A card with one button."""

    @discord.ui.button(label="Jeg er med", custom_id="claim:1")
    async def join(self, interaction: discord.Interaction, button: discord.ui.Button["Join"]) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.user.send("Du er med: lørdag kl. 14")
        await interaction.followup.send("Du er med")


class Small(discord.Client):
    """The smallest bot that does all kinds of things."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), max_messages=None, chunk_guilds_at_startup=False)
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(app_commands.Command(name="post", description="Post a task", callback=self.post))
        find: app_commands.Command[app_commands.Group, ..., None] = app_commands.Command(
            name="find", description="Find a task", callback=self.find
        )
        find.autocomplete("what")(self.suggest)
        self.tree.add_command(find)

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def post(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Sheet())

    async def find(self, interaction: discord.Interaction, what: str) -> None:
        await interaction.response.send_message(f"Suppe? {what}", view=Join(timeout=None))

    async def suggest(self, interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{current}ppe", value="soup")]


@pytest.fixture
def pointed(sandbox: DiscordSandbox) -> Iterator[None]:
    """discord.py has no setting for the server; these two are what every bot against a fake sets."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = f"{sandbox.base_url}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(sandbox.gateway_url)
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@pytest.fixture
async def client(place: Place, pointed: None) -> AsyncIterator[Small]:
    async with Small() as client:
        running = asyncio.create_task(client.start(place.sandbox.token))
        await place.sandbox.connected()
        yield client
    await running


async def test_a_journey(place: Place, client: Small) -> None:
    sandbox = place.sandbox
    assert sandbox.offered(place.bob, place.channel) == ["post", "find"]

    asked = sandbox.command(place.alice, place.channel, "post")
    await asked.answered()
    sent = sandbox.submit(place.alice, asked, {"what": "Suppe"})
    await sent.answered()
    assert sent.told == "Tak: Suppe"

    typing = sandbox.complete(place.bob, place.channel, "find", "what", "su")
    await typing.answered()
    assert [choice["name"] for choice in typing.choices or []] == ["suppe"]

    found = sandbox.command(place.bob, place.channel, "find", what="soup")
    await found.answered()
    press = sandbox.press(place.bob, found.shown[0], "Jeg er med")
    await sandbox.until(lambda: press.told == "Du er med")
    assert sandbox.last(place.bob).text == "Du er med: lørdag kl. 14"
    assert sandbox.refusals == []


async def test_errors_are_its_own(place: Place, client: Small) -> None:
    place.sandbox.close_dms(place.bob)
    dm = await client.create_dm(discord.Object(place.bob.id))
    with pytest.raises(discord.Forbidden) as caught:
        await dm.send("Hej")
    assert caught.value.code == 50007


async def test_it_resumes_after_a_dropped_socket(place: Place, client: Small) -> None:
    sandbox = place.sandbox
    sandbox.world.sessions.drop()
    press = sandbox.command(place.alice, place.channel, "post")
    await press.answered(10)
    assert sandbox.world.sessions.resumed == 1
    assert sandbox.world.sessions.identified == [1]
