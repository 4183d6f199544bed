"use strict";
(() => {
  // A link into a closed entry opens it.
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const closed = target && target.closest("details:not([open])");
    if (!closed) return;
    closed.open = true;
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", reveal);
  reveal();

  // Paper has no disclosures to open.
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = Array.from(document.querySelectorAll("main details:not([open]):not(.term)"));
    for (const one of opened) one.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
  });

  const table = document.getElementById("all-metrics");
  if (!table) return;
  const heads = Array.from(table.tHead.rows[0].cells);
  const sort = (column, sign) => {
    for (const body of table.tBodies) {
      const rows = Array.from(body.rows).slice(1);
      const key = (row) => {
        const text = row.cells[column].dataset.key;
        return text === "" || text === undefined ? Infinity : Number(text);
      };
      const compare = (a, b) => (key(a) === key(b) ? 0 : key(a) < key(b) ? -1 : 1);
      body.append(...rows.sort((a, b) => (key(a) === Infinity || key(b) === Infinity ? 1 : sign) * compare(a, b)));
    }
  };
  heads.forEach((head, column) => {
    if (table.tBodies[0].rows[1].cells[column].dataset.key === undefined) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.title = "Sort by this column";
    button.setAttribute("aria-label", "Sort by " + head.textContent);
    button.addEventListener("click", () => {
      const sign = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
      sort(column, sign);
    });
    head.append(button);
  });
})();
