// A menu under a message on Discord where one thing is chosen: closed until it is opened, and pressed to choose.
import { el, setAttribute } from "./dom.js";
import { say } from "./say.js";

/** A key that stays while the menu offers the same. */
export const menuKey = (menu, live) => JSON.stringify([menu, live]);

/** The menu. Its choices carry `button`, as a key does: `data` and `value` are what is sent. */
export function makeMenu(menu, live) {
  const shown = el("span", { class: "asks" }, menu.placeholder);
  if (!live) return el("div", { class: "menu" }, el("span", { class: "opener" }, shown));
  const opener = el("button", { type: "button", class: "opener", "aria-expanded": "false", disabled: menu.disabled }, shown);
  const list = el("ul", { class: "choices-there", "aria-label": menu.placeholder, hidden: true });
  const open = (yes) => {
    list.hidden = !yes;
    setAttribute(opener, "aria-expanded", String(yes));
  };
  list.append(...menu.choices.map((one) => el("li", {}, choice(one, menu, () => [open(false), opener.focus()]))));
  if (menu.choices.length === 0) list.append(el("li", { class: "none" }, say("noChoices")));
  opener.addEventListener("click", () => open(list.hidden));
  const element = el("div", { class: "menu" }, opener, list);
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) [open(false), opener.focus(), event.stopPropagation()];
    else moved(event, list);
  });
  return element;
}

function choice({ label, value }, menu, chosen) {
  const made = el("button", { type: "button", class: "choice", onclick: chosen }, label);
  made.button = { text: label, data: menu.data, value };
  return made;
}

/** Up and down go through what is open. */
function moved(event, list) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || list.hidden) return;
  const all = [...list.querySelectorAll("button")];
  const at = all.indexOf(document.activeElement);
  all[Math.min(Math.max(at + step, 0), all.length - 1)]?.focus();
  event.preventDefault();
}
