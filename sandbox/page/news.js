// What is new for whom since somebody last looked, and one quiet sentence about it for screen readers.
import { discordChatsOf } from "./discord-places.js";
import { el } from "./dom.js";
import { messageKey } from "./message.js";
import { listed, say } from "./say.js";

const GATHER = 900; // milliseconds in which what arrives is told in one sentence

/** The chats a person sees: the one with the bot (its id is theirs) and those they are in. */
export function chatsOf(person, state) {
  if (person.network === "discord") return discordChatsOf(person, state.discord);
  const mine = { id: person.id, kind: "private", title: say("theBot"), messages: person.messages };
  const shared = state.chats.filter((chat) => chat.members.some((member) => member.id === person.id));
  return [mine, ...shared.filter((chat) => chat.moved_to === null)];
}

/** The people on every network. */
export const everyone = (state) => [...state.people, ...(state.discord?.people ?? [])];

export class News {
  /** `seenNow(person, chat)`: is somebody in that chat at this moment? */
  constructor(seenNow) {
    this.seenNow = seenNow;
    this.known = new Map(); // `person|chat` → keys of all messages there
    this.fresh = new Map(); // `person|chat` → keys of the new ones
    this.told = new Set();
    this.element = el("p", { class: "heard", role: "status" });
  }

  take(state) {
    for (const person of everyone(state)) for (const chat of chatsOf(person, state)) this.#compare(person, chat);
  }

  of(person, chat) {
    return this.fresh.get(`${person}|${chat}`) ?? new Set();
  }

  seen(person, chat) {
    return this.fresh.delete(`${person}|${chat}`);
  }

  /** Keep still while time travels, and tell all at the end, after `sentence`. */
  hold() {
    this.held = true;
  }

  say(sentence) {
    this.held = false;
    this.sentence = sentence;
    this.#later();
  }

  #compare(person, chat) {
    const place = `${person.id}|${chat.id}`;
    const before = this.known.get(place);
    this.known.set(place, new Set(chat.messages.map(messageKey)));
    if (!before || this.seenNow(person.id, chat.id)) return;
    // That somebody joined a group is no news.
    const told = chat.messages.filter((one) => one.service === null && one.from.id !== person.id);
    const others = told.filter((one) => !before.has(messageKey(one)));
    if (others.length === 0) return;
    const fresh = this.fresh.get(place) ?? new Set();
    this.fresh.set(place, new Set([...fresh, ...others.map(messageKey)]));
    this.told.add(chat.kind === "private" ? `p${person.first_name}` : `c${chat.title}`);
    this.#later();
  }

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.held || this.#speak(), GATHER);
  }

  #speak() {
    const people = [...this.told].filter((one) => one[0] === "p").map((one) => one.slice(1));
    const chats = [...this.told].filter((one) => one[0] === "c").map((one) => one.slice(1));
    this.told.clear();
    const parts = [this.sentence];
    this.sentence = "";
    if (people.length > 0) parts.push(say("newFor", { names: listed(people) }));
    if (chats.length > 0) parts.push(say("newIn", { names: listed(chats) }));
    this.element.textContent = parts.filter(Boolean).join(" ");
  }
}

/** `2 nye`, or nothing. */
export function inNumbers(n) {
  if (n === 0) return "";
  return n === 1 ? say("newOne") : say("newMany", { n });
}
