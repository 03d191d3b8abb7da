"use strict";
// Every page works without this. It sends a form when a box is ticked, says what the pointer is on in the
// map, and knows two keys: "/" for the search, "n" for the next entry of the residue.
for (const form of document.querySelectorAll("form[data-submits]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("input[type=checkbox], select")) form.requestSubmit();
  });
  form.addEventListener("submit", () => {
    // An address says only what was chosen.
    for (const field of form.elements) if (field.name && field.value === "") field.disabled = true;
  });
}
const pointed = document.getElementById("pointed");
if (pointed !== null) {
  const caption = pointed.textContent;
  const map = document.querySelector(".map svg");
  map.addEventListener("pointerover", (event) => {
    const title = event.target.closest("a")?.querySelector("title");
    pointed.textContent = title?.textContent ?? caption;
  });
  map.addEventListener("pointerleave", () => {
    pointed.textContent = caption;
  });
}
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea") !== null;
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("find").focus();
  } else {
    const link = [...document.querySelectorAll("a[data-key]")].find((one) => one.dataset.key === event.key);
    if (link !== undefined) link.click();
  }
});
window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form[data-submits] :disabled")) field.disabled = false;
});
