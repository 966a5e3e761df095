/* What a page of the CMS does by itself; everything works without it. */
"use strict";
const WAIT = 1500;
for (const form of document.querySelectorAll("form[data-saves-itself]")) {
  const told = form.querySelector("[data-saved]");
  let later;
  let busy = false;
  const save = async () => {
    if (busy) { later = setTimeout(save, WAIT); return; }
    busy = true;
    const fields = new FormData(form);
    fields.append("by_itself", "1");
    form.dispatchEvent(new Event("sending"));
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields, redirect: "error" });
      const said = await answer.json();
      told.textContent = said.said;
      if (said.version) {
        form.dispatchEvent(new Event("saved"));
        for (const one of document.querySelectorAll("input[name=version]")) one.value = said.version;
        for (const one of document.querySelectorAll("iframe[data-follows]")) one.contentWindow.location.reload();
      }
    } catch {
      told.textContent = told.dataset.fault;
    }
    busy = false;
  };
  form.addEventListener("input", () => {
    told.textContent = "…";
    clearTimeout(later);
    later = setTimeout(save, WAIT);
  });
  form.addEventListener("submit", () => clearTimeout(later));
  addEventListener("online", () => { if (told.textContent === told.dataset.fault) save(); });
}
