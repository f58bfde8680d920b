// One message on Discord as a list item: picture, name, text, buttons; and for whose eyes it is. Patched in place.
import { el, patchList, setAttribute, setText } from "./dom.js";
import { makeMenu, menuKey } from "./discord-select.js";
import { isRelative, written } from "./discord-text.js";
import { say, spoken } from "./say.js";
import { clockTime } from "./time.js";

const HUES = 5;

/** A round picture: the first letter, on one of five colours. */
export function picture(id, name, bot = false) {
  const hue = bot ? "bot" : Number(BigInt(id) & 0x3fffffn) % HUES;
  return el("span", { class: `picture hue-${hue}`, "aria-hidden": "true" }, [...name][0] ?? "?");
}

/** An empty message; `fill` says what it is. */
export function makeMessage() {
  const parts = {
    used: el("p", { class: "used" }),
    face: el("div", { class: "face" }),
    who: el("p", { class: "who" }),
    words: el("div", { class: "words", dir: "auto" }),
    menus: el("div", { class: "menus" }),
    keys: el("div", { class: "keys" }),
    failed: el("p", { class: "failed", role: "status" }),
    foot: el("p", { class: "only" }),
  };
  const body = el("div", { class: "bubble" }, parts.who, parts.words, parts.menus, parts.keys, parts.failed, parts.foot);
  const item = el("li", { class: "message", tabindex: "-1" }, parts.used, parts.face, body);
  item.parts = parts;
  return item;
}

/**
 * Show a message. `view`: `reader` (an id, or null for the board), `live` (buttons can be pressed), `lang`, `locale`,
 * `names` by id, `now`, `fresh`, `failed` (ids of messages whose button was not answered), `moderates`.
 */
export function fillMessage(item, message, view) {
  item.classList.toggle("fresh", view.fresh);
  item.classList.toggle("aside", message.only_for !== null);
  const minute = isRelative(message.text) ? Math.floor(view.now / 60_000) : 0;
  const failed = view.failed.has(message.id);
  const drawn = JSON.stringify([message, view.live, view.lang, view.moderates, failed, minute, spoken()]);
  if (item.drawn === drawn) return;
  if (item.message && message.edited !== item.message.edited) flash(item);
  item.drawn = drawn;
  item.message = message;
  fillParts(item.parts, message, view, failed);
}

function fillParts(parts, message, view, failed) {
  const { used, from } = message;
  parts.used.hidden = !used;
  if (used) parts.used.replaceChildren(el("strong", {}, used.by), ` ${say("usedCommand")} `, el("code", {}, `/${used.name}`));
  parts.face.replaceChildren(picture(from.id, from.name, message.by_bot));
  parts.who.replaceChildren(...headline(message));
  setAttribute(parts.words, "lang", message.by_bot ? view.lang : null);
  parts.words.replaceChildren(...body(message, view));
  parts.menus.hidden = message.menus.length === 0;
  const key = (menu) => menuKey(menu, view.live);
  patchList(parts.menus, message.menus, key, (menu) => makeMenu(menu, view.live), () => {});
  fillKeys(parts.keys, message, view.live);
  setText(parts.failed, failed ? say("interactionFailed") : "");
  parts.foot.replaceChildren(...foot(message, view));
}

function headline({ from, by_bot: bot, date }) {
  const name = el("strong", {}, from.name);
  const sent = el("time", { datetime: date }, clockTime(new Date(date)));
  return bot ? [name, " ", el("span", { class: "app" }, say("appBadge")), " ", sent] : [name, " ", sent];
}

function body(message, view) {
  if (message.unanswered) return [el("span", { class: "failed" }, say("programSilent"))];
  if (message.thinking) return [el("span", { class: "thinking" }, say("thinking", { name: message.from.name }))];
  const files = message.files.map(({ name, size }) =>
    el("p", { class: "file" }, say("document", { name, size: Math.ceil(size / 1024) })),
  );
  const edited = message.edited ? [" ", el("span", { class: "edited" }, say("editedThere"))] : [];
  return [...written(message.text, view), ...edited, ...files];
}

function foot(message, view) {
  if (message.only_for !== null) {
    const dismiss = el("button", { type: "button", class: "inline", data: { deed: "dismiss" } }, say("dismiss"));
    return view.live ? [say("onlyYou"), " · ", dismiss] : [say("onlyYou")];
  }
  if (!view.moderates) return [];
  return [el("button", { type: "button", class: "inline", data: { deed: "remove" } }, say("deleteMessage"))];
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
const told = (buttons) => buttons.map((button, index) => ({ ...button, key: JSON.stringify([index, button]) }));

function makeKey(button, live) {
  const look = `key ${button.style}`;
  if (!live) return el("span", { class: look }, button.text);
  if (button.kind === "url") {
    return el("a", { class: look, href: button.url, target: "_blank", rel: "noopener noreferrer" }, button.text);
  }
  const made = el("button", { type: "button", class: look, disabled: button.disabled }, button.text);
  made.button = button;
  return made;
}

function flash(item) {
  item.classList.remove("changed");
  void item.offsetWidth; // begin the animation anew
  item.classList.add("changed");
}
