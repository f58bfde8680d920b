// The channel by itself, as everyone reads it: nobody's phone, so nothing can be pressed, but the count is seen moving.
import { el, setText } from "./dom.js";
import { Log } from "./log.js";
import { say } from "./say.js";
import { Tabs } from "./tabs.js";

const NOTHING_NEW = new Set();

export class Board {
  constructor() {
    this.tabs = new Tabs();
    this.logs = new Map();
    this.title = el("h3", { id: "board" });
    this.note = el("p", { class: "about" });
    const head = el("header", {}, el("div", { class: "who-is" }, this.title, this.note));
    const screen = el("div", { class: "screen" }, this.tabs.list, this.tabs.panels);
    const wiring = { class: "pane board", tabindex: "-1", "aria-labelledby": "board" };
    this.element = el("article", wiring, head, screen);
  }

  show(state, now) {
    setText(this.title, say("boardTitle"));
    setText(this.note, say(state.chats.length > 0 ? "boardNote" : "noChats"));
    const chats = state.chats.filter((chat) => chat.moved_to === null);
    const items = chats.map((chat) => ({
      key: `${chat.id}`,
      title: chat.title,
      mark: "",
      panel: this.#log(chat, now).element,
    }));
    this.tabs.list.hidden = items.length === 0;
    this.tabs.show(items, say("boardTabs"));
  }

  #log(chat, now) {
    if (!this.logs.has(chat.id)) this.logs.set(chat.id, new Log(() => {}, () => {}, () => {}));
    const log = this.logs.get(chat.id);
    const view = { reader: null, live: false, named: chat.kind !== "channel", lang: null, chat };
    const label = say("logLabel", { chat: chat.title });
    log.show(chat.messages, { view, now, fresh: NOTHING_NEW, label, nothing: say("noMessages") });
    return log;
  }
}
