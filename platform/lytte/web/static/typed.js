/* What is typed is kept in this tab until it is saved: a line that breaks and a sign-in that
   runs out lose nothing. Everything works without it. */
"use strict";
const MINE = "typed ";
const page = document.querySelector("main");
const who = page.dataset.who;
const clinic = page.dataset.clinic;
const saved = new WeakMap();
const read = (key) => JSON.parse(sessionStorage.getItem(key) || "null");
const write = (key, kept) => sessionStorage.setItem(key, JSON.stringify(kept));
const kept = () => Object.keys(sessionStorage).filter((key) => key.startsWith(MINE));
const ticked = (one) => one.type === "checkbox" || one.type === "radio";
const value = (one) => (ticked(one) ? one.checked : one.value);

function first(one) {
  if (saved.has(one)) return saved.get(one);
  if (ticked(one)) return one.defaultChecked;
  if (one.tagName !== "SELECT") return one.defaultValue;
  return ([...one.options].find((each) => each.defaultSelected) || one.options[0] || {}).value || "";
}

function fields(form) {
  const seen = {};
  const found = new Map();
  for (const one of form.elements) {
    if (!one.name || !/^(INPUT|TEXTAREA|SELECT)$/.test(one.tagName)) continue;
    if (/^(hidden|password|file|submit|button)$/.test(one.type)) continue;
    seen[one.name] = (seen[one.name] || 0) + 1;
    found.set(`${one.name} ${seen[one.name]}`, one);
  }
  return found;
}

function keep(form, key) {
  const typed = {};
  for (const [name, one] of fields(form)) {
    if (value(one) !== first(one)) typed[name] = [first(one), value(one)];
  }
  if (!Object.keys(typed).length) { sessionStorage.removeItem(key); return; }
  write(key, { typed, who, clinic, at: location.pathname + location.search, title: page.dataset.title });
}

function note(name, before) {
  const made = document.getElementById(name).content.firstElementChild.cloneNode(true);
  before.prepend(made);
  return made;
}

function back(form, key) {
  const found = read(key);
  if (!found || found.clinic !== clinic) return;
  let put = 0;
  const lost = [];
  const here = fields(form);
  for (const [name, [was, now]] of Object.entries(found.typed)) {
    const one = here.get(name);
    if (one && value(one) === now) continue;
    if (!one || first(one) !== was) { if (typeof now === "string" && now) lost.push(now); continue; }
    if (ticked(one)) one.checked = now; else one.value = now;
    one.closest("details")?.setAttribute("open", "");
    put += 1;
  }
  if (!put && !lost.length) { sessionStorage.removeItem(key); return; }
  const told = note("typed-back", form);
  const meanwhile = told.querySelector("[data-meanwhile]");
  meanwhile.hidden = !lost.length;
  meanwhile.querySelector("q").textContent = lost.join(" · ");
  told.querySelector("button").addEventListener("click", () => {
    sessionStorage.removeItem(key);
    form.reset();
    told.remove();
  });
  form.addEventListener("saved", () => told.remove());
  if (put) form.dispatchEvent(new Event("input"));
}

function settle() {
  const [went] = performance.getEntriesByType("navigation");
  const arrived = "arrived" in page.dataset;
  const refused = "refused" in page.dataset;
  for (const key of kept()) {
    const one = read(key);
    const done = one.sent && !arrived && !refused && went && went.redirectCount;
    if (done || one.who !== who) sessionStorage.removeItem(key);
    else if (one.sent) write(key, { ...one, sent: false });
  }
  if (arrived && kept().length) {
    const one = read(kept()[0]);
    const link = note("typed-there", page).querySelector("a");
    link.href = one.at;
    link.textContent = one.title;
  }
}

document.addEventListener("DOMContentLoaded", () => {
  settle();
  const seen = {};
  for (const form of page.querySelectorAll("form[method=post]:not([data-redraws])")) {
    const names = [...fields(form).keys()].join();
    if (!names) continue;
    const shape = `${MINE}${new URL(form.action).pathname} ${names}`;
    seen[shape] = (seen[shape] || 0) + 1;
    const key = `${shape} ${seen[shape]}`;
    back(form, key);
    form.addEventListener("input", () => keep(form, key));
    let sent = new Map();
    form.addEventListener("sending", () => {
      sent = new Map([...fields(form).values()].map((one) => [one, value(one)]));
    });
    form.addEventListener("saved", () => {
      for (const [one, was] of sent) saved.set(one, was);
      keep(form, key);
    });
    form.addEventListener("submit", () => {
      for (const each of kept()) write(each, { ...read(each), sent: each === key });
    });
  }
});
