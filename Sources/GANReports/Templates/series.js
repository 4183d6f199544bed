"use strict";
(() => {
  const player = document.getElementById("player");
  const strip = document.querySelector(".film");
  if (!player || !strip) return;
  const frames = Array.from(strip.children);
  if (frames.length < 2) return;
  const [stage, button, slider, size] = ["stage", "play", "place", "size"].map((id) => document.getElementById(id));
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let place = frames.length - 1;
  let timer = 0;
  const show = (next) => {
    place = next;
    slider.value = String(place);
    slider.setAttribute("aria-valuetext", frames[place].dataset.label);
    stage.replaceChildren(...Array.from(frames[place].children, (child) => child.cloneNode(true)));
  };
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    button.textContent = "Play";
  };
  const play = () => {
    if (place === frames.length - 1) show(0);
    timer = setInterval(() => {
      if (place < frames.length - 1) show(place + 1);
      else stop();
    }, 350);
    button.textContent = "Pause";
  };
  button.addEventListener("click", () => (timer ? stop() : play()));
  slider.addEventListener("input", () => {
    stop();
    show(Number(slider.value));
  });
  // As large as three pixels for one, or what the page has room for.
  const enlarge = (isLarge) => {
    stage.classList.toggle("large", isLarge);
    size.setAttribute("aria-pressed", String(isLarge));
    size.textContent = isLarge ? "Smaller" : "Larger";
    const pixel = stage.querySelector(".px");
    if (!isLarge || !pixel) return;
    const wide = Number(getComputedStyle(pixel).getPropertyValue("--w")) || 28;
    stage.style.setProperty("--large", String(Math.max(1, Math.min(192, stage.clientWidth - 8) / wide)));
  };
  size.addEventListener("click", () => enlarge(!stage.classList.contains("large")));
  frames.forEach((frame, number) => {
    frame.addEventListener("click", () => {
      stop();
      show(number);
      enlarge(true);
      player.scrollIntoView({ block: "start", behavior: still.matches ? "auto" : "smooth" });
    });
  });
  // Who asked for less motion moves the slider; nothing moves by itself.
  const respect = () => {
    if (still.matches) stop();
    button.hidden = still.matches;
  };
  still.addEventListener("change", respect);
  slider.max = String(frames.length - 1);
  respect();
  show(place);
  player.hidden = false;
})();
