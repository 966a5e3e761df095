/* The summary sheet's page: a press redraws what it changed, and leaves the reader where they are. */
"use strict";
let last = Promise.resolve();
// One after the other: what is pressed while an answer is on its way is made of that answer.
const redraw = (form, told, button) => {
  const after = last.then(() => once(form, told, button?.id ?? ""));
  last = after.catch(() => {});
  return after;
};
const once = async (form, told, pressed) => {
  const fields = new FormData(form);
  for (const [name, value] of told) fields.set(name, value);
  const answer = await fetch(form.action, { method: "POST", body: fields, redirect: "error" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const focused = pressed || document.activeElement?.id;
  for (const one of page.querySelectorAll("[autofocus]")) one.removeAttribute("autofocus");
  for (const old of document.querySelectorAll("[data-redrawn]")) {
    const fresh = page.getElementById(old.id);
    if (!fresh) throw new Error("not the page that was asked for");
    const open = [...old.querySelectorAll("details[open]")].map((one) => one.id);
    old.replaceChildren(...fresh.childNodes);
    for (const id of open) if (id) document.getElementById(id)?.setAttribute("open", "");
  }
  if (!focused) return;
  // What moved to an end has lost one of its two buttons, and what helped is gone.
  const other = focused.endsWith("-up") ? focused.replace(/up$/, "down") : focused.replace(/down$/, "up");
  const found = document.getElementById(focused) ?? document.getElementById(other) ?? document.getElementById("verdict");
  found?.focus({ preventScroll: true });
};
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!event.target.matches("form[data-redraws]") || !button?.matches("[data-redraws]")) return;
  event.preventDefault();
  redraw(event.target, [["do", button.value]], button).catch(() => {
    const again = document.getElementById(button.id);
    again.removeAttribute("data-redraws");
    again.click();
  });
});
document.addEventListener("change", (event) => {
  const field = event.target;
  if (!field.form?.matches("form[data-redraws]") || !field.matches("select,[type=radio]")) return;
  redraw(field.form, [["do", "look"], [field.name, field.value]]).catch(() => {});
});
