/* Typing in a paper: Enter goes on, the box that was typed is marked. All of it works without. */
"use strict";
for (const form of document.querySelectorAll("form[data-typing]")) {
  const fields = [...form.querySelectorAll("[data-key]")];
  const last = form.querySelector("[data-last]");
  for (const told of form.querySelectorAll("[data-enter]")) told.hidden = false;
  const go = (field) => {
    field.focus();
    if (field.select) field.select();
  };
  const typed = (field) => {
    const written = field.value.trim().toLowerCase();
    const several = "several" in field.dataset;
    const codes = field.dataset.codes.split(" ");
    const boxes = several && codes.every((code) => code.length < 2)
      ? [...written].filter((sign) => /\w/.test(sign))
      : written.split(/[\s,.;+]+/).filter(Boolean);
    return { boxes, fits: boxes.every((box) => codes.includes(box)) && (several || boxes.length < 2) };
  };
  const mark = (field) => {
    const { boxes, fits } = typed(field);
    field.classList.toggle("amiss", !fits);
    for (const box of field.closest(".typed > li, .typed.one").querySelectorAll("[data-box]")) {
      box.classList.toggle("on", boxes.includes(box.dataset.box));
    }
  };
  fields.forEach((field, at) => {
    if (field.dataset.codes) {
      field.addEventListener("input", () => mark(field));
      mark(field);
    }
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.isComposing) return;
      event.preventDefault();
      // A key that is held down goes no further than the next field.
      if (event.repeat) return;
      if (fields[at + 1]) go(fields[at + 1]);
      else form.requestSubmit(last);
    });
  });
}
