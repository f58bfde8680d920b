// Small tools for elements. Text goes in as text nodes only; nothing here reads HTML.

/** An element; `on…` are listeners, `data` is the dataset, the rest are attributes. */
export function el(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(made.dataset, value);
    else setAttribute(made, name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** true: present; false or null: absent. Nothing is touched that is right already. */
export function setAttribute(node, name, value) {
  if (value === false || value === null || value === undefined) return node.removeAttribute(name);
  const text = value === true ? "" : String(value);
  if (node.getAttribute(name) !== text) node.setAttribute(name, text);
  return undefined;
}

export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Make the children of `parent` be those of `items`, keeping the element of each key where it is.
 * `make(item)` builds one, `update(element, item)` fills it.
 */
export function patchList(parent, items, keyOf, make, update) {
  const wanted = new Set(items.map(keyOf));
  const known = new Map();
  for (const child of [...parent.children]) {
    if (wanted.has(child.dataset.key)) known.set(child.dataset.key, child);
    else child.remove();
  }
  let place = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    const child = known.get(key) ?? make(item);
    child.dataset.key = key;
    update(child, item);
    if (child === place) place = place.nextElementSibling;
    else parent.insertBefore(child, place);
  }
}

export const isShown = (node) => Boolean(node?.isConnected && node.getClientRects().length > 0);

/** Change something; if that took the focused element away, focus the first of `refuges(element)` that is left. */
export function keepingFocus(change, refuges) {
  const held = document.activeElement;
  const others = held === document.body ? [] : refuges(held);
  change();
  if (others.length === 0 || (document.activeElement === held && isShown(held))) return;
  [held, ...others].find(isShown)?.focus({ preventScroll: true });
}

const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** Scroll so that it can be seen; calmly where that is wished for. */
export function reveal(node, options = {}) {
  node.scrollIntoView({ block: "nearest", inline: "nearest", behavior: calm.matches ? "auto" : "smooth", ...options });
}

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
