'use strict';
// Small helpers that the page is drawn with.
const $ = (sel, root = document) => root.querySelector(sel);

function el(tag, text, cls) {
  const e = document.createElement(tag);
  if (text !== undefined) e.textContent = text;
  if (cls) e.className = cls;
  return e;
}

function button(text, click, cls) {
  const b = el('button', text, cls);
  b.type = 'button';
  b.onclick = click;
  return b;
}

// fill draws a node anew only if what it shows has changed, so that nothing that somebody
// is using is replaced under their hands.
function fill(node, what, draw) {
  const sign = JSON.stringify(what);
  if (node.dataset.sign === sign) return false;
  node.dataset.sign = sign;
  node.replaceChildren(...draw());
  return true;
}

// memory is what the page remembers over a reload. Who is on which phone and what was read
// belong to one run of the program.
const memory = {
  value: {run: '', panes: [0, 2], tab: 'p0', group: 0, seen: {}, closed: false},
  load(run) {
    let old = null;
    try { old = JSON.parse(localStorage.getItem('zhujiao-sim')); } catch (e) { /* nothing remembered */ }
    if (old && old.run === run) Object.assign(this.value, old);
    else if (old) this.value.closed = old.closed === true;
    this.value.run = run;
  },
  save() {
    try { localStorage.setItem('zhujiao-sim', JSON.stringify(this.value)); } catch (e) { /* a private window */ }
  },
};

async function call(path, body) {
  const opts = body === undefined ? {} : {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)};
  const res = await fetch('/sim/api/' + path, opts);
  if (!res.ok) throw new Error((await res.text()).trim());
  return res.json();
}

let noticeTimer = 0;
function notice(text) {
  const n = $('#notice');
  n.textContent = text;
  n.hidden = false;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => { n.hidden = true; }, 8000);
}

function pretty(xml) {
  return xml.replace(/(<xml>|<\/\w+>)(?=<)/g, '$1\n');
}

const words = {
  limit: s => ['限速', s.limit_used + '/' + s.limit_max],
  credits: s => ['主动额度', s.credits > 0 ? s.credits + ' 条，到 ' + s.credits_until : '无'],
  standing: s => ['报名', {seat: '已报名（第' + s.seat + '位）', wait: '候补', '': '未报名'}[s.standing]],
  checked: s => ['签到', s.checked ? '已签到' : '未签到'],
  consent: s => ['提醒', ['未开启', '已开启', '已退订'][s.consent]],
};

function statusRows(s) {
  if (!s.known) return [el('dt', '状态'), el('dd', '还没来过')];
  return Object.values(words).flatMap(w => { const [name, value] = w(s); return [el('dt', name), el('dd', value)]; });
}
