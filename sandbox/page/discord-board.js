// The channels of a Discord server by themselves, as everyone reads them: nobody's window, so nothing can be pressed.
import { drawing } from "./discord-chat.js";
import { ServerEvents } from "./discord-events.js";
import { el, setText } from "./dom.js";
import { Log } from "./log.js";
import { say } from "./say.js";
import { Tabs } from "./tabs.js";

const NOTHING = new Set();

export class DiscordBoard {
  constructor() {
    this.tabs = new Tabs();
    this.logs = new Map();
    this.title = el("h3", { id: "discord-board" });
    this.note = el("p", { class: "about" });
    const named = el("div", { class: "named" }, this.title, el("span", { class: "network" }, "Discord"));
    const head = el("header", {}, el("div", { class: "who-is" }, named, this.note));
    this.events = new ServerEvents();
    const screen = el("div", { class: "screen" }, this.events.element, this.tabs.list, this.tabs.panels);
    const wiring = { class: "pane board discord", tabindex: "-1", "aria-labelledby": "discord-board" };
    this.element = el("article", wiring, head, screen);
  }

  show({ channels, events }, names, now) {
    setText(this.title, say("discordBoardTitle"));
    setText(this.note, say("discordBoardNote", { server: channels[0]?.server ?? "" }));
    const items = channels.map((chat) => ({
      key: chat.id,
      title: `# ${chat.title}`,
      mark: "",
      panel: this.#log(chat, names, now).element,
    }));
    this.events.show(events);
    this.tabs.list.hidden = items.length === 0;
    this.tabs.show(items, say("discordBoardTabs"));
  }

  #log(chat, names, now) {
    if (!this.logs.has(chat.id)) this.logs.set(chat.id, new Log(() => {}, () => {}, () => {}, drawing));
    const log = this.logs.get(chat.id);
    const reading = { reader: null, live: false, lang: null, locale: "da", names, now, failed: NOTHING, moderates: false };
    const label = say("logLabel", { chat: `# ${chat.title}` });
    log.show(chat.messages, { view: { ...reading, chat }, now, fresh: NOTHING, label, nothing: say("noMessages") });
    return log;
  }
}
