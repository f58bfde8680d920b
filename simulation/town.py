"""The municipality: who lives there, which channels there are, and who looks after them."""

from dataclasses import dataclass, field
from random import Random

from sandbox import Chat, Person, Sandbox
from simulation.options import Options

NAMES = [
    "Anna",
    "Bo",
    "Carla",
    "Dan",
    "Eva",
    "Finn",
    "Gerda",
    "Hans",
    "Ida",
    "Jens",
    "Karen",
    "Lars",
    "Mette",
    "Niels",
    "Olga",
    "Per",
    "Quynh",
    "Rasmus",
    "Sofie",
    "Tom",
    "Ulla",
    "Viggo",
    "Wafa",
    "Xenia",
    "Yusuf",
    "Zara",
    "Åse",
    "Ærø",
    "Østen",
]
SYLLABLES = ["ba", "de", "fi", "go", "hu", "ja", "ke", "li", "mo", "nu", "pa", "re", "si", "to", "vu"]
ORGANISATIONS = [
    "Suppegryden",
    "Besøgsvennerne",
    "Cykelværkstedet",
    "Lektiecaféen",
    "Naturplejen",
    "Genbrugsbutikken",
    "Sangkoret",
    "Krisecentret",
    "Havefællesskabet",
    "Legepladsen",
    "Strandrensning",
    "Sprogcaféen",
]
FOLLOWERS = 0.35
"""Of the people follow a channel of an organisation."""


@dataclass(slots=True, eq=False, kw_only=True)
class Organisation:
    """Who stands behind tasks: where they are shown, and who posts them."""

    name: str
    channels: list[Chat]
    coordinators: list[Person]
    followers: list[Person] = field(default_factory=list)
    elsewhere: Chat | None = None
    """Its channel on Discord, if it has one."""
    followers_elsewhere: list[Person] = field(default_factory=list)
    coordinator_elsewhere: Person | None = None
    """Who posts its tasks there."""


@dataclass(slots=True, eq=False, kw_only=True)
class Town:
    """Everyone and every place."""

    admin: Person
    organisations: list[Organisation]
    volunteers: list[Person]
    admin_elsewhere: Person | None = None
    """The same Karen, on Discord."""
    twins: dict[int, int] = field(default_factory=dict)
    """People who are on both networks: from their number on Discord to that on Telegram."""

    @property
    def admins(self) -> set[int]:
        """Who runs the installation, by their native ids."""
        return {one.id for one in (self.admin, self.admin_elsewhere) if one is not None}

    def human(self, native: int) -> int:
        """One number for somebody, whichever of their accounts this is."""
        return self.twins.get(native, native)

    def accounts(self, native: int) -> list[int]:
        """All numbers of the human whose this is."""
        human = self.human(native)
        return [human, *(one for one, other in self.twins.items() if other == human)]

    def of_channel(self, chat: Chat) -> Organisation:
        """Whose channel it is."""
        return next(one for one in self.organisations if chat in (*one.channels, one.elsewhere))

    def followers(self, chat: Chat) -> list[Person]:
        """Who sees what is shown there."""
        organisation = self.of_channel(chat)
        return organisation.followers_elsewhere if chat is organisation.elsewhere else organisation.followers

    def share(self, chat: Chat) -> float:
        """Of those who want a place at the organisation, how many see it there: as many as follow on that network."""
        organisation = self.of_channel(chat)
        everyone = len(organisation.followers) + len(organisation.followers_elsewhere)
        channels = 1 if chat is organisation.elsewhere else len(organisation.channels)
        return len(self.followers(chat)) / max(1, everyone) / channels


def found(sandbox: Sandbox, options: Options) -> Town:
    """Put the people and their chats into the sandbox, as they are before anybody has met the bot."""
    dice = options.dice("town")
    admin = sandbox.add_person("Karen Admin")
    count = max(2, min(len(ORGANISATIONS), options.people // 400))
    organisations = [_organisation(sandbox, dice, name, admin) for name in ORGANISATIONS[:count]]
    volunteers = [_volunteer(sandbox, dice, number) for number in range(options.people - options.on_discord)]
    for person in volunteers:
        for organisation in organisations:
            if dice.random() < FOLLOWERS:
                organisation.followers.append(person)
    return Town(admin=admin, organisations=organisations, volunteers=volunteers)


def _organisation(sandbox: Sandbox, dice: Random, name: str, admin: Person) -> Organisation:
    channels = [sandbox.add_channel(f"{name} søger", admin)]
    if dice.random() < 0.4:
        channels.append(sandbox.add_channel(f"{name}s venner", admin))
    if dice.random() < 0.3:
        channels.append(sandbox.add_group(f"{name} i kvarteret", admin, supergroup=dice.random() < 0.5))
    coordinators = [sandbox.add_person(f"{which} {name}", "da") for which in ("Koordinator", "Afløser")]
    return Organisation(name=name, channels=channels, coordinators=coordinators)


def _volunteer(sandbox: Sandbox, dice: Random, number: int) -> Person:
    return sandbox.add_person(name_of(number), "en" if dice.random() < 0.12 else "da")


def name_of(number: int) -> str:
    """A name nobody else has, so that it can be looked for where it must not be."""
    surname, rest = "", number
    for _ in range(4):
        rest, at = divmod(rest, len(SYLLABLES))
        surname += SYLLABLES[at]
    return f"{NAMES[number % len(NAMES)]} {surname.capitalize()}"
