// A form the bot opens on Discord (docs, Modal): up to five fields; it stays open when it could not be sent.
import { el, isShown, setText } from "./dom.js";
import { say } from "./say.js";

const LABEL = 18;
const INPUT = 4;
const SELECT = 3;
const PARAGRAPH = 2;
let numbers = 0;

/**
 * `send(values)` answers with true when it was sent, else with a sentence.
 * The focus goes back where it was, or to what `refuge()` says.
 */
export function openForm(name, modal, send, refuge) {
  const held = document.activeElement;
  const title = el("h2", { id: "form-title" }, modal.title);
  const whose = el("p", { class: "about" }, say("formOf", { name }));
  const fields = modal.components.map(fieldOf).filter(Boolean);
  const trouble = el("p", { class: "failed", role: "alert" });
  const cancel = el("button", { type: "button", class: "quiet" }, say("cancel"));
  const submit = el("button", { type: "submit", class: "primary" }, say("submit"));
  const form = el("form", {}, title, whose, ...fields.map((one) => one.element), trouble);
  form.append(el("div", { class: "form-keys" }, cancel, submit));
  const box = el("dialog", { class: "alert discord form", "aria-labelledby": "form-title" }, form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (box.busy) return;
    box.busy = true;
    setText(trouble, "");
    const done = await send(Object.fromEntries(fields.map((one) => [one.name, one.input.value])));
    box.busy = false;
    if (done === true) box.close();
    else setText(trouble, done);
  });
  cancel.addEventListener("click", () => box.close());
  box.addEventListener("close", () => {
    box.remove();
    (isShown(held) && held !== document.body ? held : refuge()).focus({ preventScroll: true });
  });
  document.body.append(box);
  box.showModal();
  fields[0]?.input.focus();
}

function fieldOf(part) {
  const labelled = part.type === LABEL;
  const raw = labelled ? part.component : part.components[0];
  const make = { [INPUT]: textField, [SELECT]: choiceField }[raw.type];
  if (!make) return null;
  const id = `field-${(numbers += 1)}`;
  const needed = raw.required ?? true;
  const input = make(raw, { id, required: needed });
  const label = el("label", { for: id }, labelled ? part.label : raw.label);
  if (needed) label.append(" ", el("span", { class: "needed", "aria-hidden": "true" }, "*"));
  const about = labelled && part.description ? el("p", { class: "about", id: `${id}-about` }, part.description) : null;
  if (about) input.setAttribute("aria-describedby", about.id);
  return { name: raw.custom_id, input, element: el("div", { class: "field" }, label, about, input) };
}

function textField(raw, wiring) {
  const limits = { minlength: raw.min_length || null, maxlength: raw.max_length ?? 4000, placeholder: raw.placeholder };
  const long = raw.style === PARAGRAPH;
  const input = el(long ? "textarea" : "input", { ...wiring, ...limits, autocomplete: "off", rows: long ? "4" : null });
  input.value = raw.value ?? "";
  return input;
}

function choiceField(raw, wiring) {
  const items = raw.options.map((one) => el("option", { value: one.value, selected: one.default ?? false }, one.label));
  return el("select", wiring, ...items);
}
