// One person's phone: who it is, their chats as tabs, what they can write and press, and what the bot answers.
import { Chat } from "./chat.js";
import { el, keepingFocus, reveal, setText } from "./dom.js";
import { chatsOf, inNumbers } from "./news.js";
import { inOurs, languageName, say } from "./say.js";
import { act, current, Refused } from "./server.js";
import { Tabs } from "./tabs.js";
import { alertBox, Toast } from "./toast.js";

export class Phone {
  constructor(person, news) {
    this.id = person.id;
    this.news = news;
    this.pending = null; // the payload of a link that waits for Start
    this.chats = new Map();
    this.tabs = new Tabs((key) => this.#looked(Number(key)));
    this.toast = new Toast(() => this.chat().log.scroller);
    this.initial = el("span", { class: "initial", "aria-hidden": "true" });
    this.name = el("h3", { id: `phone-${person.id}` });
    this.about = el("p", { class: "about" });
    this.standing = el("p", { class: "standing" });
    this.language = el("p", { class: "about" });
    const who = el("div", { class: "who-is" }, this.name, this.about, el("div", { class: "stands" }, this.standing, this.language));
    const names = [el("span"), " ", el("span", { class: "heard" })];
    this.block = el("button", { type: "button", class: "quiet", onclick: () => this.#block() }, ...names);
    const screen = el("div", { class: "screen" }, this.tabs.list, this.tabs.panels, this.toast.element);
    const wiring = { class: "pane phone", tabindex: "-1", "aria-labelledby": this.name.id };
    const head = el("header", {}, this.initial, who);
    this.element = el("article", wiring, head, screen, el("div", { class: "foot" }, this.block));
    for (const kind of ["focusin", "pointerdown"]) {
      this.element.addEventListener(kind, () => this.#looked(Number(this.tabs.selected)));
    }
    this.element.addEventListener("focusin", () => this.#speakUp(true));
    this.element.addEventListener("focusout", () => this.#speakUp(false));
  }

  /** The id of the chat that is in front. */
  get front() {
    return Number(this.tabs.selected);
  }

  /** The chat with the bot, or another by its id. */
  chat(id = Number(this.tabs.selected)) {
    return this.chats.get(id);
  }

  /** Bring a chat to the front. */
  open(id) {
    if (this.chats.has(id) && Number(this.tabs.selected) !== id) this.tabs.select(`${id}`);
    reveal(this.element);
    return this.chat(id);
  }

  show(person, state, now) {
    const first = !this.person;
    this.person = person;
    const seen = chatsOf(person, state);
    for (const chat of seen) {
      if (!this.chats.has(chat.id)) this.chats.set(chat.id, new Chat(this));
      this.chats.get(chat.id).show(chat, person, now, this.news.of(person.id, chat.id));
    }
    const items = seen.map((chat) => ({
      key: `${chat.id}`,
      title: chat.title,
      mark: inNumbers(this.news.of(person.id, chat.id).size),
      panel: this.chats.get(chat.id).element,
    }));
    keepingFocus(
      () => this.tabs.show(items, say("phoneTabs", { name: person.first_name })),
      (held) => (this.tabs.list.contains(held) || this.tabs.panels.contains(held) ? [this.element] : []),
    );
    if (first && !person.started && seen.length > 1) this.tabs.select(`${seen[1].id}`);
    this.#introduce(person);
  }

  #introduce(person) {
    const name = [person.first_name, person.last_name].filter(Boolean).join(" ");
    setText(this.initial, [...name][0] ?? "?");
    setText(this.name, name);
    setText(this.about, inOurs(person.note));
    setText(this.language, person.language ? languageName(person.language) : "");
    const standing = standingOf(person);
    setText(this.standing, say(standing));
    this.standing.classList.toggle("calm", standing === "stateReached");
    setText(this.block.firstChild, say("block"));
    setText(this.block.lastChild, say("onPhone", { name }));
    keepingFocus(
      () => (this.block.hidden = person.blocked || person.deactivated),
      (held) => (held === this.block ? [this.chat(person.id).composer.first, this.element] : []),
    );
  }

  /** How many new messages, in all chats. */
  count() {
    return [...this.chats.keys()].reduce((sum, id) => sum + this.news.of(this.id, id).size, 0);
  }

  write(chat, text, thread) {
    const more = { person: this.id };
    if (chat.kind === "private") return this.#tried(() => act("write", { person: this.id, text }));
    if (chat.kind === "channel") return this.#tried(() => act("post", { chat: chat.id, text }, more));
    return this.#tried(() => act("write", { person: this.id, chat: chat.id, text, thread }));
  }

  start(payload = this.pending ?? "") {
    this.pending = null;
    return this.#tried(() => act("start", { person: this.id, payload }));
  }

  async press(message, button, key) {
    if (key.getAttribute("aria-busy") === "true") return false;
    if (button.kind === "url") return this.follow(button.url);
    if (button.kind !== "callback") return this.toast.show(say("cannotOpen"));
    key.setAttribute("aria-busy", "true");
    this.toast.hide();
    const place = { person: this.id, chat: message.chat, message: message.id, data: button.data };
    const done = await this.#tried(async () => {
      const { answer } = await act("press", place, { label: button.text, said: message.text });
      this.#answered(answer);
    });
    key.removeAttribute("aria-busy");
    return done;
  }

  #answered(answer) {
    if (answer === null) this.toast.show(say(current().listening ? "noAnswer" : "notRunning"));
    else if (answer.text && answer.show_alert) {
      alertBox(this.person.first_name, answer.text, () => this.chat().log.scroller);
    } else if (answer.text) this.toast.show(answer.text);
    if (answer?.url) this.follow(answer.url);
  }

  /** A link to the bot opens the chat with it; whoever has not started it must press Start there themselves. */
  async follow(url) {
    const bot = current().bot.username.toLowerCase();
    const link = /^(?:https?:\/\/)?t\.me\/(\w+)(?:\?start=([\w-]*))?$/i.exec(url);
    if (link?.[1].toLowerCase() !== bot) return this.toast.show(say("cannotOpen"));
    const inside = this.element.contains(document.activeElement);
    const chat = this.open(this.id);
    if (this.person.started && !this.person.blocked) {
      if (inside) chat.log.scroller.focus({ preventScroll: true });
      return this.start(link[2] ?? "");
    }
    this.pending = link[2] ?? "";
    chat.redraw();
    if (inside) chat.composer.entrance.focus({ preventScroll: true });
    return true;
  }

  addBot(chat) {
    return this.#tried(() => act("add_bot", { person: this.id, chat: chat.id }));
  }

  unblock() {
    return this.#tried(() => act("unblock", { person: this.id }));
  }

  #block() {
    return this.#tried(() => act("block", { person: this.id }));
  }

  /** True when it worked; what did not is told over the phone. */
  async #tried(deed) {
    try {
      await deed();
      return true;
    } catch (error) {
      this.toast.show(error instanceof Refused ? say("failed", { why: error.message }) : say("offline"));
      return false;
    }
  }

  #looked(id) {
    if (this.news.seen(this.id, id)) this.element.dispatchEvent(new CustomEvent("looked", { bubbles: true }));
  }

  #speakUp(yes) {
    for (const [id, chat] of this.chats) chat.log.speakUp(yes && `${id}` === this.tabs.selected);
  }
}

function standingOf(person) {
  if (person.deactivated) return "stateGone";
  if (person.blocked) return "stateBlocked";
  return person.started ? "stateReached" : "stateNotStarted";
}
