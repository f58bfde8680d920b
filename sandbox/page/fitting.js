// Does what somebody did by hand fit a step of the story?

/** Is that what the step asks for? Texts may differ after the first word: people write their own. */
export function fits(step, deed) {
  if (deed.act === "travel") return deed.forward === step.forward;
  if (deed.person !== step.person) return false;
  if (deed.act === "start") return step.start !== null;
  if (deed.act === "press") return step.press !== null && inPlace(step, deed) && isMeant(step, deed);
  if (deed.act !== "write" && deed.act !== "post") return false;
  return step.write !== null && inPlace(step, deed) && begin(deed.text) === begin(step.write);
}

const isMeant = ({ press, message }, deed) => deed.label.startsWith(press) && deed.said.includes(message ?? "");

const inPlace = (step, deed) => (deed.chat ?? deed.person) === (step.chat ?? step.person);

/** The first word, and whether more follows: a command by itself asks for something else than one with its words. */
function begin(text) {
  const [word, ...more] = text.trim().toLowerCase().split(/\s+/);
  return `${word} ${more.length > 0}`;
}
