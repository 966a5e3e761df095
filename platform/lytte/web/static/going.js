/* Shows how far something long has come; without it the page looks again by itself. */
"use strict";
const EVERY = 1000;
const look = async () => {
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-going]");
    const shown = document.querySelector("[data-going]");
    if (!answer.ok || answer.redirected) { location.reload(); return; }
    if (!now) { document.querySelector("main").replaceWith(page.querySelector("main")); return; }
    for (const name of ["[role=status]", "progress"]) {
      const [old, fresh] = [shown.querySelector(name), now.querySelector(name)];
      if (old.textContent !== fresh.textContent) old.textContent = fresh.textContent;
      if (old.value !== undefined) old.value = fresh.value;
    }
  } catch {
    // No answer now; it is asked for again.
  }
  setTimeout(look, EVERY);
};
setTimeout(look, EVERY);
