// The desk by keyboard. Everything here can be done without it too, by the forms of the page.
"use strict";

const USUAL = {
  next: "j", previous: "k", approve: "a", redact: "d", refuse: "r", spam: "s", reopen: "p", undo: "u", select: "x", open: "o", note: "n", word: "w",
  search: "/", fresh: "l", help: "?",
};
const page = document.querySelector("[data-desk]");
const said = page.dataset;
const token = said.token;
const status = document.getElementById("said");
const help = document.getElementById("keys");
const cards = [...document.querySelectorAll("article.card")];
let keys = { ...USUAL };
let current = -1;
let refusing = null;
let decidedHere = 0;
let waiting = 0;
let answered = null;

try {
  keys = { ...USUAL, ...JSON.parse(localStorage.getItem("placet-keys") || "{}") };
} catch { /* Kept keys that cannot be read are the usual ones. */ }

let silence;
/** Says what was done, for a while: what stays would lie over what is under it. */
const say = (text) => {
  status.textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => { if (!refusing) status.textContent = ""; }, 12000);
};
const isDone = (card) => card.classList.contains("decided") || card.classList.contains("taken");

function go(place) {
  if (!cards[place]) return false;
  current = place;
  cards[place].focus({ preventScroll: true });
  // Of what is taller than the window, the beginning is read first.
  const isTall = cards[place].offsetHeight > innerHeight * (bulk?.classList.contains("on") ? 0.6 : 0.9);
  cards[place].scrollIntoView({ block: isTall ? "start" : "nearest" });
  return true;
}

function step(by) {
  for (let place = current + by; place >= 0 && place < cards.length; place += by) {
    if (!isDone(cards[place])) return go(place);
  }
  return false;
}

async function send(path, body, method = "POST") {
  const answer = await fetch(path, {
    method,
    keepalive: method === "DELETE",
    headers: { "content-type": "application/json", "x-csrf-token": token, "accept-language": document.documentElement.lang },
    body: JSON.stringify(body),
  });
  if (answer.status === 204) return {};
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.detail || told.title);
  return told;
}

/** What went wrong, for people: a browser that reaches nobody says so in its own words. */
const toldOf = (problem) => (problem instanceof TypeError ? said.unreached : problem.message);

/** An address of the desk with more to say. */
const withMore = (address, more) => `${address}${address.includes("?") ? "&" : "?"}${more}`;

/** A card's forms and its choice say which version they are about. */
function renew(card, version) {
  card.dataset.version = version;
  for (const field of card.querySelectorAll("input[name=version]")) field.value = version;
  const chosen = card.querySelector("input[name=chosen]");
  if (chosen) chosen.value = `${card.dataset.id}.${version}`;
}

/** What this moderator decided in this window, the last one at the end, over a change of page too: what somebody else did who
 * was logged in here before is not theirs to take back by a key. */
const kept = `placet-decided-${said.moderator}`;
const made = {
  all: () => { try { return JSON.parse(sessionStorage.getItem(kept) || "[]"); } catch { return []; } },
  keep: (all) => sessionStorage.setItem(kept, JSON.stringify(all.slice(-50))),
};

function mark(card, text) {
  card.classList.add("decided");
  card.dataset.said = text;
  card.setAttribute("aria-label", text);
  card.inert = true;
}

function restore(card) {
  card.classList.remove("decided");
  delete card.dataset.said;
  card.removeAttribute("aria-label");
  card.inert = false;
}

/** Shows in the place of a card's buttons what somebody else does with it. Nothing moves, and the focus stays at the card. */
function take(card, text) {
  const isInside = card !== document.activeElement && card.contains(document.activeElement);
  if (refusing?.card === card) withdraw();
  give(card);
  const over = document.createElement("p");
  over.className = "over";
  over.textContent = text;
  card.append(over);
  card.classList.add("taken");
  for (const form of card.querySelectorAll("form")) form.inert = true;
  const chosen = card.querySelector("input[name=chosen]");
  if (chosen) { chosen.checked = false; chosen.disabled = true; countChosen(); }
  if (isInside) card.focus({ preventScroll: true });
  if (cards[current] === card) say(text);
}

/** Gives a card back that was taken. */
function give(card) {
  if (!card.classList.contains("taken")) return;
  card.classList.remove("taken");
  card.querySelector(".over").remove();
  card.querySelector(".clause-list")?.remove();
  for (const form of card.querySelectorAll("form:not(.gone)")) form.inert = false;
  const chosen = card.querySelector("input[name=chosen]");
  if (chosen) chosen.disabled = false;
  if (cards[current] === card) say("");
}

/** What somebody else reads is theirs; live.js says for how long. */
let hold = (card, by) => take(card, `${by} ${said.reads}`);

/** Says who else reads a comment: nothing is decided on it until it is taken over. */
const sayHolder = (card) => say(card.querySelector(".holder p").firstChild.textContent.trim());

/** Keeps a note for colleagues that was begun beside a decision; where it cannot be kept, it stays in this window. */
async function remember(card, text) {
  try {
    await send(`/api/v1/comments/${card.dataset.id}/notes`, { text });
    forgetDraft("remark");
  } catch (problem) {
    say(toldOf(problem));
  }
}

/** Decides, and is at the next comment before the answer is there. */
async function decide(card, verdict, { clause, redact } = {}) {
  // What a card has no button for cannot be done to it.
  const button = card?.querySelector(`button[value=${redact ? "redact" : verdict}]`);
  if (card?.dataset.held) return sayHolder(card);
  if (card && !card.querySelector("form.decide")) return say(said.mayNot);
  if (!button || isDone(card)) return;
  const version = Number(card.dataset.version);
  // To keep what readers have reported is said otherwise.
  const text = button.dataset.said ?? said[verdict === "reopen" ? "pending" : verdict];
  mark(card, text);
  if (!step(1) && !step(-1)) document.getElementById("main").focus();
  say(text);
  const report = card.querySelector("input[name=last_report]")?.value;
  const note = card.querySelector("textarea[name=note]")?.value.trim();
  const remark = card.querySelector("textarea[name=text]")?.value.trim();
  waiting += 1;
  try {
    const told = await send(`/api/v1/comments/${card.dataset.id}/decisions`, { version, verdict, ...(clause && { clause }), ...(redact && { redact }), ...(report && { last_report: report }), ...(note && { note }) });
    renew(card, told.version);
    made.keep([...made.all(), { id: told.id, version: told.version }]);
    decidedHere += 1;
    if (remark) await remember(card, remark);
    answered = { ...told, done: button.dataset.done ?? told.status };
  } catch (problem) {
    restore(card);
    go(cards.indexOf(card));
    say(toldOf(problem));
    document.dispatchEvent(new CustomEvent("restored", { detail: card }));
  }
  waiting -= 1;
  // Whatever is on its way would be lost with the page. The next one says what was last, and takes it back.
  if (waiting || !answered || !cards.every(isDone)) return;
  location.assign(withMore(said.back, `done=${answered.done}&comment=${answered.id}&version=${answered.version}`));
}

/** What was typed on a comment's page stays in this window until it is sent: a slip, a log-in or another form does not lose it. */
const draft = (field) => `placet-draft-${said.moderator}-${cards[0].dataset.id}-${field}`;
const forgetDraft = (field) => { if (said.own) sessionStorage.removeItem(draft(field)); };
if (new URLSearchParams(location.search).get("done") === "noted") forgetDraft("remark");
for (const field of said.own ? document.querySelectorAll("#note, #remark") : []) {
  // A word for a reader is for the decision that is to come.
  if (!field.value && (field.id === "remark" || cards[0].querySelector(".tag.pending"))) field.value = sessionStorage.getItem(draft(field.id)) ?? "";
  field.addEventListener("input", () => sessionStorage.setItem(draft(field.id), field.value));
}

/** What was decided on several, or on all that a filter found, is said at the head of the next page, with the form that takes it
 * back; it is kept as that form. */
const bulkForm = document.querySelector('.flash form[action="/desk/bulk/undo"], .flash form[action="/desk/all/undo"]');
if (bulkForm) {
  const fields = [...new FormData(bulkForm)].filter(([name]) => name !== "token");
  const form = { path: bulkForm.getAttribute("action"), fields };
  const all = made.all();
  // A page that is shown again tells nothing new.
  if (!all.some((one) => JSON.stringify(one.form) === JSON.stringify(form))) made.keep([...all, { form }]);
}

/** Sends a form that stood on another page. */
function submit({ path, fields }) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = path;
  for (const [name, value] of [["token", token], ...fields]) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}

/** Takes the last decision back, whether its card is on this page or was on the one before. */
async function undo() {
  const all = made.all();
  const last = all.pop();
  // What was decided without a key, or on the page before, is said at the head of this one.
  const form = document.querySelector(".flash form");
  // On a comment's own page the form stands below its trail.
  const own = document.querySelector("form.undo");
  const isJustDecided = /[?&]done=(approved|kept|refused|spam|pending)&/.test(location.search);
  if (own && !decidedHere && (isJustDecided || !last)) return own.requestSubmit();
  if (form && !decidedHere) {
    if (last && (last.form ? form === bulkForm : form.action.includes(`/${last.id}/`))) made.keep(all);
    return form.requestSubmit();
  }
  if (!last) return say(said.nothing);
  made.keep(all);
  if (last.form) return submit(last.form);
  decidedHere = Math.max(0, decidedHere - 1);
  const card = cards.find((one) => one.dataset.id === last.id);
  try {
    const undone = await send(`/api/v1/comments/${last.id}/undo`, { version: last.version });
    if (!card) return location.assign(`/desk/comments/${last.id}?done=undone&from=${encodeURIComponent(said.back)}`);
    renew(card, undone.version);
    restore(card);
    document.dispatchEvent(new CustomEvent("restored", { detail: card }));
    go(cards.indexOf(card));
    say(said.undone);
  } catch (problem) {
    say(toldOf(problem));
  }
}

/** What is chosen on this page, for one decision on all of it. */
const bulk = document.getElementById("several");
const howMany = () => document.querySelectorAll("input[name=chosen]:checked").length;

/** Decides on all that is chosen, by the form that does so without a script; `false` where nothing is. */
function together(verdict) {
  if (!bulk || !howMany()) return false;
  const button = bulk.querySelector(`button[value=${verdict}]`);
  if (verdict === "refuse") refuse(cards[current], bulk);
  else if (button) bulk.requestSubmit(button);
  return true;
}

bulk?.addEventListener("submit", (event) => {
  const select = bulk.querySelector("select[name=clause]");
  if (event.submitter?.value !== "refuse" || select.value) return;
  event.preventDefault();
  say(said.needed);
  select.focus();
});

/** While something is chosen, the form stands at the foot of the window, and says how much. */
function countChosen() {
  if (!bulk) return;
  const many = howMany();
  bulk.classList.toggle("on", many > 0);
  document.getElementById("chosen").textContent = many || "";
}

/** Asks for the clause: a digit chooses, Enter takes the one that is chosen, Escape leaves it. */
function refuse(card, form = card?.querySelector("form.decide")) {
  const select = form?.querySelector("select[name=clause]");
  if (form !== bulk && card?.dataset.held) return sayHolder(card);
  if (!select || (form !== bulk && isDone(card))) return;
  const clauses = [...select.options].filter((option) => option.value);
  const list = document.createElement("ol");
  list.className = "clause-list";
  for (const [place, option] of clauses.slice(0, 10).entries()) {
    const item = document.createElement("li");
    item.textContent = `${(place + 1) % 10}  ${option.text}`;
    if (option.selected) item.setAttribute("aria-current", "true");
    list.append(item);
  }
  form.append(list);
  refusing = { card, form, select, clauses, list };
  say(said.which);
  const digits = document.createElement("span");
  digits.className = "unseen";
  digits.textContent = clauses.slice(0, 10).map((option, place) => `${(place + 1) % 10} ${option.text}`).join(", ");
  status.append(" ", digits);
}

/** Leaves the question for a clause: whoever goes elsewhere has not answered it. */
function withdraw() {
  refusing.list.remove();
  refusing = null;
  say("");
}

function choose(key) {
  const { card, form, select, clauses, list } = refusing;
  const digit = /^[0-9]$/.test(key) ? clauses[(Number(key) + 9) % 10] : null;
  const clause = key === "Enter" ? select.value : digit?.value;
  if (key !== "Escape" && !clause) return;
  list.remove();
  refusing = null;
  if (clause && form === bulk) {
    select.value = clause;
    form.requestSubmit(form.querySelector("button[value=refuse]"));
  } else if (clause) {
    decide(card, "refuse", { clause });
  } else {
    say("");
    card?.focus();
  }
}

/** Claims what is in view and undecided; what somebody else holds is theirs. */
async function claim() {
  const own = cards.filter((card) => !isDone(card) && !card.dataset.held && card.querySelector("form.decide"));
  if (!own.length || document.hidden) return;
  try {
    const { held } = await send("/api/v1/claims", { comments: own.map((card) => card.dataset.id) });
    for (const { comment, by, until } of held) {
      hold(cards.find((one) => one.dataset.id === comment), by, until);
    }
  } catch { /* Without a claim the version still keeps two from deciding at once. */ }
}

claim();
setInterval(claim, Number(said.renew));
document.addEventListener("visibilitychange", claim);
/** The comments of the page to which one goes: their claims are not given back on leaving, or somebody else would have them before. */
const followed = new Set();
document.addEventListener("click", ({ target }) => {
  const card = target.closest("a.open")?.closest("article.card");
  if (card) followed.add(card.dataset.id);
});
document.addEventListener("submit", ({ target }) => {
  const path = target.getAttribute("action") || "";
  // A form of a comment's own page leads back to it.
  const card = said.own ? /^\/desk\/(comments|threads|standings)/.test(path) && cards[0] : /\/claim$/.test(path) && target.closest("article.card");
  if (card) followed.add(card.dataset.id);
});
addEventListener("pagehide", () => {
  const left = cards.map((card) => card.dataset.id).filter((id) => !followed.has(id));
  if (left.length) send("/api/v1/claims", { comments: left }, "DELETE").catch(() => {});
});

/** The field of the comment's own page, here or there. */
function write(field) {
  const here = document.getElementById(field);
  if (here) here.focus();
  else if (cards[current]) {
    followed.add(cards[current].dataset.id);
    location.assign(`${cards[current].querySelector("a.open").href}#${field}`);
  }
}

const actions = {
  next: () => step(1),
  previous: () => step(-1),
  approve: () => together("approve") || decide(cards[current], "approve"),
  redact: () => decide(cards[current], "approve", { redact: true }),
  refuse: () => together("refuse") || refuse(cards[current]),
  spam: () => together("spam") || decide(cards[current], "spam"),
  reopen: () => together("reopen") || decide(cards[current], "reopen"),
  undo,
  select: () => cards[current]?.querySelector("input[name=chosen]")?.click(),
  open: () => cards[current]?.querySelector("a.open")?.click(),
  note: () => write("remark"),
  word: () => write("note"),
  search: () => {
    const filter = document.querySelector("details.filter");
    if (!filter) return;
    filter.open = true;
    filter.querySelector("input:not([type=hidden]), select").focus();
  },
  help: () => help.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || help.open) return;
  // What is typed into a field is text, and decides nothing.
  if (event.target.closest("input:not([type=checkbox]), textarea, select")) {
    if (event.key === "Escape") (cards[current] || document.body).focus();
    return;
  }
  if (refusing) {
    if (/^[0-9]$|^Enter$|^Escape$/.test(event.key)) {
      event.preventDefault();
      choose(event.key);
    }
    return;
  }
  const action = Object.keys(keys).find((name) => keys[name] === event.key);
  if (!action) return;
  event.preventDefault();
  actions[action]();
});

document.addEventListener("focusin", (event) => {
  if (refusing && event.target !== refusing.card) withdraw();
});

document.addEventListener("change", (event) => {
  if (event.target.name === "chosen") countChosen();
});
countChosen();

/** Makes a card one that can be gone to. */
function adopt(card) {
  card.tabIndex = -1;
  card.addEventListener("focusin", () => { current = cards.indexOf(card); });
  if (!cards.includes(card)) cards.push(card);
}
cards.forEach(adopt);

for (const field of help.querySelectorAll("input[data-action]")) {
  field.value = keys[field.dataset.action];
  field.addEventListener("click", () => field.select());
  field.addEventListener("change", () => {
    const action = field.dataset.action;
    const before = keys[action];
    keys[action] = field.value || USUAL[action];
    // Whatever had this key gets the one that is free now.
    const other = Object.keys(keys).find((name) => name !== action && keys[name] === keys[action]);
    if (other) keys[other] = before;
    for (const each of help.querySelectorAll("input[data-action]")) each.value = keys[each.dataset.action];
    localStorage.setItem("placet-keys", JSON.stringify(keys));
  });
}
document.getElementById("show-keys").hidden = false;
document.getElementById("show-keys").addEventListener("click", () => help.showModal());
const happened = new URLSearchParams(location.search);
const takenBack = happened.get("done") === "undone" && happened.get("comment");
const again = takenBack ? cards.findIndex((card) => card.dataset.id === takenBack) : 0;
// What was taken back is what is decided next, though it may stand on another page.
if (again < 0) location.replace(`/desk/comments/${takenBack}?done=undone&from=${encodeURIComponent(said.back)}`);
else if (cards.length && !location.hash) go(again);
// Behind the last comment of a tray the page is where one is.
if (!cards.length && happened.has("done")) document.getElementById("main").focus();
if (/^#(note|remark)$/.test(location.hash)) document.getElementById(location.hash.slice(1))?.focus();
