// The sandbox's control API: look, wait for changes, act, move the clock.
import { pause } from "./dom.js";

const LONGEST_WAIT = 60_000; // a request for changes is answered within 25 s; after this the line is dead
let known = null;
let line = true;
const watchers = [];
const before = [];
const after = [];

/** The sandbox said no, in a sentence. */
export class Refused extends Error {}

export const current = () => known;
export const connected = () => line;

/** Be called with each new state, and when the connection comes or goes. */
export const onState = (watcher) => watchers.push(watcher);
/** Be called before and after everything people do here; not after a clock that found nothing to move to. */
export const onAct = (watcher) => before.push(watcher);
export const onDone = (watcher) => after.push(watcher);

function deliver() {
  for (const watcher of watchers) {
    try {
      watcher(known);
    } catch (error) {
      reportError(error);
    }
  }
}

/** Follow the world for ever; a broken line is tried again, ever more slowly up to 5 s. */
export async function follow() {
  for (let wait = 300; ; ) {
    try {
      const state = await look();
      if (known && known.world !== state.world) return location.reload(); // everything began anew
      known = state;
      line = true;
      wait = 300;
    } catch {
      line = false;
    }
    if (known) deliver();
    if (!line) {
      await pause(wait);
      wait = Math.min(wait * 2, 5000);
    }
  }
}

async function look() {
  const path = known && line ? `/sandbox/changes?since=${known.revision}` : "/sandbox/state";
  const response = await fetch(path, { signal: AbortSignal.timeout(LONGEST_WAIT) });
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}

async function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Refused(answer.error);
  return answer;
}

async function watched(path, body, deed) {
  for (const watcher of before) watcher(deed);
  const answer = await post(path, body);
  if (answer.moved !== false) for (const watcher of after) watcher(deed);
  return answer;
}

/** Do what a person does; `more` is for those who watch here and is not sent. */
export const act = (name, body, more = {}) =>
  watched("/sandbox/act", { act: name, ...body }, { act: name, ...body, ...more });

/** The same on Discord. */
export const actOnDiscord = (name, body, more = {}) =>
  watched("/sandbox/discord", { act: name, ...body }, { act: name, ...body, ...more });

/** Move the clock by seconds, or to the `next` moment: `moved` is false if there is none. */
export const travel = (forward) =>
  watched("/sandbox/clock", forward === "next" ? { to: "next" } : { by_seconds: forward }, { act: "travel", forward });

/** Put the whole world back to its start, for everybody; the page then loads itself anew. */
export const beginAnew = () => post("/sandbox/act", { act: "begin_anew" });

/** Note for everybody that a step of the story is done; false when that could not be noted. */
export const told = (step) => post("/sandbox/act", { act: "told", step }).then(() => true, () => false);
