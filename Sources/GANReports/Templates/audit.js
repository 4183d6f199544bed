"use strict";
(() => {
  const list = document.getElementById("pairs");
  const controls = document.getElementById("controls");
  if (!list || !controls) return;
  const pairs = Array.from(list.children);
  const [sort, kind, find, shown] = ["sort", "kind", "find", "shown"].map((id) => document.getElementById(id));
  for (const name of Array.from(new Set(pairs.map((pair) => pair.dataset.kind))).sort()) {
    const option = document.createElement("option");
    option.textContent = name;
    kind.append(option);
  }
  const number = (pair, key) => (pair.dataset[key] === "" ? Infinity : Number(pair.dataset[key]));
  const update = () => {
    const [key, way] = sort.value.split(" ");
    const sign = way === "down" ? -1 : 1;
    const words = find.value.trim().toLowerCase();
    let count = 0;
    for (const pair of pairs) {
      const chosen = kind.selectedIndex === 0 || pair.dataset.kind === kind.value;
      pair.hidden = !(chosen && pair.dataset.text.toLowerCase().includes(words));
      if (!pair.hidden) count += 1;
    }
    const ordered = pairs.slice().sort((a, b) =>
      sign * (number(a, key) - number(b, key)) || number(a, "rank") - number(b, "rank"));
    list.append(...ordered);
    shown.textContent = count + " of " + pairs.length + " shown";
  };
  for (const control of [sort, kind, find]) control.addEventListener("input", update);
  controls.hidden = false;
  update();
})();
