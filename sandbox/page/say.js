// The page's language: chosen in the address (?lang=da), else the browser's own.
import { WORDS } from "./words.js";

export const LANGUAGES = ["da", "en"];
let language = chosen();

function chosen() {
  const asked = new URLSearchParams(location.search).get("lang");
  const wishes = [asked, ...navigator.languages].map((one) => String(one).slice(0, 2).toLowerCase());
  return wishes.find((one) => LANGUAGES.includes(one)) ?? "en";
}

export const spoken = () => language;

export function speak(wanted) {
  language = wanted;
  const address = new URL(location.href);
  address.searchParams.set("lang", wanted);
  history.replaceState(null, "", address);
}

export function say(key, values = {}) {
  const sentence = WORDS[key][LANGUAGES.indexOf(language)];
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** The words of whoever wrote them in several languages, in ours if there are any. */
export const inOurs = (words) => words[language] ?? words.en ?? Object.values(words)[0] ?? "";

/** What the HTML leaves to us: `data-say` for text, `data-say-label` for a name only heard. */
export function sayAll(root = document) {
  document.documentElement.lang = language;
  for (const one of root.querySelectorAll("[data-say]")) setText(one, say(one.dataset.say));
  for (const one of root.querySelectorAll("[data-say-label]")) {
    one.setAttribute("aria-label", say(one.dataset.sayLabel));
  }
  document.title = say("title");
}

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export const listed = (names) => new Intl.ListFormat(locale(), { type: "conjunction" }).format(names);

export const locale = () => (language === "da" ? "da-DK" : "en-GB");

/** The name of a language, in ours. */
export function languageName(code) {
  try {
    return new Intl.DisplayNames([locale()], { type: "language" }).of(code);
  } catch {
    return code;
  }
}
