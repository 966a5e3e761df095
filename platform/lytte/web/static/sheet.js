/* The summary sheet's page: a press redraws what it changed, and leaves the reader where they are. */
"use strict";
const redraw = async (form, button) => {
  const fields = new FormData(form);
  fields.set("do", button ? button.value : "look");
  const answer = await fetch(form.action, { method: "POST", body: fields, redirect: "error" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const focused = button ? button.id : document.activeElement?.id;
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
  redraw(event.target, button).catch(() => { button.removeAttribute("data-redraws"); button.click(); });
});
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-redraws]");
  if (form && event.target.matches("select,[type=radio]")) redraw(form).catch(() => {});
});
