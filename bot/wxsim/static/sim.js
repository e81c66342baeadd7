'use strict';
const me = memory.value;
const narrow = matchMedia('(max-width: 820px)');
let state = null;

// key names a person or a group among what was read: 2, g0.
const shown = () => narrow.matches ? [{p0: me.panes[0], p1: me.panes[1], group: 'g' + me.group}[me.tab]] : [...me.panes, 'g' + me.group];
const unread = (key, one) => Math.max(0, one.count - (me.seen[key] || 0));

async function act(pane, action) {
  action.person = me.panes[pane];
  action.fault = $('#fault').value;
  const doing = call('do', action);
  setTimeout(refresh, 80);
  await report(doing, action.person);
}

// report shows what happened behind an action.
async function report(doing, person) {
  let x;
  try { x = await doing; } catch (e) { notice(e.message); await refresh(); return; }
  if (x.sent) {
    $('#summary').textContent = state.people[person].name + ' · HTTP ' + x.status + ' · ' + (x.took / 1e6).toFixed(1) + ' 毫秒 · 推送 ' + x.tries + ' 次' +
      (x.failure ? ' · 失败：' + x.failure : x.text ? '' : ' · 不回复（success）');
    $('#sent').textContent = pretty(x.sent);
    $('#got').textContent = pretty(x.got);
  }
  await refresh();
  await behind(person);
}

async function behind(person) {
  $('#who').textContent = state.people[person].name;
  $('#status').replaceChildren(...statusRows(await call('behind?person=' + person)));
}

let moves = 0; // how often somebody was put on a phone
function put(pane, person) {
  moves++;
  me.panes[pane] = person;
  me.tab = 'p' + pane;
  memory.save();
  refresh();
  behind(person);
}

// show brings somebody to the front: on the phone that they have already, else on the
// first, or the second for a moderator.
function show(person) {
  const has = me.panes.indexOf(person);
  put(has >= 0 ? has : state.people[person].moderator ? 1 : 0, person);
}

function drawPane(pane) {
  const r = $('#phone-' + pane), person = me.panes[pane], p = state.people[person], open = p.moderator || p.following === 'yes';
  fill($('[data-role=person]', r), state.people.map((q, i) => [q.name, unread(i, q)]), () => state.people.map((q, i) => {
    const o = el('option', q.name + (unread(i, q) ? '（' + unread(i, q) + '条新）' : ''));
    o.value = i;
    return o;
  }));
  $('[data-role=person]', r).value = person;
  $('[data-role=title]', r).textContent = state.account;
  const input = $('[data-role=input]', r);
  input.disabled = $('[data-role=send]', r).disabled = !open;
  input.placeholder = open ? '输入…' : p.following === 'no' ? '已取关，重新关注才能发' : '先点上面的「关注」';
  fill($('[data-role=tools]', r), [person, open, p.moderator, state.scenes], () => tools(pane, p, open));
  fill($('[data-role=menu]', r), [open, state.menu], () => menu(pane, open));
  const hint = p.moderator ? '班主任的手机：发「#帮助」看有哪些指令。' : '还没关注。点下面的「关注」，收到欢迎语。';
  drawLines($('[data-role=messages]', r), person, p, hint);
}

function drawLines(list, key, one, hint) {
  const lines = one.lines || [];
  if (fill(list, [key, lines], () => lines.length ? lines.map(l => el('li', l.text, l.from)) : [el('li', hint, 'note')])) {
    scroll(list);
  }
}

function scroll(list) { list.scrollTop = list.scrollHeight; }

function tools(pane, p, open) {
  if (p.moderator) return ['#帮助', '#待答', '#数据'].map(w => button(w, () => act(pane, {kind: 'text', value: w})));
  const scan = el('select');
  scan.setAttribute('aria-label', '扫码');
  scan.append(el('option', open ? '扫码…' : '扫码关注…'));
  scan.options[0].value = '';
  for (const s of state.scenes || []) scan.append(el('option', s));
  scan.onchange = () => {
    const scene = scan.value;
    scan.value = '';
    if (scene) act(pane, {kind: 'scan', value: scene, label: '你扫了二维码 ' + scene});
  };
  const follow = button('关注', () => act(pane, {kind: 'follow', value: '', label: '你关注了公众号'}), 'primary');
  if (!open) return (state.scenes || []).length ? [follow, scan] : [follow];
  const out = [button('取关', () => act(pane, {kind: 'unfollow', value: '', label: '你取消了关注'}))];
  if ((state.scenes || []).length) out.push(scan);
  return [...out, button('发图片', () => act(pane, {kind: 'image', value: '', label: '［图片］'}))];
}

function menu(pane, open) {
  return (state.menu || []).map(top => {
    const d = el('details'), box = el('div');
    d.append(el('summary', top.name), box);
    for (const m of top.children || [top]) {
      const b = button(m.name, () => { d.open = false; act(pane, {kind: 'click', value: m.key, label: '你点了菜单「' + m.name + '」'}); });
      b.disabled = !open;
      box.append(b);
    }
    return d;
  });
}

function closeMenus(but) {
  document.querySelectorAll('details[open]').forEach(d => { if (d !== but) d.open = false; });
}

function drawGroup() {
  const groups = state.groups.map((g, i) => [i, g]).filter(([i, g]) => i === 0 || g.count), r = $('#group');
  const g = state.groups[me.group];
  fill($('.bar', r), groups.map(([i, q]) => [i, q.name, unread('g' + i, q), i === me.group]), () => groups.map(([i, q]) => {
    const n = unread('g' + i, q);
    const b = button(q.name + (n ? '（' + n + '条新）' : ''), () => { me.group = i; memory.save(); refresh(); }, 'group-name');
    b.disabled = groups.length === 1;
    b.setAttribute('aria-pressed', i === me.group);
    return b;
  }));
  drawLines($('ol', r), 'g' + me.group, g, '机器人会把通知发到这个群：有人问了不会答的、链接失效、群发发完。');
}

function drawPeople() {
  const tabs = state.people.map((p, i) => ({name: p.name, n: unread(i, p), on: shown().includes(i), go: () => show(i)}));
  const news = state.groups.reduce((n, g, i) => n + unread('g' + i, g), 0);
  tabs.push({name: '班主任群', n: news, on: shown().some(k => String(k).startsWith('g')), go: () => tab('group')});
  tabs.push({name: '幕后', n: 0, on: me.tab === 'behind', go: () => tab('behind'), narrow: true});
  fill($('#people'), tabs, () => {
    return tabs.map(t => {
      const b = button(t.name, t.go, t.narrow ? 'narrow' : '');
      b.setAttribute('aria-pressed', t.on);
      if (t.n) b.append(el('span', t.n > 99 ? '99+' : String(t.n), 'unread'));
      return b;
    });
  });
}

function tab(name) {
  me.tab = name;
  memory.save();
  refresh();
}

function drawTour() {
  const none = !state.tour.length;
  $('#tour').hidden = me.closed || none;
  $('#tour-open').hidden = !me.closed || none;
  if (me.closed || none) return;
  const guests = state.people.filter(p => !p.moderator).slice(0, 2).map(p => p.name).join('、');
  $('#who-is-who').textContent = guests + ' 是来听课的人；班主任 用「#」开头的指令管理；班主任群 收机器人的通知。' +
    (state.passphrase ? '签到口令「' + state.passphrase + '」，' + state.checkin + '起有效。' : '') + (state.tour[0].done ? '' : '第一步先点「关注」。');
  const now = state.tour.findIndex(t => !t.done);
  fill($('#steps'), state.tour, () => {
    const out = state.tour.map((t, i) => step(t, i, i === now));
    if (now < 0) out.push(el('li', '六步走完了。接着随便试：换个人发消息，拨时钟，或者在「幕后」让一群人同时来。', 'now'));
    return out;
  });
}

function step(t, i, now) {
  const li = el('li', undefined, t.done ? 'done' : now ? 'now' : '');
  const head = el('strong', (t.done ? '✓ ' : (i + 1) + ' ') + t.title);
  head.append(el('small', ' ' + (i + 1) + '/' + state.tour.length));
  li.append(head);
  if (!now) return li;
  const play = skip => async () => {
    li.querySelectorAll('button').forEach(b => { b.disabled = true; });
    if (!skip) show(t.person);
    await report(call('tour', {id: t.id, skip}), t.person);
    li.querySelectorAll('button').forEach(b => { b.disabled = false; });
  };
  const foot = el('div');
  foot.append(button(t.button, play(false), 'primary'), button('跳过', play(true), 'quiet'));
  li.append(el('span', t.text), foot);
  return li;
}

function drawClock() {
  const [, m, d, time] = state.clock.match(/-(\d+)-(\d+) (.*)/);
  $('#clock').textContent = Number(m) + '月' + Number(d) + '日 ' + time;
  fill($('#clock-panel'), state.jumps, () => state.jumps.map(j => {
    const row = el('div'), b = button(j.title, () => call('clock', j.to ? {to: j.to} : {add: j.add}).then(refresh));
    b.title = j.hint;
    if (j.to) b.dataset.clock = j.to; else b.dataset.add = j.add;
    row.append(b, el('span', j.hint));
    return row;
  }));
}

function drawCrowd() {
  const c = state.crowd;
  $('#console').hidden = !state.console;
  fill($('#crowds'), [state.crowds, c.running], () => state.crowds.map(j => {
    const b = button(j.title, () => call('crowd', {kind: j.kind, pack: j.pack}).then(refresh, e => notice(e.message)));
    b.title = j.hint;
    b.disabled = c.running;
    return b;
  }));
  $('#crowd-hint').textContent = !state.crowds.length ? '' : state.crowds.map(j => j.title + '：' + j.hint).join('\n') + '\n都是真的签名推送。';
  $('#crowd').hidden = !c.title;
  $('#crowd-title').textContent = c.title + (c.phase ? ' · ' + c.phase + ' ' + c.done + '/' + c.total : '') +
    ' · ' + (c.took / 1e9).toFixed(1) + ' 秒' + (c.running ? '' : ' · 完成');
  $('#crowd-bar').max = c.total || 1;
  $('#crowd-bar').value = c.done;
  fill($('#crowd-replies'), c.replies, () => (c.replies || []).map(r => el('li', r.count + ' 人：' + r.text)));
}

function drawFile() {
  const f = state.file || {}, problems = f.problems || [], taken = f.taken && !f.taken.startsWith('0001');
  const bad = problems.length > 0 || f.refused;
  const box = $('#file');
  box.hidden = !bad && !taken;
  box.className = bad ? 'bad' : '';
  fill(box, f, () => bad
    ? [el('strong', f.refused ? f.name + ' 改了运行中不能改的：名额和库存不能少于已经用掉的。还在用改之前的内容。'
      : f.name + ' 有' + problems.length + '处错误，还在用改之前的内容：'), ...problems.slice(0, 5).map(p => el('div', p))]
    : [el('span', taken ? f.name + ' 改过了，' + new Date(f.taken).toTimeString().slice(0, 8) + ' 起用新的内容。' : '')]);
}

function draw() {
  document.title = state.name + ' · 学员模拟器';
  $('#class').textContent = state.name;
  const turned = document.body.dataset.tab !== me.tab;
  document.body.dataset.tab = me.tab;
  for (const key of shown()) {
    if (key === undefined) continue;
    me.seen[key] = (String(key).startsWith('g') ? state.groups[key.slice(1)] : state.people[key]).count;
  }
  memory.save();
  drawClock();
  drawFile();
  drawTour();
  drawPeople();
  drawPane(0);
  drawPane(1);
  drawGroup();
  drawCrowd();
  if (turned) document.querySelectorAll('.phone ol').forEach(scroll); // a hidden list does not scroll
}

let asked = 0;
async function refresh() {
  const mine = ++asked;
  const fresh = await call('state?show=' + [...me.panes, 'g' + me.group].join(','));
  if (mine !== asked) return; // a later answer comes or has come
  state = fresh;
  draw();
}

function build(pane) {
  const r = $('#phone-' + pane);
  r.append($('#phone').content.cloneNode(true));
  $('[data-role=person]', r).onchange = e => put(pane, Number(e.target.value));
  $('[data-role=form]', r).onsubmit = e => {
    e.preventDefault();
    const input = $('[data-role=input]', r), text = input.value;
    if (!text) return;
    input.value = '';
    act(pane, {kind: 'text', value: text});
  };
}

function start() {
  build(0);
  build(1);
  $('#group').append(el('div', undefined, 'bar'), el('ol'));
  $('ol', $('#group')).setAttribute('aria-live', 'polite');
  const setTour = closed => () => { me.closed = closed; memory.save(); draw(); };
  $('#tour-close').onclick = setTour(true);
  $('#tour-open').onclick = setTour(false);
  $('#add').onclick = async () => {
    const before = moves, {person} = await call('person', {});
    await refresh();
    if (before === moves) put(0, person); // else somebody else was chosen meanwhile
  };
  $('#clock-open').onclick = () => {
    const on = document.body.classList.toggle('clock');
    $('#clock-open').setAttribute('aria-expanded', on);
  };
  document.addEventListener('click', e => closeMenus(e.target.closest('details')));
  document.addEventListener('keydown', e => { if (e.key === 'Escape') { closeMenus(); document.body.classList.remove('clock'); } });
  narrow.addEventListener('change', draw);
}

async function poll() {
  try { await refresh(); } catch (e) { notice('连接断开了，重新启动 zhujiao 后刷新本页。'); }
  setTimeout(poll, state && state.crowd.running ? 200 : 1000);
}

(async () => {
  const first = await call('state?show=');
  memory.load(first.run);
  const n = first.people.length;
  me.panes = me.panes.map((p, i) => p < n ? p : Math.min(i, n - 1));
  start();
  await poll();
})();
