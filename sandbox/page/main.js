// The whole page: draws each state of the world, and passes on what is pressed.
import { Board } from "./board.js";
import { Clock } from "./clock.js";
import { DiscordBoard } from "./discord-board.js";
import { namesIn } from "./discord-places.js";
import { DiscordWindow } from "./discord-window.js";
import { keepingFocus, patchList, reveal, setAttribute, setText } from "./dom.js";
import { everyone, inNumbers, News } from "./news.js";
import { Phone } from "./phone.js";
import { Picker } from "./picker.js";
import { say, sayAll, speak, spoken } from "./say.js";
import { connected, current, follow, onAct, onState } from "./server.js";
import { Story } from "./story.js";

const at = (name) => document.querySelector(`[data-part="${name}"]`);
const strip = at("strip");
const phones = new Map();
const inView = new Set();
const board = new Board();
const discordBoard = new DiscordBoard();
const news = new News((person, chat) => isInside(person, chat));
const clock = new Clock(at("clock"), news);
const desk = { clock, news, phone: (id) => phones.get(`${id}`), openBoard };
const story = new Story(at("story"), desk);
const picker = new Picker(at("picker"), goTo);

/** Is somebody in that chat of that phone: is the focus there, and the chat in front? */
function isInside(person, chat) {
  const phone = phones.get(`${person}`);
  return Boolean(phone?.element.contains(document.activeElement)) && phone.front === chat;
}

function openBoard(chat) {
  const { tabs, element } = discordBoard.logs.has(chat) ? discordBoard : board;
  if (chat !== null) tabs.select(`${chat}`);
  reveal(element);
  return { log: { find: () => null, scroller: element }, composer: { field: null, entrance: element } };
}

function goTo(key) {
  const pane = { board, discord: discordBoard }[key]?.element ?? phones.get(key).element;
  pane.focus({ preventScroll: true });
  reveal(pane);
}

function draw(state) {
  news.take(state);
  sayAll();
  showLine(state);
  at("nobody").hidden = everyone(state).length > 0;
  const now = clock.now();
  board.show(state, now);
  if (state.discord) discordBoard.show(state.discord, namesIn(state.discord), now);
  for (const person of everyone(state)) {
    const key = `${person.id}`;
    if (!phones.has(key)) phones.set(key, new (person.network === "discord" ? DiscordWindow : Phone)(person, news));
    phones.get(key).show(person, state, now);
  }
  placePanes(state);
  story.draw(state);
  showPicker(state);
}

function placePanes(state) {
  const boards = [["board", board.element], ...(state.discord ? [["discord", discordBoard.element]] : [])];
  const panes = [...boards, ...everyone(state).map(({ id }) => [`${id}`, phones.get(`${id}`).element])];
  keepingFocus(
    () => patchList(strip, panes, ([key]) => key, ([, pane]) => pane, () => {}),
    () => [strip],
  );
}

/** Which panes are to be seen, for the most part: neither outside the strip nor behind a board that sticks to it. */
function noteView() {
  const { left, right } = strip.getBoundingClientRect();
  let free = left; // where what sticks ends
  inView.clear();
  for (const pane of strip.children) {
    const box = pane.getBoundingClientRect();
    const sticks = getComputedStyle(pane).position === "sticky";
    const seen = Math.min(box.right, right) - Math.max(box.left, sticks ? left : free);
    if (seen > box.width * 0.6) inView.add(pane.dataset.key);
    if (sticks) free = Math.max(free, box.right);
  }
  picker.inView(inView);
}

function showPicker(state) {
  const places = (people) =>
    people.map((person) => {
      const key = `${person.id}`;
      return { key, name: person.first_name, mark: inNumbers(phones.get(key).count()) };
    });
  const here = [{ key: "board", name: say("boardTitle"), mark: "" }, ...places(state.people)];
  const there = [{ key: "discord", name: say("discordBoardTitle"), mark: "" }, ...places(state.discord?.people ?? [])];
  picker.show([{ name: "Telegram", places: here }, ...(state.discord ? [{ name: "Discord", places: there }] : [])]);
  noteView();
}

/** One kind line when the bot or the sandbox is not there. */
function showLine(state) {
  const key = !connected() ? "offline" : !state ? "loading" : lacking(state);
  const words = key ? say(key) : "";
  setText(at("line"), words);
  at("line").hidden = words === "";
}

function lacking({ listening, discord }) {
  if (!listening) return "notRunning";
  return !discord || discord.listening ? null : "notOnDiscord";
}

/** What was in front and in view when somebody does the next thing counts as seen. */
function lookedAround() {
  for (const [id, phone] of phones) if (inView.has(id)) news.seen(phone.id, phone.front);
}

function drawAgain() {
  clock.draw();
  if (current()) draw(current());
  else {
    sayAll();
    showLine(null);
  }
  for (const link of document.querySelectorAll("[data-language]")) {
    setAttribute(link, "aria-current", link.dataset.language === spoken() ? "true" : null);
  }
}

for (const link of document.querySelectorAll("[data-language]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    speak(link.dataset.language);
    drawAgain();
  });
}
/** The explanation lies over the page: it goes on Escape and when something else is pressed. */
function layAside(event) {
  const what = document.querySelector("details.what");
  if (!what.open || (event.type === "keydown" && event.key !== "Escape")) return;
  if (event.type === "pointerdown" && what.contains(event.target)) return;
  if (what.contains(document.activeElement)) what.firstElementChild.focus();
  what.open = false;
}

for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, layAside);
at("news").append(news.element);
onAct(lookedAround);
onAct((deed) => deed.act === "travel" && phones.forEach((phone) => phone.toast.hide()));
onState(draw);
strip.addEventListener("scroll", noteView, { passive: true });
new ResizeObserver(noteView).observe(strip);
strip.addEventListener("looked", () => queueMicrotask(() => draw(current())));
drawAgain();
follow();
