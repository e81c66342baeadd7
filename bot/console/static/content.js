// Answers that are kept, numbers of lines beside the text of a class, and the line to go to.
// Without it the forms work as they are.
"use strict";
(() => {
  // Answers of a form are kept while they are written.
  const form = document.querySelector("form[data-answers]");
  if (form) {
    let timer = 0;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        try {
          const r = await fetch(form.dataset.path, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "error", credentials: "same-origin" });
          const note = form.querySelector("#kept");
          if (r.ok && note) note.textContent = note.dataset.stored;
        } catch { /* the form itself has them */ }
      }, 1500);
    });
    form.addEventListener("submit", () => clearTimeout(timer));
  }
})();
(() => {
  const box = document.querySelector(".yaml textarea");
  if (!box) return;
  const side = document.createElement("pre");
  side.setAttribute("aria-hidden", "true");
  box.before(side);
  let shown = 0;
  const number = () => {
    const n = box.value.split("\n").length;
    if (n === shown) return;
    shown = n;
    side.textContent = Array.from({ length: n }, (_, i) => i + 1).join("\n");
  };
  const follow = () => { side.scrollTop = box.scrollTop; };
  box.addEventListener("input", number);
  box.addEventListener("scroll", follow);
  number();
  const line = +box.dataset.line;
  if (line > 0) {
    const lines = box.value.split("\n"), at = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    box.focus();
    box.setSelectionRange(at, at + (lines[line - 1] || "").length);
    box.scrollTop = Math.max(0, (line - 4) * parseFloat(getComputedStyle(box).lineHeight));
    follow();
  }
})();
