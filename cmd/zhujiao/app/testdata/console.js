// What the test of every page of the console calls in the browser.
(() => {
  const shown = e => e.checkVisibility({checkOpacity: false, checkVisibilityCSS: true}) && e.getClientRects().length > 0;
  window.seen = q => [...document.querySelectorAll(q)].filter(e => shown(e) && e.type !== "hidden");
  window.named = e => {
    if (e.tagName === "INPUT" && /submit|button/.test(e.type)) return e.value;
    if (/INPUT|SELECT|TEXTAREA/.test(e.tagName)) return [...e.labels].map(l => l.innerText).join("").trim() || e.getAttribute("aria-label");
    return (e.getAttribute("aria-label") || e.getAttribute("alt") || e.innerText || e.querySelector("img")?.alt || "").trim();
  };
  const rgb = s => { const m = s.match(/[\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
  const over = (a, b) => [0, 1, 2].map(i => a[i] * a[3] + b[i] * (1 - a[3])).concat(1);
  const ground = e => {
    const all = [];
    for (let n = e; n; n = n.parentElement) { const c = rgb(getComputedStyle(n).backgroundColor); if (c[3]) all.push(c); if (c[3] === 1) break; }
    return all.reduceRight((b, a) => over(a, b), rgb(getComputedStyle(document.body).backgroundColor));
  };
  const light = c => [0.2126, 0.7152, 0.0722].reduce((s, k, i) => { const v = c[i] / 255; return s + k * (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); }, 0);
  window.contrast = e => {
    let a = rgb(getComputedStyle(e).color), b = ground(e);
    let clear = 1; for (let n = e; n; n = n.parentElement) clear *= +getComputedStyle(n).opacity;
    a[3] *= clear; a = over(a, b);
    const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  };
  window.texts = () => {
    const out = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let n; n = walk.nextNode();) if (n.nodeValue.trim() && shown(n.parentElement) && !/SCRIPT|STYLE|TITLE|OPTION/.test(n.parentElement.tagName)) out.push([n.parentElement, n.nodeValue.trim().slice(0, 30)]);
    for (const e of seen("input, textarea, select")) out.push([e, "value of " + (e.name || e.id)]);
    return out;
  };
  // A link in the middle of a text is as high as the text.
  const inText = e => e.tagName === "A" && getComputedStyle(e).display === "inline" &&
    [...e.parentNode.childNodes].some(n => n.nodeType === 3 && n.nodeValue.trim());
  window.small = () => seen("a, button, input, select, textarea, summary").filter(e => {
    const r = (e.closest("label") || e).getBoundingClientRect();
    return !inText(e) && !e.matches(".skip") && (r.height < 43.9 || r.width < 43.9);
  }).map(e => e.outerHTML.slice(0, 120) + " " + e.getBoundingClientRect().width + "x" + e.getBoundingClientRect().height);
  window.pale = () => texts().map(([e, words]) => [contrast(e), words, e]).filter(([c, , e]) => c < 4.5 && !e.closest("[disabled]"))
    .map(([c, words, e]) => c.toFixed(2) + " " + words + " " + e.outerHTML.slice(0, 80));
  window.nameless = () => seen("a, button, input, select, textarea, summary, img, svg[role=img], nav")
    .filter(e => !named(e)).map(e => e.outerHTML.slice(0, 160));
  window.wide = () => seen("*").filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(-3).map(e => e.outerHTML.slice(0, 100));
  window.hidden = () => {
    const a = document.querySelector("header nav [aria-current]"), nav = a?.parentElement.getBoundingClientRect(), r = a?.getBoundingClientRect();
    return r && (r.left < nav.left - 1 || r.right > nav.right + 1) ? [a.outerHTML.slice(0, 100)] : [];
  };
  window.order = () => {
    scrollTo(0, 0);
    const wrong = [...document.querySelectorAll("[tabindex]")].filter(e => e.tabIndex > 0).map(e => "tabindex " + e.outerHTML.slice(0, 80));
    const all = seen("a[href], button, input, select, textarea, summary").filter(e => !e.matches(".skip") && e.tabIndex >= 0);
    for (let i = 1; i < all.length; i++) {
      const a = all[i - 1].getBoundingClientRect(), b = all[i].getBoundingClientRect();
      const above = b.bottom <= a.top + 1 && b.left < a.right, before = b.right <= a.left + 1 && b.bottom > a.top + 1 && b.top < a.bottom - 1;
      if (above || before) wrong.push(all[i - 1].outerHTML.slice(0, 80) + " then " + all[i].outerHTML.slice(0, 80));
    }
    return wrong;
  };
  return true;
})()
