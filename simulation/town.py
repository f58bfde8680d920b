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


@dataclass(slots=True, eq=False, kw_only=True)
class Town:
    """Everyone and every place."""

    admin: Person
    organisations: list[Organisation]
    volunteers: list[Person]

    def of_channel(self, chat: Chat) -> Organisation:
        """Whose channel it is."""
        return next(one for one in self.organisations if chat in one.channels)


def found(sandbox: Sandbox, options: Options) -> Town:
    """Put the people and their chats into the sandbox, as they are before anybody has met the bot."""
    dice = options.dice("town")
    admin = sandbox.add_person("Karen Admin")
    count = max(2, min(len(ORGANISATIONS), options.people // 400))
    organisations = [_organisation(sandbox, dice, name, admin) for name in ORGANISATIONS[:count]]
    volunteers = [_volunteer(sandbox, dice, number) for number in range(options.people)]
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
    """A name nobody else has, so that it can be looked for where it must not be."""
    surname, rest = "", number
    for _ in range(4):
        rest, at = divmod(rest, len(SYLLABLES))
        surname += SYLLABLES[at]
    name = f"{NAMES[number % len(NAMES)]} {surname.capitalize()}"
    return sandbox.add_person(name, "en" if dice.random() < 0.12 else "da")
