// The wall on a screen: it follows what moderators show, counts the minutes for answers down,
// and moves by the keys if its link allows it.
"use strict";
(() => {
  const src = document.body.dataset.src, offline = document.getElementById("offline");
  const wall = () => document.getElementById("wall");
  let born = performance.now(), busy = false, again = false;
  const online = up => { offline.hidden = up; };
  function tick() {
    const t = document.getElementById("left");
    if (!t) return;
    const left = Math.max(0, Number(t.dataset.left) - Math.floor((performance.now() - born) / 1000));
    t.textContent = String(Math.floor(left / 60)).padStart(2, "0") + ":" + String(left % 60).padStart(2, "0");
    t.classList.toggle("over", left === 0);
  }
  function put(html) {
    const t = document.createElement("template");
    t.innerHTML = html.trim();
    if (t.content.firstElementChild?.id !== "wall") return;
    wall().replaceWith(t.content.firstElementChild);
    born = performance.now();
    tick();
  }
  async function refresh() {
    if (busy) { again = true; return; }
    busy = true;
    try {
      const r = await fetch(src + "?fragment=1", { redirect: "error" });
      if (r.status === 404) { location.reload(); return; }
      if (r.ok) put(await r.text());
      online(r.ok);
    } catch { online(false); }
    busy = false;
    if (again) { again = false; refresh(); }
  }
  async function move(step) {
    if (wall().dataset.steers === undefined) return;
    try {
      await fetch(src + "/move", { method: "POST", body: new URLSearchParams({ step, seen: wall().dataset.seen }), redirect: "manual" });
    } catch { online(false); }
    refresh();
  }
  const keys = { ArrowRight: "next", PageDown: "next", ArrowLeft: "back", PageUp: "back", " ": "toggle" };
  addEventListener("keydown", e => {
    if (!keys[e.key] || e.repeat || e.ctrlKey || e.altKey || e.metaKey) return;
    e.preventDefault();
    move(keys[e.key]);
  });
  let source;
  function open() {
    source?.close();
    source = new EventSource(src + "/events");
    ["resync", "questions", "wall"].forEach(t => source.addEventListener(t, refresh));
    source.addEventListener("open", () => online(true));
    source.addEventListener("error", () => online(false));
  }
  open();
  tick();
  setInterval(tick, 500);
  setInterval(() => { if (source.readyState === 2) { refresh(); open(); } }, 5000);
})();
