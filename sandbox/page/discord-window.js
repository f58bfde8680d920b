// One person's window on Discord: the server's channels and the direct messages as tabs, and what the bot answers.
import { DiscordChat } from "./discord-chat.js";
import { DiscordDeeds } from "./discord-deeds.js";
import { picture } from "./discord-message.js";
import { namesIn } from "./discord-places.js";
import { el, keepingFocus, reveal, setText } from "./dom.js";
import { chatsOf, inNumbers } from "./news.js";
import { inOurs, languageName, say } from "./say.js";
import { Tabs } from "./tabs.js";
import { Toast } from "./toast.js";

export class DiscordWindow {
  constructor(person, news) {
    this.id = person.id;
    this.news = news;
    this.answersAside = true; // what a press in a channel is answered stands right below it
    this.deeds = new DiscordDeeds(this);
    this.chats = new Map();
    this.tabs = new Tabs((key) => this.#looked(key));
    this.toast = new Toast(() => this.chat().log.scroller);
    this.name = el("h3", { id: `phone-${person.id}` });
    this.about = el("p", { class: "about" });
    this.standing = el("p", { class: "standing" });
    this.language = el("p", { class: "about" });
    const named = el("div", { class: "named" }, this.name, el("span", { class: "network" }, "Discord"));
    const stands = el("div", { class: "stands" }, this.standing, this.language);
    const who = el("div", { class: "who-is" }, named, this.about, stands);
    this.face = el("div", { class: "face" }, picture(person.id, person.first_name));
    const head = el("header", {}, this.face, who);
    const names = () => [el("span"), " ", el("span", { class: "heard" })];
    this.shut = el("button", { type: "button", class: "quiet", onclick: () => this.deeds.shut() }, ...names());
    this.leave = el("button", { type: "button", class: "quiet", onclick: () => this.deeds.leave() }, ...names());
    const screen = el("div", { class: "screen" }, this.tabs.list, this.tabs.panels, this.toast.element);
    const wiring = { class: "pane phone discord", tabindex: "-1", "aria-labelledby": this.name.id };
    this.element = el("article", wiring, head, screen, el("div", { class: "foot" }, this.shut, this.leave));
    for (const kind of ["focusin", "pointerdown"]) this.element.addEventListener(kind, () => this.#looked(this.front));
    this.element.addEventListener("focusin", () => this.#speakUp(true));
    this.element.addEventListener("focusout", () => this.#speakUp(false));
  }

  /** The chat that is in front. */
  get front() {
    return this.tabs.selected;
  }

  chat(id = this.front) {
    return this.chats.get(id);
  }

  /** Bring a chat to the front; the direct messages have the person's own id. */
  open(id) {
    if (this.chats.has(id) && this.front !== id) this.tabs.select(id);
    reveal(this.element);
    return this.chat(id);
  }

  show(person, state, now) {
    this.person = person;
    const seen = chatsOf(person, state).map((chat) => this.deeds.withOwn(chat));
    const names = namesIn(state.discord);
    for (const chat of seen) {
      if (!this.chats.has(chat.id)) this.chats.set(chat.id, new DiscordChat(this));
      this.chats.get(chat.id).show(chat, person, { now, names, fresh: this.news.of(person.id, chat.id) });
    }
    const items = seen.map((chat) => ({
      key: chat.id,
      title: chat.title,
      mark: inNumbers(this.news.of(person.id, chat.id).size),
      panel: this.chats.get(chat.id).element,
    }));
    keepingFocus(
      () => this.tabs.show(items, say("phoneTabs", { name: person.first_name })),
      (held) => (this.tabs.list.contains(held) || this.tabs.panels.contains(held) ? [this.element] : []),
    );
    this.#introduce(person);
  }

  #introduce(person) {
    const server = person.servers.find((one) => one.inside) ?? person.servers[0];
    this.server = server;
    setText(this.name, person.first_name);
    setText(this.about, inOurs(person.note));
    setText(this.language, languageName(person.language.slice(0, 2)));
    const standing = !person.reached ? "stateOutside" : person.closed ? "stateShut" : "stateReached";
    setText(this.standing, say(standing));
    this.standing.classList.toggle("calm", standing === "stateReached");
    setText(this.shut.firstChild, say(person.closed ? "openDms" : "shutDms"));
    setText(this.leave.firstChild, say("leaveServer"));
    for (const button of [this.shut, this.leave]) setText(button.lastChild, say("onPhone", { name: person.first_name }));
    keepingFocus(
      () => (this.leave.hidden = !server?.inside || server.owned),
      (held) => (held === this.leave ? [this.chat().composer.first, this.element] : []),
    );
  }

  /** How many new messages, in all chats. */
  count() {
    return [...this.chats.keys()].reduce((sum, id) => sum + this.news.of(this.id, id).size, 0);
  }

  /** A press, as the story plays it. */
  press(message, button, key) {
    return this.deeds.press(message, button, key);
  }

  /** Draw all of this anew: something changed that only this person sees. */
  redraw() {
    this.element.dispatchEvent(new CustomEvent("looked", { bubbles: true }));
  }

  #looked(id) {
    if (this.news.seen(this.id, id)) this.redraw();
  }

  #speakUp(yes) {
    for (const [id, chat] of this.chats) chat.log.speakUp(yes && id === this.front);
  }
}
