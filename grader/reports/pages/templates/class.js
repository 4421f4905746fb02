// The page's controls: the table of every answer, sorted, filtered and searched, and the panels of students and
// questions. Every text from outside is set as text, never as markup.
"use strict";
(() => {
const { signs, sheets } = JSON.parse(document.getElementById("data").textContent);
const ROW = 24, SPARE = 12, WIDE = 20, MANY = 400, WORST_FIRST = "54763120";
const maps = [];
let listed = [];

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null) continue;
    if (name === "text") element.textContent = value; else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
// points have four decimals at most; halves go up, as everywhere else
const halfUp = (value, scale) => Math.sign(value) * Math.round(Math.round(Math.abs(value) * 1e4) / (1e4 / scale)) / scale;
const number = (value) => (value === null || value === undefined ? "" : String(halfUp(value, 100)));
const counted = (count) => count.toLocaleString("en");
const ruledOn = (sheet, student, column) => (sheet.ruled[student] || []).includes(column);
const collator = new Intl.Collator("en", { numeric: true });

// ---- the table of every answer: only the rows and columns in sight, and some beside them, are in the page ---------------

class AnswerMap {
  constructor(n, place) {
    this.n = n; this.sheet = sheets[n]; this.place = place;
    const { students, ids } = this.sheet;
    this.names = students.map((name, i) => folded(ids && ids[i] !== name ? `${name} ${ids[i]}` : name));
    this.controls = document.querySelector(`[data-controls="${n}"]`);
    this.rows = new Map(); this.focus = [0, -1];
    this.left = 0; this.right = 0;  // the columns that the rows have cells for
    this.sums = [...(this.sheet.problems.length > 1 ? this.sheet.problems : []).map((p, i) => ({
      name: this.sheet.columns.find((c) => c.problem === i) ? p.short : "", title: p.name, of: p.points, kind: "sum of-problem" })),
      ...(this.sheet.late ? [{ name: "late", title: "what being late costs", of: this.sheet.late }] : []),
      { name: "total", title: "total", of: this.sheet.totals }, { name: "%", title: "percent", of: this.sheet.percents }];
    this.order = this.sheet.students.map((_, i) => i);
    this.sorted = { key: "name", down: false };
    this.build(); this.filter();
  }

  byName() { return this.alphabet ??= this.names.map((_, i) => i).sort((a, b) => collator.compare(this.names[a], this.names[b]) || a - b); }

  called(column) { return this.sheet.problems.length > 1 ? `${this.sheet.problems[column.problem].short} ${column.label}` : column.label; }

  build() {
    const head = make("tr", { "aria-rowindex": 1 });
    this.heads = new Map();
    const heading = (key, text, kind, title) => {
      const button = make("button", { type: "button", text, title });
      // A browser prints a button once, but a table's headings on every page.
      const th = make("th", { scope: "col", class: kind }, button, make("span", { class: "printed", "aria-hidden": "true", text }));
      this.heads.set(key, th); head.append(th);
      return button;
    };
    heading("name", "student", "who", "sort by name").onclick = () => this.sort("name");
    this.sums.forEach((sum, i) => { heading(`sum${i}`, sum.name, sum.kind || "sum", `sort by ${sum.title}`).onclick = () => this.sort(`sum${i}`, true); });
    const chosen = this.controls.querySelector(".column");
    this.sheet.columns.forEach((column, c) => {
      const part = c && this.sheet.columns[c - 1].problem !== column.problem ? " part" : "";
      const button = heading(`q${c}`, column.label, `q${part}`, `${column.label}: about this question`);
      button.tabIndex = -1;  // reached by arrows: hundreds would stand between whoever tabs and the class
      button.onclick = () => { location.hash = `q-${this.n}-${c}`; };
      chosen.append(make("option", { value: c, text: this.called(column) }));
    });
    this.before = make("tr", { "aria-hidden": "true" }, make("td"));
    this.after = make("tr", { "aria-hidden": "true" }, make("td"));
    this.body = make("tbody");
    this.table = make("table", { role: "grid", "aria-label": "every answer", "aria-colcount": 1 + this.sums.length + this.sheet.columns.length }, make("thead", {}, head), this.body);
    this.place.replaceChildren(this.table);
    this.place.style.setProperty("--longest", `${Math.max(...this.sheet.students.map((name) => name.length)) + 3}ch`);
    this.place.addEventListener("scroll", () => this.show(), { passive: true });
    this.body.addEventListener("click", (event) => { const td = event.target.closest(".cell"); if (td) this.open(td); });
    this.body.addEventListener("keydown", (event) => this.keyed(event));
    head.addEventListener("keydown", (event) => this.keyedAbove(event));
    for (const control of this.controls.querySelectorAll("input, select")) control.addEventListener("input", () => this.filter());
    this.controls.querySelector("input").addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "Enter") { event.preventDefault(); this.go(0, this.focus[1]); }
    });
    this.edges = this.sheet.columns.map((_, c) => { const th = this.heads.get(`q${c}`); return th.offsetLeft + th.offsetWidth; });
    const wide = this.table.offsetWidth;
    document.documentElement.style.setProperty("--fit", Math.min(1, 1020 / wide, Number(getComputedStyle(document.documentElement).getPropertyValue("--fit")) || 1));
  }

  sort(key, down = false) {
    this.sorted = { key, down: this.sorted.key === key ? !this.sorted.down : down };
    this.filter();
  }

  value(key, student) {
    if (key === "name") return this.sheet.students[student];
    if (key[0] === "q") return WORST_FIRST.indexOf(this.sheet.verdicts[student][Number(key.slice(1))]);
    const value = this.sums[Number(key.slice(3))].of[student];
    return value === null ? -Infinity : value;
  }

  filter() {
    const wanted = folded(this.controls.querySelector("input").value.trim());
    const verdict = this.controls.querySelector(".verdict").value, column = this.controls.querySelector(".column").value;
    const has = (text) => [...verdict].some((code) => text.includes(code));
    const all = this.sheet.students.map((_, i) => i);
    this.order = all.filter((i) => this.names[i].includes(wanted) && (!verdict || has(column === "" ? this.sheet.verdicts[i] : this.sheet.verdicts[i][column])));
    const { key, down } = this.sorted;
    const values = new Map(this.order.map((i) => [i, this.value(key, i)]));
    const compare = key === "name" ? (a, b) => collator.compare(values.get(a), values.get(b)) : (a, b) => (values.get(a) === values.get(b) ? 0 : values.get(a) - values.get(b));
    this.order.sort((a, b) => (down ? -compare(a, b) : compare(a, b)) || a - b);
    for (const [name, th] of this.heads) {
      if (name === key) th.setAttribute("aria-sort", down ? "descending" : "ascending"); else th.removeAttribute("aria-sort");
    }
    this.controls.querySelector("output").textContent = `${this.order.length === all.length ? "" : `${counted(this.order.length)} of `}${counted(all.length)} student${all.length === 1 ? "" : "s"}`;
    this.table.setAttribute("aria-rowcount", this.order.length + 1);
    this.focus = [Math.min(this.focus[0], Math.max(0, this.order.length - 1)), this.focus[1]];
    this.show(true);
  }

  row(student) {
    let tr = this.rows.get(student);
    if (tr) return tr;
    const name = this.sheet.students[student], verdicts = this.sheet.verdicts[student];
    tr = make("tr", { "data-student": student });
    const link = make("a", { href: `#s-${this.n}-${student}`, tabindex: -1, title: name, text: name });
    tr.append(make("th", { scope: "row", class: "who", dir: "auto" }, link));
    for (const sum of this.sums) tr.append(make("td", { class: sum.kind || "sum", text: sum.title === "percent" && sum.of[student] !== null ? halfUp(sum.of[student], 10).toFixed(1) : number(sum.of[student]) }));
    const beside = (count) => (count ? make("td", { colspan: count, "aria-hidden": "true" }) : null);
    const { columns } = this.sheet;
    const cells = columns.slice(this.left, this.right).map((column, i) => {
      const c = this.left + i, code = Number(verdicts[c]), ruled = ruledOn(this.sheet, student, c);
      const said = `${this.called(column)}: ${signs[code][0]}${ruled ? ", ruled by hand" : ""}`;
      const part = c && columns[c - 1].problem !== column.problem ? " part" : "";
      return make("td", { class: `cell v${code}${part}${ruled ? " ruled" : ""}`, "data-column": c, "aria-colindex": c + this.sums.length + 2, tabindex: -1, title: said, "aria-label": said, text: signs[code][1] });
    });
    tr.append(...[beside(this.left), ...cells, beside(columns.length - this.right)].filter(Boolean));
    if (this.rows.size > MANY) this.rows.clear();
    this.rows.set(student, tr);
    return tr;
  }

  // The columns in sight, and as many again; those that there are stay while they reach.
  reach(whole) {
    const { length } = this.sheet.columns, from = this.place.scrollLeft, to = from + (this.place.clientWidth || 1200);
    const left = whole ? 0 : this.edges.findIndex((x) => x > from), seen = this.edges.findIndex((x) => x >= to);
    const right = whole || seen < 0 ? length : seen + 1;
    const kept = whole ? left === this.left && right === this.right : left >= this.left && right <= this.right && this.right - this.left <= right - left + 4 * WIDE;
    if (kept) return false;
    this.left = Math.max(0, left - WIDE); this.right = Math.min(length, right + WIDE);
    this.rows.clear();
    return true;
  }

  show(anew = false, whole = false) {
    this.place.classList.toggle("more", this.place.scrollLeft + this.place.clientWidth < this.place.scrollWidth - 1);
    anew = this.reach(whole) || anew;
    whole ||= this.place.classList.contains("short");
    const inSight = Math.ceil((this.place.clientHeight || 700) / ROW);
    const most = Math.max(0, this.order.length - inSight);
    const first = whole ? 0 : Math.max(0, Math.min(most, Math.floor(this.place.scrollTop / ROW)) - SPARE);
    const last = whole ? this.order.length : Math.min(this.order.length, first + inSight + 2 * SPARE);
    if (!anew && this.first === first && this.last === last) return;
    this.first = first; this.last = last;
    const shown = this.order.slice(first, last).map((student, i) => { const tr = this.row(student); tr.setAttribute("aria-rowindex", first + i + 2); return tr; });
    this.before.firstChild.style.height = `${first * ROW}px`;
    this.after.firstChild.style.height = `${(this.order.length - last) * ROW}px`;
    const held = document.activeElement && this.body.contains(document.activeElement);
    this.fill([...(first ? [this.before] : []), ...shown, ...(last < this.order.length ? [this.after] : [])]);
    if (!shown.length) this.body.append(make("tr", {}, make("td", { colspan: 1 + this.sums.length, class: "who", text: "nobody" })));
    this.mark(held);
  }

  fill(rows) {
    const kept = new Set(rows);
    for (const old of [...this.body.children]) if (!kept.has(old)) old.remove();
    let at = this.body.firstChild;
    for (const tr of rows) if (tr === at) at = at.nextSibling; else this.body.insertBefore(tr, at);
  }

  cell(row, column) {
    const tr = this.rows.get(this.order[row]);
    if (!tr || !tr.isConnected) return null;
    return column < 0 ? tr.querySelector(".who a") : tr.querySelector(`[data-column="${column}"]`);
  }

  mark(hold = false) {
    for (const old of this.body.querySelectorAll('[tabindex="0"]')) old.tabIndex = -1;
    const cell = this.cell(...this.focus) || this.cell(this.focus[0], -1) || this.body.querySelector(".who a");
    if (cell) { cell.tabIndex = 0; if (hold) cell.focus({ preventScroll: true }); }
  }

  go(row, column) {
    row = Math.max(0, Math.min(this.order.length - 1, row));
    column = Math.max(-1, Math.min(this.sheet.columns.length - 1, column));
    this.focus = [row, column];
    const head = this.table.tHead.offsetHeight, y = row * ROW, high = this.place.clientHeight - head;
    if (y < this.place.scrollTop) this.place.scrollTop = y;
    else if (y + ROW > this.place.scrollTop + high) this.place.scrollTop = y + ROW - high;
    this.along(column);
    this.show(); this.mark();
    const cell = this.cell(row, column);
    if (cell) cell.focus({ preventScroll: true });
  }

  along(column) {
    const left = this.table.querySelector("th.who").offsetWidth, th = column < 0 ? null : this.heads.get(`q${column}`);
    if (!th) this.place.scrollLeft = 0;
    else if (th.offsetLeft - left < this.place.scrollLeft) this.place.scrollLeft = th.offsetLeft - left;
    else if (this.edges[column] > this.place.scrollLeft + this.place.clientWidth) this.place.scrollLeft = this.edges[column] - this.place.clientWidth;
  }

  above(key) {
    this.along(key[0] === "q" ? Number(key.slice(1)) : -1);
    this.heads.get(key).querySelector("button").focus({ preventScroll: true });
  }

  keyedAbove(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const keys = [...this.heads.keys()], at = keys.findIndex((key) => this.heads.get(key).contains(event.target));
    const next = { ArrowLeft: keys[at - 1], ArrowRight: keys[at + 1] }[event.key];
    if (next) { event.preventDefault(); this.above(next); }
    if (event.key === "ArrowDown") { event.preventDefault(); this.go(0, keys[at][0] === "q" ? Number(keys[at].slice(1)) : -1); }
  }

  keyed(event) {
    const tr = event.target.closest("[data-student]");
    if (!tr || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = this.order.indexOf(Number(tr.dataset.student)), td = event.target.closest(".cell");
    const column = td ? Number(td.dataset.column) : -1, page = Math.max(1, Math.floor(this.place.clientHeight / ROW) - 8);
    const steps = { ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      PageUp: [row - page, column], PageDown: [row + page, column], Home: [row, -1], End: [row, this.sheet.columns.length - 1] };
    if (event.key === "ArrowUp" && row === 0) { event.preventDefault(); this.above(column < 0 ? "name" : `q${column}`); }
    else if (steps[event.key]) { event.preventDefault(); this.go(...steps[event.key]); }
    else if ((event.key === "Enter" || event.key === " ") && td) { event.preventDefault(); this.open(td); }
  }

  open(td) {
    const student = Number(td.closest("tr").dataset.student);
    this.focus = [this.order.indexOf(student), Number(td.dataset.column)];
    this.mark(true);
    location.hash = `s-${this.n}-${student}-${td.dataset.column}`;
  }
}

// ---- the panel of a student, or of a question ---------------------------------------------------------------------------

const panel = document.querySelector("dialog"), inside = panel.querySelector(".inside");

function verdict(code) {
  return make("span", {}, make("span", { class: `sign v${code}`, "aria-hidden": "true", text: signs[code][1] }), ` ${signs[code][0]}`);
}

// On a phone each row is a block, which takes a table's roles away: so they are said.
function table(headings, rows) {
  const head = make("tr", { role: "row" }, ...headings.map(([text, kind]) => make("th", { scope: "col", role: "columnheader", class: kind, text })));
  for (const tr of rows) {
    tr.setAttribute("role", "row");
    [...tr.cells].forEach((cell, i) => {
      cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "cell");
      if (headings[i][1] === "n") cell.dataset.said = headings[i][0];
    });
  }
  return make("div", { class: "wide" }, make("table", { class: "list blocks", role: "table" }, make("thead", { role: "rowgroup" }, head), make("tbody", { role: "rowgroup" }, ...rows)));
}

function mathematics(n, column) {
  const link = document.querySelector(`[data-questions="${n}"] a[href="#q-${n}-${column}"]`);
  return link ? link.firstElementChild.cloneNode(true) : sheets[n].columns[column].label;
}

function aboutStudent(n, student, wanted) {
  const sheet = sheets[n], told = sheet.told && sheet.told[student], verdicts = sheet.verdicts[student];
  const percent = sheet.percents[student];
  inside.append(make("p", { class: "hint", text: `${number(sheet.totals[student])} points${percent === null ? "" : `, ${number(percent)} %`}${sheets.length > 1 ? ` · ${sheet.title}` : ""}` }));
  for (const text of sheet.policies[student] || []) inside.append(make("p", { class: "hint", text }));
  if (!told) inside.append(make("p", { class: "hint", text: "The class is too large for a page with every answer; marks.csv has them." }));
  sheet.problems.forEach((problem, p) => {
    if (problem.name) inside.append(make("h3", { text: problem.name }));
    const rows = [];
    sheet.columns.forEach((column, c) => {
      if (column.problem !== p) return;
      const [answer, expected, followed, note, points] = told ? told.slice(5 * c, 5 * c + 5) : ["", null, null, null, null];
      const text = (place) => (place === null ? "" : sheet.texts[place]);
      rows.push(make("tr", { class: c === wanted ? "marked" : undefined },
        make("th", { scope: "row" }, make("a", { href: `#q-${n}-${c}` }, mathematics(n, c))),
        make("td", { class: "n answer" }, answer ? make("bdi", { text: answer }) : null),
        make("td", { class: "n answer", text: text(expected) }),
        make("td", { class: "n answer", text: text(followed) === text(expected) ? "" : text(followed) }),
        make("td", { class: "of verdict" }, verdict(Number(verdicts[c]))),
        make("td", { class: "n of", text: points === null ? "" : `${number(points)} / ${number(column.out)}` }),
        make("td", { class: "note", text: verdicts[c] === "0" && !ruledOn(sheet, student, c) ? "" : text(note) })));
    });
    inside.append(table([["question"], ["answer", "n"], ["expected", "n"], ["follows", "n"], ["verdict"], ["points", "n"], ["note"]], rows));
  });
}

function aboutQuestion(n, column, several) {
  const sheet = sheets[n], question = sheet.questions[column];
  if (several) inside.append(make("h3", {}, mathematics(n, column)));
  const where = [sheets.length > 1 ? sheet.title : "", sheet.problems.length > 1 ? sheet.problems[sheet.columns[column].problem].name : ""];
  if (where.some(Boolean)) inside.append(make("p", { class: "hint", text: where.filter(Boolean).join(" · ") }));
  const groups = signs.map(() => []);
  for (const student of maps[n].byName()) groups[Number(sheet.verdicts[student][column])].push(student);
  const said = groups.map((who, code) => [who, code]).filter(([who]) => who.length);
  inside.append(make("div", { class: "stack", role: "img", "aria-label": said.map(([who, code]) => `${counted(who.length)} ${signs[code][0]}`).join(", ") },
    ...said.map(([who, code]) => make("span", { class: `v${code}`, style: `flex:${who.length}` }))));
  inside.append(make("ul", { class: "key" }, ...said.map(([who, code]) => make("li", {}, make("i", { class: `v${code}`, "aria-hidden": "true", text: signs[code][1] }), `${counted(who.length)} ${signs[code][0]}`))));
  const facts = [["points", question.out_of], ["facility", question.facility, " %"], ["discrimination", question.discrimination, " %"],
    ["efficiency", question.efficiency, " %"], ["right step", question.net, " %"], ["errors start", String(question.starts)], ["commonest cause", question.cause]];
  inside.append(make("dl", { class: "facts" }, ...facts.filter(([, value]) => value).map(([name, value, unit]) =>
    make("div", {}, make("dt", { text: name }), make("dd", { text: value + (unit || "") })))));
  const shared = sheet.shared.filter((row) => row.quantity === question.quantity && row.problem === question.problem);
  if (shared.length) {
    inside.append(make("h3", { text: "Wrong values that several have" }), table([["value", "n"], ["students", "n"], ["what it means"], ["who"]],
      shared.map((row) => make("tr", {}, make("td", { class: "n", text: row.value }), make("td", { class: "n", text: counted(row.students) }),
        make("td", { class: "note", text: (row.cause ? `${row.cause}: ` : "") + row.note }), make("td", { class: "note", text: row.who.length > MANY ? `${row.who.slice(0, MANY)}…` : row.who })))));
  }
  const sorting = make("button", { type: "button", text: "Sort the class by this question" });
  sorting.onclick = () => { panel.close(); maps[n].sorted = { key: "", down: false }; maps[n].sort(`q${column}`); maps[n].place.scrollIntoView({ block: "center" }); };
  inside.append(make("p", {}, sorting));
  for (const [who, code] of said.sort(([, one], [, other]) => WORST_FIRST.indexOf(one) - WORST_FIRST.indexOf(other))) {
    if (code === 0 || several) continue;
    inside.append(make("h3", { text: `${signs[code][1]} ${signs[code][0]}` }), make("ul", { class: "names" }, ...who.slice(0, MANY).map((student) =>
      make("li", {}, make("a", { href: `#s-${n}-${student}-${column}` }, make("bdi", { text: sheet.students[student] }))))));
    if (who.length > MANY) inside.append(make("p", { class: "hint", text: `and ${counted(who.length - MANY)} more` }));
  }
}

function neighbour(by) {
  const [kind, n, at] = listed, row = kind === "s" ? maps[n].order : sheets[n].columns.map((_, i) => i);
  const next = row[row.indexOf(at) + by];
  if (next !== undefined) history.replaceState(null, "", `#${kind}-${n}-${next}`), route();
}

function route() {
  const found = /^#(s|q)-(\d+)-(\d+(?:-\d+)*)$/.exec(location.hash);
  if (!found || !sheets[found[2]]) { if (panel.open) panel.close(); return; }
  const kind = found[1], n = Number(found[2]), places = found[3].split("-").map(Number), sheet = sheets[n];
  const known = kind === "s" ? places[0] < sheet.students.length : places.every((c) => c < sheet.columns.length);
  if (!known) return;
  listed = [kind, n, places[0]];
  inside.replaceChildren();
  const title = panel.querySelector("h2");
  if (kind === "s") {
    title.replaceChildren(make("bdi", { text: sheet.students[places[0]] }));
    aboutStudent(n, places[0], places[1]);
  } else {
    title.replaceChildren(...(places.length === 1 ? [mathematics(n, places[0])] : [`${places.length} questions`]));
    for (const column of places) aboutQuestion(n, column, places.length > 1);
  }
  if (!panel.open) panel.showModal();
  panel.scrollTop = 0;
  const marked = inside.querySelector(".marked");
  if (marked) marked.scrollIntoView({ block: "center" });
}

panel.addEventListener("close", () => { if (/^#[sq]-/.test(location.hash)) history.replaceState(null, "", location.pathname + location.search); });
panel.addEventListener("click", (event) => { if (event.target === panel) panel.close(); });
panel.querySelector(".shut").onclick = () => panel.close();
panel.querySelector(".before").onclick = () => neighbour(-1);
panel.querySelector(".after").onclick = () => neighbour(1);
addEventListener("hashchange", route);
addEventListener("keydown", (event) => {
  const typing = event.target.closest && event.target.closest("input, textarea");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/" && !typing && !panel.open && maps.length) {
    event.preventDefault();
    const box = maps.find((map) => map.place.getBoundingClientRect().bottom > 0) || maps[0], field = box.controls.querySelector("input");
    field.focus(); field.select();
  }
  if (panel.open && !typing && (event.key === "ArrowLeft" || event.key === "ArrowRight")) neighbour(event.key === "ArrowLeft" ? -1 : 1);
});
addEventListener("beforeprint", () => maps.forEach((map) => map.show(true, map.order.length <= 2000)));
addEventListener("afterprint", () => maps.forEach((map) => map.show(true)));

// ---- tables of questions: sorted by a click on a heading ------------------------------------------------------------------

for (const list of document.querySelectorAll("[data-questions]")) {
  const heads = [...list.tHead.rows[0].cells];
  // An array stands for its elements, which are folded away under it and go where it goes.
  const units = [];
  for (const tr of list.tBodies[0].rows) {
    const last = units.at(-1), room = last ? Number(last[0].dataset.elements || 0) : 0;
    if (last && last.length <= room) { last.push(tr); tr.className = "element"; tr.hidden = true; } else units.push([tr]);
  }
  for (const [tr, ...elements] of units.filter((unit) => unit.length > 1)) {
    const button = tr.querySelector("button");
    button.setAttribute("aria-expanded", "false");
    button.onclick = () => {
      const open = button.getAttribute("aria-expanded") === "false";
      button.setAttribute("aria-expanded", String(open));
      elements.forEach((element) => { element.hidden = !open; });
    };
  }
  heads.forEach((th, i) => {
    th.querySelector("button").onclick = () => {
      const down = th.getAttribute("aria-sort") ? th.getAttribute("aria-sort") === "ascending" : th.classList.contains("n");
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      th.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (tr) => tr.cells[i].dataset.sort || tr.cells[i].textContent.replace("–", "").trim();
      const rows = units.map((unit) => [key(unit[0]), unit]);
      rows.sort(([a], [b]) => (a === "") - (b === "") || (down ? -1 : 1) * (i === heads.length - 1 ? collator.compare(a, b) : Number(a) - Number(b)));
      list.tBodies[0].append(...rows.flatMap(([, unit]) => unit));
    };
  });
}

document.querySelectorAll("[data-map]").forEach((place) => maps.push(new AnswerMap(Number(place.dataset.map), place)));
route();
})();
