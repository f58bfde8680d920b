// One message as a list item: who, text, when, buttons. Patched in place, so that focus and eyes stay where they are.
import { el, patchList, setAttribute, setText } from "./dom.js";
import { listed, say, spoken } from "./say.js";
import { isWebAddress, rendered } from "./text.js";
import { clockTime } from "./time.js";

export const messageKey = (message) => `${message.chat}:${message.id}`;

/** An empty message; `fill` says what it is. */
export function makeMessage() {
  const who = el("p", { class: "who" });
  const quote = el("p", { class: "quote" });
  const words = el("div", { class: "words", dir: "auto" });
  const meta = el("p", { class: "meta" });
  const bubble = el("div", { class: "bubble" }, who, quote, words, meta);
  const keys = el("div", { class: "keys" });
  const item = el("li", { class: "message", tabindex: "-1" }, bubble, keys);
  item.parts = { who, quote, words, meta, keys };
  return item;
}

/**
 * Show a message. `view`: `reader` (a person's id, or null for the board), `live` (buttons can be pressed),
 * `named` (others' names are seen, not only heard), `lang`, `chat` (the chat's state), `fresh`.
 */
export function fillMessage(item, message, view) {
  const mine = view.reader !== null && message.from.id === view.reader;
  item.classList.toggle("mine", mine);
  item.classList.toggle("service", message.service !== null);
  item.classList.toggle("fresh", view.fresh);
  const drawn = JSON.stringify([message, view.live, view.lang, view.pinned, spoken()]);
  if (item.drawn === drawn) return;
  const first = item.drawn === undefined;
  item.drawn = drawn;
  if (!first && message.edited && message.edited !== item.edited) flash(item);
  item.edited = message.edited;
  item.message = message;
  fillParts(item.parts, message, view, mine);
}

function fillParts(parts, message, view, mine) {
  setText(parts.who, `${message.from.name}:`);
  parts.who.classList.toggle("heard", mine || !view.named);
  parts.who.hidden = message.service !== null;
  parts.quote.hidden = message.reply_to === null;
  setText(parts.quote, quoted(message, view.chat));
  setAttribute(parts.words, "lang", view.lang && message.by_bot ? view.lang : null);
  fillWords(parts.words, message, view);
  fillMeta(parts.meta, message, view);
  fillKeys(parts.keys, message, view.live);
}

function fillWords(words, message, view) {
  if (message.service) return words.replaceChildren(served(message));
  if (message.document) {
    const { name, size } = message.document;
    words.replaceChildren(el("p", { class: "file" }, say("document", { name, size: Math.ceil(size / 1024) })));
    return words.append(...rendered(message.text, message.entities, false));
  }
  return words.replaceChildren(...rendered(message.text, message.entities, view.live && message.by_bot));
}

function fillMeta(meta, message, view) {
  const topic = view.chat.topics?.find((one) => one.thread === message.thread);
  const notes = [
    topic && !message.service ? say("topicIn", { name: topic.name }) : null,
    view.pinned ? say("pinned") : null,
    message.edited ? say("edited") + later(message) : null,
  ].filter(Boolean);
  const sent = el("time", { datetime: message.date }, clockTime(new Date(message.date)));
  meta.replaceChildren(...notes.map((note) => el("span", {}, note)), sent);
}

/** The time of the edit, unless it is that of the message. */
function later({ date, edited }) {
  return edited.slice(0, 16) === date.slice(0, 16) ? "" : ` ${clockTime(new Date(edited))}`;
}

function fillKeys(keys, message, live) {
  keys.hidden = message.buttons.length === 0;
  const rows = message.buttons.map((buttons, index) => ({ index: `${index}`, buttons: told(buttons) }));
  patchList(
    keys,
    rows,
    (row) => row.index,
    () => el("div", { class: "row" }),
    (node, row) => patchList(node, row.buttons, (one) => one.key + live, (one) => makeKey(one, live), () => {}),
  );
}

/** A button is the same one only while it says and does the same: an element never changes what a press means. */
function told(buttons) {
  return buttons.map((button, index) => ({ ...button, key: JSON.stringify([index, button]) }));
}

function makeKey(button, live) {
  const style = button.style ? ` ${button.style}` : "";
  if (!live) return el("span", { class: `key${style}` }, button.text);
  if (button.kind === "url" && isWebAddress(button.url)) {
    const away = { href: button.url, target: "_blank", rel: "noopener noreferrer" };
    return el("a", { class: `key${style}`, ...away }, button.text);
  }
  const made = el("button", { type: "button", class: `key${style}` }, button.text);
  made.button = button;
  return made;
}

function quoted(message, chat) {
  const target = chat.messages.find((one) => one.id === message.reply_to);
  return target ? `${say("replyTo", { name: target.from.name })} ${target.text.slice(0, 80)}` : "";
}

function served({ service, from }) {
  const names = (people) => listed(people.map((one) => one.first_name));
  if (service.new_chat_members) return say("cameIn", { names: names(service.new_chat_members) });
  if (service.left_chat_member) return say("wentOut", { names: names([service.left_chat_member]) });
  if (service.forum_topic_created) return say("topicOpened", { name: service.forum_topic_created.name });
  if (service.forum_topic_closed) return say("topicClosed");
  if (service.forum_topic_reopened) return say("topicReopened");
  if (service.migrate_to_chat_id || service.migrate_from_chat_id) return say("groupMoved");
  return `${from.name}: ${say("otherMessage")}`;
}

function flash(item) {
  item.classList.remove("changed");
  void item.offsetWidth; // begin the animation anew
  item.classList.add("changed");
}
