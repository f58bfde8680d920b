// One channel, or the direct messages with the bot, as one person on Discord sees it.
import { fillMessage, makeMessage } from "./discord-message.js";
import { SlashComposer } from "./discord-composer.js";
import { el, setText } from "./dom.js";
import { Log } from "./log.js";
import { say } from "./say.js";

export const drawing = { make: makeMessage, fill: fillMessage };

export class DiscordChat {
  constructor(win) {
    this.win = win;
    this.log = new Log(
      (message, button, key) => win.deeds.press(message, button, key),
      () => {},
      () => {},
      { ...drawing, deed: (deed, message) => win.deeds[deed](message) },
    );
    this.composer = new SlashComposer({
      write: (text) => win.deeds.write(this.chat, text),
      command: (name, options) => win.deeds.command(this.chat, name, options),
      complete: (name, option, typed) => win.deeds.complete(this.chat, name, option, typed),
      join: () => win.deeds.join(),
      unknown: () => win.toast.show(say("noSuchCommand")),
    });
    this.skip = el("button", { type: "button", class: "skip", onclick: () => this.composer.entrance.focus() });
    this.element = el("div", { class: "chat" }, this.skip, this.log.element, this.composer.element);
  }

  show(chat, person, { now, names, fresh }) {
    this.chat = chat;
    this.person = person;
    const { win } = this;
    this.skip.hidden = chat.messages.length === 0;
    setText(this.skip, say("skipMessages"));
    const view = {
      reader: person.id,
      live: true,
      lang: person.language,
      locale: person.language,
      names,
      now,
      failed: win.deeds.failed,
      moderates: person.moderates.includes(chat.id),
      chat,
    };
    const label = say("logLabelOn", { chat: chat.title, name: person.first_name });
    this.log.show(chat.messages, { view, now, fresh, label, nothing: say("noMessages") });
    this.composer.show(this.#composer());
  }

  #composer() {
    const { chat, person } = this;
    const to = chat.kind === "private" ? `@${chat.title}` : chat.title.replace(" ", "");
    const label = say("writeTo", { chat: to, name: person.first_name });
    if (!person.reached) return { label, to, hint: say("noServer"), button: say("joinServer"), commands: [] };
    return { label, to, hint: "", button: "", commands: person.commands[chat.id] ?? [] };
  }
}
