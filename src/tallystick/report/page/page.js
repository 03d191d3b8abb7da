"use strict";
// Filters the ledger. Without it the page still holds everything, in one <details> a grade.
for (const form of document.querySelectorAll(".filter")) {
  const groups = [...form.parentElement.querySelectorAll("details.grade")];
  const text = form.querySelector("input");
  const grade = form.querySelector("select");
  const count = form.querySelector("output");
  const rows = groups.map((group) =>
    [...group.querySelectorAll("tbody tr")].map((row) => [row, row.textContent.toLowerCase()]),
  );
  const filter = () => {
    const wanted = text.value.toLowerCase();
    const filtering = wanted !== "" || grade.value !== "";
    let shown = 0;
    groups.forEach((group, index) => {
      const fits = grade.value === "" || group.dataset.grade === grade.value;
      let inside = 0;
      if (fits) {
        for (const [row, content] of rows[index]) {
          row.hidden = !content.includes(wanted);
          inside += row.hidden ? 0 : 1;
        }
      }
      group.hidden = filtering && inside === 0;
      if (filtering && inside > 0) group.open = true;
      shown += inside;
    });
    count.value = filtering ? `${shown.toLocaleString("en")} shown` : "";
  };
  let pending = 0;
  text.addEventListener("input", () => {
    clearTimeout(pending);
    pending = setTimeout(filter, 120);
  });
  grade.addEventListener("change", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
}
