// What somebody on Discord sees: the channels of the server they are in, and their direct messages with the bot.

/** Channels first; the direct messages have the person's own id. What is for their eyes only stands among the rest. */
export function discordChatsOf(person, { channels, bot }) {
  const asides = (chat) => person.asides.filter((one) => one.chat === chat);
  const seen = channels.filter((one) => person.places.includes(one.id));
  const rooms = seen.map((one) => ({ ...one, title: `# ${one.title}`, messages: inOrder([...one.messages, ...asides(one.id)]) }));
  const mine = inOrder([...person.messages, ...asides(person.id)]);
  return [...rooms, { id: person.id, kind: "private", title: bot.name, messages: mine }];
}

/** By time; what came at the same moment, by number. */
export function inOrder(messages) {
  const earlier = (one, other) => Date.parse(one.date) - Date.parse(other.date) || (one.id < other.id ? -1 : 1);
  return messages.toSorted(earlier);
}

/** The names of people and channels, by id, for mentions. */
export function namesIn({ people, channels, bot }) {
  const all = [...people.map((one) => [one.id, one.first_name]), ...channels.map((one) => [one.id, one.title])];
  return new Map([...all, [bot.id, bot.name]]);
}
