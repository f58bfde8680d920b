// One chat on one phone: its messages and what stands under them.
import { Composer } from "./composer.js";
import { el, setText } from "./dom.js";
import { Log } from "./log.js";
import { say } from "./say.js";

export class Chat {
  constructor(phone) {
    this.phone = phone;
    this.log = new Log(
      (message, button, key) => phone.press(message, button, key),
      (url) => phone.follow(url),
      (text) => phone.write(this.chat, text, null),
    );
    this.composer = new Composer({
      write: (text, thread) => phone.write(this.chat, text, thread),
      start: () => phone.start(),
      unblock: () => phone.unblock(),
      add: () => phone.addBot(this.chat),
    });
    this.skip = el("button", { type: "button", class: "skip", onclick: () => this.composer.entrance.focus() });
    this.element = el("div", { class: "chat" }, this.skip, this.log.element, this.composer.element);
  }

  show(chat, person, now, fresh) {
    this.chat = chat;
    this.person = person;
    const closed = chat.kind === "channel" && !this.#leads();
    this.skip.hidden = closed || chat.messages.length === 0;
    setText(this.skip, say("skipMessages"));
    const lang = chat.kind === "private" ? person.language : null;
    const view = { reader: person.id, live: true, named: chat.kind.endsWith("group"), lang, chat };
    const name = person.first_name;
    const label = say("logLabelOn", { chat: chat.title, name });
    this.log.show(chat.messages, { view, now, fresh, label, nothing: this.#nothing() });
    this.redraw();
  }

  /** The composer anew, such as when a link waits for Start. */
  redraw() {
    this.composer.show(this.#composer());
  }

  #composer() {
    const { chat, person } = this;
    const words = { channel: "postAs", private: "writeBot" }[chat.kind] ?? "writeAs";
    const label = say(words, { chat: chat.title, name: person.first_name });
    const open = { kind: "write", label, hint: "", button: "", topics: [], commands: [] };
    if (person.deactivated) return { ...open, kind: "closed", hint: say("stateGone") };
    if (this.#lacksBot()) return { ...open, kind: "add", hint: say("botAbsent"), button: say("addBot") };
    if (chat.kind === "channel") {
      return this.#leads() ? { ...open, kind: "post" } : { ...open, kind: "closed", hint: say("readOnly") };
    }
    if (chat.kind !== "private") return { ...open, topics: chat.topics };
    return this.#private(open);
  }

  #private(open) {
    const { person, phone } = this;
    if (phone.pending !== null) {
      return { ...open, kind: "start", hint: say("startPending"), button: say("start") };
    }
    if (person.blocked) return { ...open, kind: "unblock", hint: say("isBlocked"), button: say("unblock") };
    if (!person.started) return { ...open, kind: "start", hint: say("startFirst"), button: say("start") };
    return { ...open, commands: person.menu };
  }

  #nothing() {
    const { chat, person } = this;
    if (chat.kind !== "private" || person.started) return say("noMessages");
    return person.description || say("notMet", { name: person.first_name });
  }

  /** Whoever leads a chat adds the bot to it before anything else. */
  #lacksBot() {
    return this.chat.kind !== "private" && this.#leads() && ["left", "kicked"].includes(this.chat.bot.status);
  }

  #leads() {
    const standing = this.chat.members.find((member) => member.id === this.person.id)?.status;
    return standing === "creator" || standing === "administrator";
  }
}
