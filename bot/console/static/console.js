// The console's script: it keeps what is typed, says who is at a ticket, and fetches what
// has changed. Without it every page works by links and forms.
"use strict";
(() => {
  const body = document.body;
  const member = body.dataset.member || "";
  const store = {
    get(k) { try { return JSON.parse(localStorage.getItem(k)); } catch { return null; } },
    set(k, v) { try { localStorage.setItem(k, JSON.stringify(v)); } catch { /* full or forbidden */ } },
    del(k) { try { localStorage.removeItem(k); } catch { /* forbidden */ } },
  };
  const keyOf = (cls, ticket) => "draft:" + member + ":" + cls + " " + ticket;
  if (body.dataset.sent) store.del("draft:" + member + ":" + body.dataset.sent);

  // send posts a form; keepalive lets it leave with the page.
  const send = (path, fields, keepalive) => fetch(path, {
    method: "POST", body: new URLSearchParams(fields), keepalive: !!keepalive, redirect: "error", credentials: "same-origin",
  });

  // Of the links in a row that is pushed sideways, the one of this page is in view.
  const nav = document.querySelector("header nav"), current = nav?.querySelector("[aria-current]");
  if (current) nav.scrollLeft = current.offsetLeft - nav.offsetLeft - (nav.clientWidth - current.offsetWidth) / 2;

  // The page that answers a form has the address of the thing, not of the form.
  const own = document.querySelector("#live[data-src]");
  if (own && location.pathname !== new URL(own.dataset.src, location.href).pathname) history.replaceState(null, "", own.dataset.src);

  // ---- what is typed ----
  // A form with data-keep has a row at the server, which takes its fields at data-draft, and a
  // copy on this device until it has. Forms come and go with what has changed, so that what is
  // known of one is found by its key.
  const kept = new Map();
  const fieldsOf = form => [...form.querySelectorAll("textarea, input[type=text]")].filter(b => b.name);
  const wordsOf = (form, value = "value") => Object.fromEntries(fieldsOf(form).map(b => [b.name, b[value]]));
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const noteOf = form => form.querySelector("[data-local]");
  function begin(form) {
    const key = keyOf(form.dataset.class, form.dataset.ticket);
    let k = kept.get(key);
    if (k) { k.form = form; return k; }
    kept.set(key, k = { key, form, path: form.dataset.draft || form.dataset.path + "/draft", stored: wordsOf(form, "defaultValue"), timer: 0 });
    const local = store.get(key);
    if (local && !local.saved && local.words && Object.values(local.words).some(w => w) && !same(local.words, wordsOf(form))) {
      fieldsOf(form).forEach(b => { b.value = local.words[b.name] ?? b.value; });
      if (noteOf(form)) noteOf(form).textContent = noteOf(form).dataset.old;
      form.closest("details")?.setAttribute("open", "");
      plan(k, 0);
    }
    return k;
  }
  function plan(k, ms) { clearTimeout(k.timer); k.timer = setTimeout(save, ms, k); }
  async function save(k) {
    const words = wordsOf(k.form), note = noteOf(k.form);
    if (k.sending || same(words, k.stored)) return;
    k.sending = true;
    try {
      const r = await send(k.path, words);
      if (!r.ok) throw new Error(r.status);
      k.stored = words;
      const now = wordsOf(k.form); // typed while the words before were on their way
      store.set(k.key, { words: now, saved: same(now, words) });
      if (note) note.textContent = Object.values(words).some(w => w) ? note.dataset.stored : "";
    } catch {
      if (note) note.textContent = note.dataset.local;
      plan(k, 5000);
    }
    k.sending = false;
    if (!same(wordsOf(k.form), k.stored)) plan(k, 2000);
  }
  const keeping = () => [...document.querySelectorAll("form[data-keep]")];
  document.addEventListener("input", e => {
    const form = e.target.closest?.("form[data-keep]");
    if (!form) return;
    const k = begin(form);
    store.set(k.key, { words: wordsOf(form), saved: false });
    plan(k, 2000);
    here();
  });
  addEventListener("pagehide", () => keeping().map(begin).forEach(k => {
    if (!k.form.dataset.sending && !same(wordsOf(k.form), k.stored)) send(k.path, wordsOf(k.form), true).catch(() => {});
  }));
  document.addEventListener("submit", e => {
    const form = e.target.closest("form[data-keep]");
    if (!form) return;
    clearTimeout(begin(form).timer);
    form.dataset.sending = "1";
    setTimeout(() => form.querySelectorAll("button:not([type=button])").forEach(b => { b.disabled = true; }), 0);
  });
  addEventListener("pageshow", e => {
    if (e.persisted) keeping().forEach(form => {
      delete form.dataset.sending;
      form.querySelectorAll("button").forEach(b => { b.disabled = false; });
    });
  });
  document.addEventListener("click", e => {
    const words = e.target.dataset?.insert, box = words && e.target.closest("form[data-keep]")?.querySelector("textarea");
    if (!box) return;
    const at = box.selectionStart ?? box.value.length;
    box.setRangeText(words, at, box.selectionEnd ?? at, "end");
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
  keeping().forEach(begin);

  // ---- who is here ----
  let seen = 0;
  function here() {
    const form = document.querySelector("form[data-keep]:not([data-alone])"), box = form?.querySelector("textarea"), now = Date.now();
    if (!box || document.hidden || (document.activeElement !== box && !box.value) || now - seen < 9000) return;
    seen = now;
    send(form.dataset.path + "/here", {}).catch(() => {});
  }
  document.addEventListener("focusin", here);
  setInterval(here, 10000);
  here();

  document.querySelectorAll("form[data-signout]").forEach(f => f.addEventListener("submit", () => {
    Object.keys(localStorage).filter(k => k.startsWith("draft:" + member + ":")).forEach(store.del);
  }));
  document.querySelectorAll("[data-copy]").forEach(i => i.addEventListener("focus", () => i.select()));
  document.addEventListener("submit", e => { // two taps are one
    if (e.target.dataset.twice) { e.preventDefault(); return; }
    e.target.dataset.twice = "1";
    setTimeout(() => { delete e.target.dataset.twice; }, 4000);
  });

  // ---- what has changed ----
  const dirty = n => n.matches?.("form[data-keep], form[data-hold]") &&
    [...n.querySelectorAll("textarea, input[type=text]")].some(e => e.value !== e.defaultValue);
  const fresh = () => document.getElementById("fresh");
  const keep = {
    ignoreActiveValue: true, restoreFocus: true, morphStyle: "outerHTML",
    callbacks: {
      beforeNodeMorphed: (old, now) => {
        if (old.id === "fresh") return false;
        if (old.tagName === "DETAILS" && old.open && now.setAttribute) now.setAttribute("open", "");
        return !dirty(old);
      },
      // Rows stay where the finger is: those that are gone fade, new ones wait behind a button.
      beforeNodeRemoved: n => {
        if (n.dataset?.ticket && n.tagName === "LI") { n.classList.add("gone"); return false; }
        return !dirty(n);
      },
      // The next fetch has a row that still waits behind the button, too.
      beforeAttributeUpdated: (name, n) => !(name === "hidden" && n.dataset?.ticket && n.tagName === "LI"),
      beforeNodeAdded: n => {
        if (n.dataset?.ticket && n.tagName === "LI" && document.querySelector("li[data-ticket]")) n.hidden = true;
      },
    },
  };
  // Lists with data-order keep the order that they have, until somebody asks for the new one.
  let moved = false;
  function ordered(part, html, anew) {
    const t = document.createElement("template");
    t.innerHTML = html.trim();
    const old = part.querySelector("[data-order]"), now = t.content.querySelector("[data-order]");
    if (!old || !now) return t.content.firstElementChild;
    const ids = l => [...l.children].map(e => e.id).filter(Boolean);
    const has = new Set(ids(old)), will = ids(now).filter(id => has.has(id));
    moved = !anew && ids(old).filter(id => will.includes(id)).join() !== will.join();
    if (!anew) [...old.children].concat([...now.children].filter(e => !has.has(e.id))).forEach(e => {
      const n = [...now.children].find(o => o === e || (o.id && o.id === e.id));
      if (n) now.append(n);
    });
    return t.content.firstElementChild;
  }
  const busy = new Map();
  async function refresh(part, anew) {
    if (busy.has(part)) { busy.set(part, anew === true || busy.get(part) === "anew" ? "anew" : true); return; }
    busy.set(part, false);
    try {
      const at = new URL(part.dataset.src || location.pathname + location.search, location.href);
      at.searchParams.set("fragment", "1");
      const r = await fetch(at, { credentials: "same-origin", redirect: "error" });
      if (r.status === 401) { location.reload(); return; }
      if (r.ok) {
        Idiomorph.morph(part, ordered(part, await r.text(), anew === true), keep);
        count();
        minutes();
        keeping().forEach(begin);
      }
      online(true);
    } catch { online(false); }
    const again = busy.get(part);
    busy.delete(part);
    const next = part.id ? document.getElementById(part.id) : part;
    if (again && next) refresh(next, again === "anew");
  }
  function count() {
    const b = fresh(), n = document.querySelectorAll("li[data-ticket][hidden]").length;
    if (!b) return;
    b.hidden = n === 0 && !moved;
    if (!n && moved) b.textContent = b.dataset.moved;
    if (n) b.textContent = b.dataset.words.replace("{n}", n);
  }
  document.addEventListener("click", e => {
    if (e.target.id !== "fresh") return;
    document.querySelectorAll("li[data-ticket][hidden]").forEach(l => { l.hidden = false; });
    document.querySelectorAll("li.gone").forEach(l => l.remove());
    const list = document.querySelector("[data-order]");
    if (list) refresh(list.closest("[data-topics]"), true);
    count();
  });
  // The minutes for answers, as they were when the page came.
  let end = 0;
  function minutes() {
    const t = document.querySelector("[data-clock]");
    end = t ? performance.now() + t.dataset.clock * 1000 : 0;
  }
  minutes();
  setInterval(() => {
    const t = document.querySelector("[data-clock]"), left = Math.round((end - performance.now()) / 1000);
    if (t && end && left > 0) t.textContent = t.textContent.replace(/\d+:\d+/, Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0"));
    else if (t && end && t.dataset.over) t.textContent = t.dataset.over;
  }, 1000);
  // Seconds that are left, by this device's clock since the page said so. What they end for is
  // fetched when they are over.
  const ends = new WeakMap();
  setInterval(() => document.querySelectorAll("[data-left]").forEach(e => {
    let end = ends.get(e);
    if (!end || end.said !== e.dataset.left) ends.set(e, end = { said: e.dataset.left, at: performance.now() + 1000 * e.dataset.left });
    const left = Math.max(0, Math.ceil((end.at - performance.now()) / 1000));
    e.textContent = left;
    if (left) return;
    const part = e.closest("[data-topics]"), form = e.closest("form[data-until]");
    if (part && performance.now() - end.at > 700) { end.at += 700; refresh(part); }
    if (form) form.replaceWith(form.dataset.until);
  }), 250);
  const parts = topic => document.querySelectorAll(topic ? `[data-topics~="${topic}"]` : "[data-topics]");
  const online = up => { document.getElementById("offline").hidden = up; };

  if (body.dataset.events && window.EventSource) {
    let source, last = 0, polling = 0;
    const all = () => parts().forEach(refresh);
    const topics = ["tickets", "presence", "record", "sends", "class", "stop", "questions", "wall"];
    const open = () => {
      source?.close();
      source = new EventSource(body.dataset.events);
      last = Date.now();
      source.addEventListener("open", () => { last = Date.now(); online(true); });
      source.addEventListener("resync", () => { last = Date.now(); all(); });
      topics.forEach(t => source.addEventListener(t, () => { last = Date.now(); parts(t).forEach(refresh); }));
      source.addEventListener("error", () => { online(false); });
    };
    open();
    const wake = () => { if (!document.hidden && (source.readyState === 2 || Date.now() - last > 30000)) open(); };
    addEventListener("pageshow", e => { if (e.persisted) open(); });
    addEventListener("pagehide", () => source.close());
    document.addEventListener("visibilitychange", wake);
    setInterval(() => { if (!document.hidden && source.readyState === 2) { all(); if (++polling % 6 === 0) open(); } }, 5000);
    setInterval(() => { if (!document.hidden) parts("tickets").forEach(refresh); }, 60000); // the minutes that people wait
  }
})();
