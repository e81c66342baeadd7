'use strict';
const $ = (sel, root = document) => root.querySelector(sel);
const phones = [{root: $('#phone-0'), person: 0}, {root: $('#phone-1'), person: 1}];
let state = null;

async function call(path, body) {
  const opts = body === undefined ? {} : {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)};
  const res = await fetch('/sim/api/' + path, opts);
  if (!res.ok) throw new Error(await res.text());
  return res.json();
}

function el(tag, text, cls) {
  const e = document.createElement(tag);
  if (text !== undefined) e.textContent = text;
  if (cls) e.className = cls;
  return e;
}

function pretty(xml) {
  return xml.replace(/(<xml>|<\/\w+>)(?=<)/g, '$1\n');
}

async function act(phone, action) {
  action.person = phone.person;
  action.fault = $('#fault').value;
  let x;
  try { x = await call('do', action); } catch (e) { $('#summary').textContent = '模拟器出错：' + e.message; return; }
  $('#who').textContent = state.people[phone.person].name;
  $('#summary').textContent = 'HTTP ' + x.status + ' · ' + (x.took / 1e6).toFixed(1) + ' 毫秒 · 推送 ' + x.tries + ' 次' +
    (x.failure ? ' · 失败：' + x.failure : x.text ? '' : ' · 不回复（success）');
  $('#sent').textContent = pretty(x.sent);
  $('#got').textContent = pretty(x.got);
  await refresh();
  await behind(phone);
}

const words = {
  limit: s => ['限速', s.limit_used + '/' + s.limit_max],
  credits: s => ['主动额度', s.credits > 0 ? s.credits + ' 条，到 ' + s.credits_until : '无'],
  standing: s => ['报名', {seat: '已报名（第' + s.seat + '位）', wait: '候补', '': '未报名'}[s.standing]],
  checked: s => ['签到', s.checked ? '已签到' : '未签到'],
  consent: s => ['提醒', ['未开启', '已开启', '已退订'][s.consent]],
};

async function behind(phone) {
  const s = await call('behind?person=' + phone.person);
  const dl = $('#status');
  dl.replaceChildren();
  if (!s.known) { dl.append(el('dt', '状态'), el('dd', '还没来过')); return; }
  for (const w of Object.values(words)) {
    const [name, value] = w(s);
    dl.append(el('dt', name), el('dd', value));
  }
}

function draw(phone) {
  const r = phone.root, p = state.people[phone.person];
  const sel = $('[data-role=person]', r);
  if (sel.options.length !== state.people.length) {
    sel.replaceChildren(...state.people.map((q, i) => { const o = el('option', q.name); o.value = i; return o; }));
  }
  sel.value = phone.person;
  const list = $('[data-role=messages]', r), sign = phone.person + ':' + JSON.stringify(p.lines || []);
  if (list.dataset.sign === sign) return;
  list.dataset.sign = sign;
  list.replaceChildren(...(p.lines || []).map(l => el('li', l.text, l.from)));
  list.scrollTop = list.scrollHeight;
}

async function refresh() {
  state = await call('state');
  $('#clock').textContent = state.clock;
  phones.forEach(draw);
}

function build(phone) {
  const r = phone.root;
  r.append($('#phone').content.cloneNode(true));
  $('[data-role=title]', r).textContent = state.title;
  $('[data-role=person]', r).onchange = e => { phone.person = Number(e.target.value); draw(phone); behind(phone); };
  $('[data-role=form]', r).onsubmit = e => {
    e.preventDefault();
    const input = $('[data-role=input]', r), text = input.value;
    if (!text) return;
    input.value = '';
    act(phone, {kind: 'text', value: text});
  };
  $('[data-role=follow]', r).onclick = () => act(phone, {kind: 'follow', value: '', label: '你关注了公众号'});
  $('[data-role=unfollow]', r).onclick = () => act(phone, {kind: 'unfollow', value: '', label: '你取消了关注'});
  $('[data-role=image]', r).onclick = () => act(phone, {kind: 'image', value: '', label: '［图片］'});
  const scan = $('[data-role=scan]', r);
  for (const s of state.scenes || []) {
    for (const [kind, name] of [['follow', '扫码关注 '], ['scan', '已关注后扫码 ']]) {
      const o = el('option', name + s);
      o.value = kind + ' ' + s;
      scan.append(o);
    }
  }
  scan.onchange = () => {
    const [kind, scene] = scan.value.split(' ');
    scan.value = '';
    if (scene) act(phone, {kind, value: scene, label: '你扫了二维码 ' + scene});
  };
  const nav = $('[data-role=menu]', r);
  for (const top of state.menu || []) {
    const d = el('details'), box = el('div');
    d.append(el('summary', top.name), box);
    for (const m of top.children || [top]) {
      const b = el('button', m.name);
      b.onclick = () => { d.open = false; act(phone, {kind: 'click', value: m.key, label: '你点了菜单「' + m.name + '」'}); };
      box.append(b);
    }
    nav.append(d);
  }
}

document.querySelectorAll('[data-clock]').forEach(b => { b.onclick = () => call('clock', {to: b.dataset.clock}).then(refresh); });
document.querySelectorAll('[data-add]').forEach(b => { b.onclick = () => call('clock', {add: Number(b.dataset.add)}).then(refresh); });
$('#add').onclick = async () => {
  const {person} = await call('person', {});
  await refresh();
  const phone = phones[phones.length - 1];
  phone.person = person;
  draw(phone);
};

(async () => {
  state = await call('state');
  phones.forEach(build);
  await refresh();
  setInterval(() => refresh().catch(() => { $('#summary').textContent = '连接断开了，重新启动 zhujiao 后刷新本页。'; }), 1000);
})();
