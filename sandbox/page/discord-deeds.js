// What one person does on Discord, what the bot answers to it, and what happened on their screen alone.
import { openForm } from "./discord-form.js";
import { inOrder } from "./discord-places.js";
import { say } from "./say.js";
import { actOnDiscord, current, Refused } from "./server.js";

export class DiscordDeeds {
  constructor(win) {
    this.win = win;
    this.failed = new Set(); // messages whose last press was not answered
    this.unanswered = []; // commands nobody answered
    this.dismissed = new Set();
  }

  /** A chat without what they dismissed, and with the commands that nobody answered. */
  withOwn(chat) {
    const kept = chat.messages.filter((one) => !this.dismissed.has(one.id));
    const own = this.unanswered.filter((one) => one.chat === chat.id);
    return { ...chat, messages: inOrder([...kept, ...own]) };
  }

  write(chat, text) {
    return this.#tried(() => actOnDiscord("write", { person: this.win.id, chat: chat.id, text }));
  }

  command(chat, name, options) {
    const text = [`/${name}`, ...Object.values(options)].join(" ");
    const used = { by: this.win.person.first_name, name };
    return this.#tried(async () => {
      const asked = { person: this.win.id, chat: chat.id, name, options };
      const { answer } = await actOnDiscord("command", asked, { act: "write", text });
      if (answer) return this.#answered(answer);
      return this.#missed({ ...nobodySays, id: `0${this.unanswered.length}`, chat: chat.id, used });
    });
  }

  async complete(chat, name, option, typed) {
    const asked = { person: this.win.id, chat: chat.id, name, option, typed };
    let choices = [];
    await this.#tried(async () => ({ choices } = { choices: [], ...(await actOnDiscord("complete", asked)) }));
    return choices;
  }

  async press(message, button, key) {
    if (key.getAttribute("aria-busy") === "true") return false;
    key.setAttribute("aria-busy", "true");
    this.failed.delete(message.id);
    const place = { person: this.win.id, chat: message.chat, message: message.id, data: button.data };
    let answered = false;
    await this.#tried(async () => {
      const act = button.value ? "choose" : "press";
      const { answer } = await actOnDiscord(act, { ...place, value: button.value }, { label: button.text, said: message.text });
      answered = answer !== null;
      if (answered) return this.#answered(answer);
      this.failed.add(message.id);
      return this.win.redraw();
    });
    key.removeAttribute("aria-busy");
    return answered;
  }

  #answered({ modal, interaction }) {
    if (!modal) return;
    const send = (values) => this.#submit(interaction, values);
    openForm(this.win.person.first_name, modal, send, () => this.win.chat().composer.entrance);
  }

  /** True when it was taken, else why not. */
  async #submit(interaction, values) {
    try {
      const { answer } = await actOnDiscord("submit", { person: this.win.id, interaction, values });
      return answer ? true : say("formFailed");
    } catch (error) {
      return whyNot(error);
    }
  }

  #missed(note) {
    this.unanswered.push({ ...note, date: current().now, from: current().discord.bot, only_for: this.win.id });
    this.win.redraw();
  }

  /** They do not want to see it any more. */
  dismiss(message) {
    this.dismissed.add(message.id);
    this.unanswered = this.unanswered.filter((one) => one.id !== message.id);
    this.win.redraw();
  }

  remove(message) {
    return this.#tried(() => actOnDiscord("delete_message", { person: this.win.id, chat: message.chat, message: message.id }));
  }

  join() {
    return this.#tried(() => actOnDiscord("join", { person: this.win.id, server: this.win.server.id }));
  }

  leave() {
    return this.#tried(() => actOnDiscord("leave", { person: this.win.id, server: this.win.server.id }));
  }

  shut() {
    return this.#tried(() => actOnDiscord(this.win.person.closed ? "open_dms" : "close_dms", { person: this.win.id }));
  }

  async #tried(deed) {
    try {
      await deed();
      return true;
    } catch (error) {
      this.win.toast.show(whyNot(error));
      return false;
    }
  }
}

const nobodySays = { by_bot: true, text: "", buttons: [], menus: [], files: [], edited: null, unanswered: true, service: null };
const whyNot = (error) => (error instanceof Refused ? say("failed", { why: error.message }) : say("offline"));
