// What others do, while a page of the desk is open. Nothing moves for it: what came in is counted, what somebody else decided
// on or reads is marked where it stands, and the focus stays where it is.
"use strict";

const view = new URL(said.back, location.href).searchParams;
// A comment's own page has no tray.
const tray = said.own ? null : view.get("status");
const isSifted = !said.own && [...view.keys()].some((name) => !["status", "order", "free", "site", "after", "limit"].includes(name));
const news = document.getElementById("news");
const told = news.querySelector("p");
const fresh = new Set();
const latest = new Map();
const lapses = new Map();
let place = said.live;
let stream = null;
let counting = null;
let losing = null;
let isAway = false;
let notice = "";

/** Whether what was decided on is in this tray since. */
const isHere = ({ status, reported }) => (tray === "reported" ? status === "approved" && reported : status === tray);
const find = (id) => cards.find((card) => card.dataset.id === id);
const capitalised = (word) => word[0].toUpperCase() + word.slice(1);
const about = (text, by) => text.replace("{who}", by || said.somebody);

/** The line of what is new; empty when nothing is. */
function show() {
  const count = fresh.size === 1 ? said.newOne : said.newMany.replace("#", fresh.size);
  const text = isAway ? said.away : notice || (fresh.size ? count : "");
  if (told.textContent !== text) told.textContent = text;
  news.querySelector("button").hidden = isAway || !text;
}

/** A moment after something happened: the counts of the trays, and what of the new is in a view that is sifted. */
function recount() {
  counting ||= setTimeout(async () => {
    counting = null;
    try {
      const now = new DOMParser().parseFromString(await (await fetch("/desk/trays")).text(), "text/html");
      for (const tray of now.querySelectorAll("nav a")) {
        const here = document.querySelector(`.bar nav a[href="${tray.getAttribute("href")}"]`);
        for (const part of [".count", ".age"]) {
          const [old, fact] = [here?.querySelector(part), tray.querySelector(part)];
          if (old) old.textContent = fact?.textContent || "";
          else if (fact) here?.append(fact);
        }
      }
      if (isSifted && fresh.size) {
        const asked = new URLSearchParams(view);
        asked.set("order", "newest");
        asked.set("limit", "100");
        const { comments } = await (await fetch(`/api/v1/queue?${asked}`)).json();
        for (const id of fresh) if (!comments.some((comment) => comment.id === id)) fresh.delete(id);
      }
    } catch { /* The next event counts again. */ }
    show();
  }, 1000);
}

function count(id, isIn) {
  if (isIn) fresh.add(id);
  else fresh.delete(id);
  if (!isSifted) show();
  recount();
}

function decidedBy(event) {
  const card = find(event.comment);
  if (!card) return count(event.comment, isHere(event));
  recount();
  if (event.version <= Number(card.dataset.version)) return;
  latest.set(event.comment, event);
  if (card.classList.contains("decided")) {
    // Decided on here; that it is back in the tray by somebody else is news.
    if (event.moderator !== said.moderator) count(event.comment, isHere(event));
    return;
  }
  forget(card);
  const tag = card.querySelector(".tags .tag");
  tag.className = `tag ${event.status}`;
  tag.textContent = said[`is${capitalised(event.status)}`];
  if (!tray) retell();
  if (isHere(event)) {
    renew(card, event.version);
    return give(card);
  }
  // What stays published in the tray of what is reported was kept.
  const what = tray === "reported" && event.status === "approved" ? "kept" : event.status;
  const text = about(said[`others${capitalised(what)}`], event.by);
  take(card, text);
  if (!tray) {
    notice = text;
    show();
  }
}

/** The trail of a comment on its own page, as it is now; what is typed beside it stays. */
async function retell() {
  try {
    const now = new DOMParser().parseFromString(await (await fetch(said.own)).text(), "text/html");
    document.getElementById("steps").replaceWith(now.getElementById("steps"));
  } catch { /* The notice says that there is something new. */ }
}

/** The form that takes a comment over; on its own page there is none yet. */
function offer(card) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = `/desk/comments/${card.dataset.id}/claim`;
  for (const [name, value] of [["token", token], ["back", said.own]]) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  const button = document.createElement("button");
  button.textContent = said.takeOver;
  form.append(button);
  card.querySelector(".over").append(" ", form);
}

/** Somebody reads it, until then or until they give it back. */
hold = (card, by, until, moderator) => {
  take(card, `${by} ${said.reads}`);
  if (said.own) offer(card);
  card.dataset.holder = moderator || "";
  lapse(card, until);
};

function lapse(card, until) {
  clearTimeout(lapses.get(card));
  lapses.set(card, setTimeout(() => free(card), Math.max(Date.parse(until) - Date.now() + 500, 2000)));
}

function forget(card) {
  clearTimeout(lapses.get(card));
  lapses.delete(card);
  delete card.dataset.holder;
}

/** Nobody reads it any more: whoever asks first has it. */
function free(card) {
  if (card.dataset.held) {
    delete card.dataset.held;
    const form = card.querySelector(".holder");
    card.querySelector("form.decide")?.removeAttribute("hidden");
    const choice = card.querySelector("input[name=chosen]");
    if (choice) choice.disabled = false;
    form?.classList.add("gone");
    if (form) form.inert = true;
  } else if ("holder" in card.dataset) {
    give(card);
  } else {
    return;
  }
  forget(card);
  claim();
}

function claimedBy({ comment, by, moderator, until }) {
  if (moderator === said.moderator) return;
  const card = find(comment);
  if (!card) return !said.own && view.get("free") === "yes" ? count(comment, false) : undefined;
  if (card.dataset.held) lapse(card, until);
  else if (!isDone(card) || "holder" in card.dataset) hold(card, by, until, moderator);
}

function releasedBy({ comment, moderator, status }) {
  if (moderator === said.moderator) return;
  const card = find(comment);
  if (card) return free(card);
  if (tray === "pending") count(comment, status === tray);
}

/** A reader has reported a published comment. */
function reportedBy({ comment }) {
  const card = find(comment);
  if (tray === "reported" && (!card || card.classList.contains("decided"))) return count(comment, true);
  recount();
  if (tray || !card) return;
  notice = said.reported;
  show();
}

function notedBy({ comment, by, moderator }) {
  if (tray || moderator === said.moderator || !find(comment)) return;
  notice = about(said.noted, by);
  show();
  retell();
}

const happenings = {
  comment: ({ comment }) => { if (tray === "pending" && !find(comment)) count(comment, true); else recount(); },
  reported: reportedBy,
  decided: decidedBy,
  undone: decidedBy,
  claimed: claimedBy,
  released: releasedBy,
  noted: notedBy,
  here: () => {},
  reset: () => { notice = said.reset; show(); recount(); },
};

/** Follows from where it was. A page that is not in sight follows nothing: a browser has few connections. */
function follow() {
  if (stream || document.hidden) return;
  const asked = new URLSearchParams({ after: place });
  if (!said.own && view.get("site")) asked.set("site", view.get("site"));
  stream = new EventSource(`/api/v1/events?${asked}`);
  for (const [name, happened] of Object.entries(happenings)) {
    stream.addEventListener(name, (event) => {
      place = event.lastEventId;
      happened(JSON.parse(event.data));
    });
  }
  stream.onopen = () => {
    clearTimeout(losing);
    losing = null;
    if (isAway) claim();
    isAway = false;
    show();
  };
  stream.onerror = () => {
    losing ||= setTimeout(() => { isAway = true; show(); }, 5000);
    // The browser asks again by itself, unless the answer was no stream.
    if (stream?.readyState !== EventSource.CLOSED) return;
    leave();
    setTimeout(follow, 30_000);
  };
}

function leave() {
  stream?.close();
  stream = null;
}

/** Puts what is new after what is there; loads the page anew where that is not all of it. */
async function load() {
  if (!fresh.size && !notice) return say(said.nothingNew);
  if (notice || !tray) return location.assign(said.own || said.back);
  const address = new URL(said.back, location.href);
  address.searchParams.set("order", "newest");
  const added = [];
  try {
    const now = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
    for (const card of now.querySelectorAll("article.card")) {
      if (!fresh.delete(card.dataset.id)) continue;
      const old = find(card.dataset.id);
      if (old) cards.splice(cards.indexOf(old), 1);
      old?.remove();
      const end = cards.at(-1);
      if (end) end.after(card);
      else document.querySelector(".empty, .orders").after(card);
      adopt(card);
      added.push(card);
    }
  } catch { /* The whole page is asked for instead. */ }
  if (!added.length) return location.assign(said.back);
  document.querySelector(".empty")?.remove();
  show();
  go(cards.indexOf(added[0]));
  claim();
}

actions.fresh = load;
news.querySelector("button").addEventListener("click", load);
document.addEventListener("restored", ({ detail }) => {
  fresh.delete(detail.dataset.id);
  const event = latest.get(detail.dataset.id);
  if (event) decidedBy(event);
  else show();
});
for (const card of cards) if (card.dataset.held) lapse(card, card.dataset.held);
document.addEventListener("visibilitychange", () => (document.hidden ? leave() : follow()));
addEventListener("pagehide", leave);
addEventListener("pageshow", (event) => { if (event.persisted) follow(); });
follow();
