/* Widgets of Wenmai, 1.1.0: <wenmai-search>, <wenmai-list>, <wenmai-card>, <wenmai-chart>, <wenmai-map>.
   No dependencies, nothing inline, no HTML made from texts. This file never changes: what is mended gets a new number. */
(() => {
"use strict";

const BASE = document.currentScript ? document.currentScript.src.replace(/\/widgets\/.*$/, "") : location.origin;
const PATIENCE_MS = 15_000, MOST_WAIT_S = 60, MOST_TRIES = 3;

const WORDS = {
  "zh-Hans": {
    search: "检索", hint: "汉字、拼音、首字母", none: "没有找到相符的记录", records: "条记录", more: "在文脉查看",
    source: "来源：", rights: "许可：", busy: "访问较多，稍后自动再试。", offline: "暂时无法取得数据。", wrong: "请求有误：",
    gone: "这条记录已不在。", rest: "另有 {n} 行从略", figures: "数据表", others: "其余各项合计 {n} 条", missing: "另有 {n} 条记录不在所列各项之内", again: "一条记录可计入几行，各行之和因此多于记录数", stop: "。", comma: "、", found: "{n} 条联想，上下键选择", nothing: "没有联想",
    kinds: ["文物藏品", "美术作品", "文学作品", "不可移动文物", "非物质文化遗产", "人物", "文化场馆", "文化活动", "政策法规", "文化资讯", "办事服务", "作者", "地区", "类别", "时代"],
  },
  "zh-Hant": {
    search: "檢索", hint: "漢字、拼音、首字母", none: "沒有找到相符的記錄", records: "條記錄", more: "在文脈查看",
    source: "來源：", rights: "授權：", busy: "訪問較多，稍後自動再試。", offline: "暫時無法取得資料。", wrong: "請求有誤：",
    gone: "這條記錄已不在。", rest: "另有 {n} 列從略", figures: "資料表", others: "其餘各項合計 {n} 條", missing: "另有 {n} 條記錄不在所列各項之內", again: "一條記錄可計入幾列，各列之和因此多於記錄數", stop: "。", comma: "、", found: "{n} 條聯想，上下鍵選擇", nothing: "沒有聯想",
    kinds: ["文物藏品", "美術作品", "文學作品", "不可移動文物", "非物質文化遺產", "人物", "文化場館", "文化活動", "政策法規", "文化資訊", "辦事服務", "作者", "地區", "類別", "時代"],
  },
  en: {
    search: "Search", hint: "Chinese, pinyin or English", none: "Nothing was found", records: "records", more: "See it at Wenmai",
    source: "Source: ", rights: "Rights: ", busy: "It is busy here, trying again in a moment.",
    offline: "The data cannot be had at the moment.", wrong: "This cannot be asked: ", gone: "This record is no longer here.",
    rest: "Rows left out: {n}", figures: "The figures as a table", others: "All others come to {n}", missing: "Records in none of these rows: {n}", again: "A record may count in several rows, so these come to more than the records", stop: ".", comma: ", ", found: "Suggestions: {n}, arrow keys choose", nothing: "No suggestions",
    kinds: ["Museum artefact", "Artwork", "Literary work", "Heritage site", "Intangible cultural heritage", "Person", "Cultural venue", "Cultural event", "Policy or law", "News", "Public service", "Creator", "Region", "Category", "Period"],
  },
};

/* What a suggestion is of, in the order of the words for it; those of the second list narrow, the others are records. */
const TYPES = ["artifact", "artwork", "literary-work", "site", "intangible", "person", "venue", "event", "policy", "news", "service"];
const NARROWING = ["creator", "region", "category", "period"];
const KINDS = [...TYPES, ...NARROWING];

const STYLE = `
:host { display: block; color-scheme: inherit; color: var(--wenmai-ink, inherit); background: var(--wenmai-paper, transparent);
  font: var(--wenmai-font, inherit); line-height: 1.6; overflow-wrap: anywhere; }
:host([hidden]) { display: none; }
.frame { border: var(--wenmai-border, 1px solid color-mix(in srgb, currentcolor 20%, transparent)); border-top: 3px solid var(--wenmai-accent, #9e2b20);
  border-radius: var(--wenmai-radius, 0); padding: var(--wenmai-space, 1rem); }
h3, p, ol { margin: 0; padding: 0; }
ol { list-style: none; }
h3 { font-family: var(--wenmai-heading-font, inherit); font-size: 1.05em; line-height: 1.4; }
li { padding: .6em 0; border-top: 1px solid color-mix(in srgb, currentcolor 20%, transparent); }
a { color: inherit; text-decoration-color: var(--wenmai-accent, #9e2b20); text-decoration-thickness: 2px; text-underline-offset: .2em; }
:focus-visible { outline: 3px solid currentcolor; outline-offset: 2px; }
.soft, .note { font-size: .85em; opacity: .85; }
.note { padding: .4em 0; }
footer { margin-top: .6em; font-size: .85em; }
form { position: relative; display: flex; gap: .5em; margin-bottom: .6em; }
input { flex: 1; min-width: 0; font: inherit; color: inherit; background: transparent; border: 1px solid currentcolor; border-radius: var(--wenmai-radius, 0); padding: .35em .6em; }
button { font: inherit; color: var(--wenmai-on-accent, #fff); background: var(--wenmai-accent, #9e2b20); border: 0; border-radius: var(--wenmai-radius, 0); padding: .35em 1em; cursor: pointer; }
ul { position: absolute; z-index: 9; inset: 100% 0 auto; margin: 2px 0 0; padding: 0; list-style: none; max-height: 20em; overflow: auto;
  color: var(--wenmai-ink, canvastext); background: var(--wenmai-paper, canvas); border: 1px solid currentcolor; border-radius: var(--wenmai-radius, 0); }
ul[hidden] { display: none; }
ul li { display: flex; justify-content: space-between; gap: 1em; padding: .4em .6em; border: 0; cursor: pointer; }
ul li:hover, ul li[aria-selected=true] { box-shadow: inset 4px 0 var(--wenmai-accent, #9e2b20); background: color-mix(in srgb, currentcolor 10%, transparent); }
ul .soft { flex: none; }
mark { color: inherit; background: none; font-weight: 700; }
table { width: 100%; border-collapse: collapse; }
caption { text-align: start; font-weight: 600; padding-bottom: .4em; }
th, td { text-align: start; font-weight: normal; padding: .2em .5em .2em 0; vertical-align: middle; }
th { width: 34%; }
td.n { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; width: 1%; }
svg { display: block; width: 100%; }
.bar { fill: var(--wenmai-accent, #9e2b20); }
.tile { fill: var(--wenmai-accent, #9e2b20); }
.edge { fill: none; stroke: currentcolor; stroke-opacity: .35; stroke-width: .3; }
.name { text-anchor: middle; fill: currentcolor; }
.deep { fill: var(--wenmai-on-accent, #fff); }
details { margin: .4em 0; }
summary { cursor: pointer; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

/* Provinces as tiles: code, column, row. */
const TILES = "230000,8,0 150000,4,1 220000,8,1 650000,0,2 630000,1,2 620000,2,2 640000,3,2 140000,4,2 130000,5,2 110000,6,2 120000,7,2 210000,8,2 610000,3,3 410000,4,3 370000,5,3 540000,1,4 510000,2,4 500000,3,4 420000,4,4 340000,5,4 320000,6,4 310000,7,4 530000,2,5 520000,3,5 430000,4,5 360000,5,5 330000,6,5 450000,3,6 440000,4,6 350000,5,6 710000,7,6 460000,3,7 820000,4,7 810000,5,7";

let sheet = null;
function style(root) {
  if (!sheet) { sheet = new CSSStyleSheet(); sheet.replaceSync(STYLE); }
  const own = new CSSStyleSheet();
  root.adoptedStyleSheets = [sheet, own];
  return own;
}

/* Looks by attribute, each out of a closed set: what is not in it is as if it were not there. */
const FONTS = {
  sans: '"Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", sans-serif',
  serif: '"Noto Serif SC", "Source Han Serif SC", "Songti SC", SimSun, Georgia, serif',
};
const THEMES = { auto: "light dark", light: "light", dark: "dark" };
function looks(element) {
  const theme = element.getAttribute("theme") || "", font = element.getAttribute("font") || "";
  const accent = /^[0-9a-f]{6}$/i.test(element.getAttribute("accent") || "") ? element.getAttribute("accent") : "";
  const rules = [];
  if (Object.hasOwn(THEMES, theme))
    rules.push(`color-scheme: ${THEMES[theme]}; --wenmai-ink: light-dark(#201d19, #ece6da); --wenmai-paper: light-dark(#fffefb, #1b1917)`);
  if (accent) rules.push(`--wenmai-accent: #${accent}; --wenmai-on-accent: ${bright(accent) ? "#000" : "#fff"}`);
  if (Object.hasOwn(FONTS, font)) rules.push(`font-family: ${FONTS[font]}`);
  return rules.length ? `:host { ${rules.join("; ")}; }` : "";
}

/* Whether black is read better on the colour than white: relative luminance as WCAG has it. */
function bright(accent) {
  const [red, green, blue] = [0, 2, 4].map(at => Number.parseInt(accent.slice(at, at + 2), 16) / 255)
    .map(one => one <= .04045 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4);
  return .2126 * red + .7152 * green + .0722 * blue > .179;
}

/* An element with attributes and children; texts stay texts. */
function made(name, attributes = {}, ...children) {
  const svg = name === "svg" || name === "rect" || name === "text" || name === "title" || name === "g";
  const found = svg ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== "" && value != null) found.setAttribute(key, value);
  found.append(...children.filter(one => one !== "" && one != null));
  return found;
}

function link(href, text, more = {}) {
  const safe = /^https?:\/\//i.test(href) ? href : "";
  return safe ? made("a", { href: safe, target: "_blank", rel: "noopener", ...more }, text) : made("span", more, text);
}

/* A text out of several languages: the one asked for, else the nearest. */
function best(texts, lang) {
  if (typeof texts === "string") return [texts, ""];
  for (const tag of [lang, lang.startsWith("zh") ? "zh-Hans" : lang, "zh-Hans", "zh-Hant", "en", ...Object.keys(texts || {})])
    if (texts && texts[tag]) return [String(texts[tag]), tag];
  return ["", ""];
}

function language(element) {
  const near = element.closest("[lang]");
  const tag = (element.getAttribute("lang") || (near && near.getAttribute("lang")) || navigator.language || "zh").toLowerCase();
  if (/^zh\b.*(hant|tw|hk|mo)/.test(tag)) return "zh-Hant";
  return tag.startsWith("zh") ? "zh-Hans" : "en";
}

class Trouble extends Error {
  constructor(kind, told = "", wait = 0) { super(told); this.kind = kind; this.wait = wait; }
}

/* What was asked already is not asked again while the page is open. */
const asked = new Map();
function ask(url) {
  if (!asked.has(url)) {
    const answer = answered(url);
    answer.catch(() => asked.delete(url));
    asked.set(url, answer);
  }
  return asked.get(url);
}

async function answered(url) {
  let response;
  try {
    response = await fetch(url, { headers: { Accept: "application/json" }, credentials: "omit", signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch { throw new Trouble("offline"); }
  if (response.status === 429 || response.status === 503)
    throw new Trouble("busy", "", Math.max(Number.parseInt(response.headers.get("Retry-After") || "5", 10) || 5, 1));
  let body;
  try { body = await response.json(); } catch { throw new Trouble("offline"); }
  if (response.ok) return body;
  if (response.status === 404 || response.status === 410) throw new Trouble("gone");
  throw response.status < 500 ? new Trouble("wrong", String(body.detail || "").slice(0, 300)) : new Trouble("offline");
}

const MOST_ROWS = 60, MOST_ASKED = 1000;

class Widget extends HTMLElement {
  static observedAttributes = ["query", "record", "size", "lang", "host", "heading", "theme", "accent", "font"];

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    this.look = style(root);
    this.body = made("div", { part: "body" }, made("slot"));
    this.note = made("p", { class: "note", part: "note", role: "status" });
    this.note.hidden = true;
    this.frame = made("div", { class: "frame", part: "frame" }, this.body, this.note);
    root.append(this.frame);
    this.round = 0;
  }

  connectedCallback() { this.later(); }
  disconnectedCallback() { this.round += 1; clearTimeout(this.again); }
  attributeChangedCallback(_, old, now) { if (this.isConnected && old !== now) this.later(); }

  /* Attributes that change together are read once. */
  later() {
    const round = this.round += 1;
    clearTimeout(this.again);
    queueMicrotask(() => {
      if (round !== this.round) return;
      this.look.replaceSync(looks(this));
      this.worded();
      this.refresh(round, 1);
    });
  }

  /* Puts words where none come with the data. */
  worded() {}

  get lang_() { return language(this); }
  get t() { return WORDS[this.lang_]; }
  get host() {
    const given = this.getAttribute("host") || "";
    return /^https?:\/\//i.test(given) ? given.replace(/\/+$/, "") : BASE;
  }
  get size() {
    const given = Number.parseInt(this.getAttribute("size") || "5", 10);
    return Math.min(Math.max(given || 5, 1), 50);
  }

  address(path, more = {}, query = this.getAttribute("query") || "") {
    const pairs = new URLSearchParams(query);
    for (const [name, value] of Object.entries(more)) pairs.set(name, value);
    return `${this.host}${path}?${pairs}`;
  }

  async refresh(round, tries) {
    const url = this.url();
    if (!url) return;
    try {
      const [body, beside] = await Promise.all([ask(url), this.beside()]);
      if (round === this.round) { this.say(""); this.body.replaceChildren(...this.shown(body, beside)); }
    } catch (trouble) {
      if (round === this.round) this.failed(trouble, round, tries);
    }
  }

  /* What is asked beside the figures; that it cannot be had is no fault of theirs. */
  async beside() { return null; }

  /* What stood in the element stays; what is wrong is said under it. */
  failed(trouble, round, tries) {
    if (!(trouble instanceof Trouble)) { console.warn("Wenmai: an answer that is none", trouble); trouble = new Trouble("offline"); }
    if (trouble.kind === "busy" && tries < MOST_TRIES) {
      this.say(this.t.busy);
      const wait = Math.min(trouble.wait, MOST_WAIT_S) * 1000 + Math.random() * 1000;
      this.again = setTimeout(() => { if (round === this.round) this.refresh(round, tries + 1); }, wait);
    } else {
      this.say(trouble.kind === "busy" ? this.t.offline : this.t[trouble.kind] + (trouble.kind === "wrong" ? trouble.message : ""));
    }
  }

  say(text) { this.note.textContent = text; this.note.hidden = !text; }

  records(found) {
    const rows = found.records.slice(0, MOST_ROWS).map(one => made("li", { part: "record" }, ...this.record(one)));
    return rows.length ? made("ol", { part: "list" }, ...rows) : made("p", {}, this.t.none);
  }

  record(one) {
    if (typeof one.id !== "string") throw new TypeError("no record");
    const [title, tag] = best(one.title, this.lang_);
    const facts = [...(one.creators || []).slice(0, 3).map(each => each.name), one.date && one.date.text, one.institution && one.institution.name];
    return [
      made("h3", { part: "title" }, link(`${this.host}/records/${encodeURIComponent(one.id).replace("%3A", ":")}`, title || one.id, { lang: tag, dir: "auto" })),
      made("p", { class: "soft", part: "facts", dir: "auto" }, facts.filter(Boolean).join(" · ")),
      this.credit(one),
    ];
  }

  credit(one) {
    const from = one.source || one.institution || { name: one.dataset || "" }, rights = (one.rights && one.rights.uri) || "";
    return made("p", { class: "soft", part: "credit" }, this.t.source, link(from.url || "", from.name || "", { dir: "auto" }), " · ", this.t.rights, link(rights, licence(rights, this.lang_)));
  }

  foot(path) { return made("footer", { part: "more" }, link(path, this.t.more)); }

  heading(text) { return made("h3", { part: "heading", dir: "auto" }, this.getAttribute("heading") || text); }
}

/* Licences by what the vocabulary calls them; of others those of Creative Commons in short, else the address. */
const RIGHTS = {
  "https://creativecommons.org/publicdomain/mark/1.0/": ["公有领域标记 1.0", "公有領域標記 1.0", "Public Domain Mark 1.0"],
  "https://creativecommons.org/publicdomain/zero/1.0/": ["知识共享 CC0 1.0", "創用 CC0 1.0", "CC0 1.0"],
  "https://creativecommons.org/licenses/by/4.0/": ["知识共享 署名 4.0", "創用 CC 姓名標示 4.0", "CC BY 4.0"],
  "https://creativecommons.org/licenses/by-sa/4.0/": ["知识共享 署名—相同方式共享 4.0", "創用 CC 姓名標示－相同方式分享 4.0", "CC BY-SA 4.0"],
  "https://creativecommons.org/licenses/by/3.0/": ["知识共享 署名 3.0", "創用 CC 姓名標示 3.0", "CC BY 3.0"],
  "https://creativecommons.org/licenses/by-sa/3.0/": ["知识共享 署名—相同方式共享 3.0", "創用 CC 姓名標示－相同方式分享 3.0", "CC BY-SA 3.0"],
  "http://rightsstatements.org/vocab/NoC-US/1.0/": ["在美国无版权", "在美國無著作權", "No Copyright – United States"],
  "https://creativecommons.org/licenses/by-nc/4.0/": ["知识共享 署名—非商业性使用 4.0", "創用 CC 姓名標示－非商業性 4.0", "CC BY-NC 4.0"],
  "https://creativecommons.org/licenses/by-nc-sa/4.0/": ["知识共享 署名—非商业性使用—相同方式共享 4.0", "創用 CC 姓名標示－非商業性－相同方式分享 4.0", "CC BY-NC-SA 4.0"],
  "https://creativecommons.org/licenses/by-nd/4.0/": ["知识共享 署名—禁止演绎 4.0", "創用 CC 姓名標示－禁止改作 4.0", "CC BY-ND 4.0"],
  "https://creativecommons.org/licenses/by-nc-nd/4.0/": ["知识共享 署名—非商业性使用—禁止演绎 4.0", "創用 CC 姓名標示－非商業性－禁止改作 4.0", "CC BY-NC-ND 4.0"],
  "http://rightsstatements.org/vocab/InC-EDU/1.0/": ["有版权，允许教育使用", "有著作權，允許教育使用", "In Copyright – Educational Use Permitted"],
  "http://rightsstatements.org/vocab/InC-NC/1.0/": ["有版权，允许非商业使用", "有著作權，允許非商業使用", "In Copyright – Non-Commercial Use Permitted"],
  "http://rightsstatements.org/vocab/NoC-NC/1.0/": ["无版权，限非商业使用", "無著作權，限非商業使用", "No Copyright – Non-Commercial Use Only"],
  "http://rightsstatements.org/vocab/NoC-CR/1.0/": ["无版权，受合同限制", "無著作權，受合約限制", "No Copyright – Contractual Restrictions"],
  "http://rightsstatements.org/vocab/NoC-OKLR/1.0/": ["无版权，受其他已知法律限制", "無著作權，受其他已知法律限制", "No Copyright – Other Known Legal Restrictions"],
  "http://rightsstatements.org/vocab/InC/1.0/": ["有版权", "有著作權", "In Copyright"],
  "http://rightsstatements.org/vocab/InC-OW-EU/1.0/": ["有版权，欧盟孤儿作品", "有著作權，歐盟孤兒作品", "In Copyright – EU Orphan Work"],
  "http://rightsstatements.org/vocab/InC-RUU/1.0/": ["有版权，权利人无法找到", "有著作權，權利人無法找到", "In Copyright – Rights-holder(s) Unlocatable or Unidentifiable"],
  "http://rightsstatements.org/vocab/CNE/1.0/": ["版权未评估", "著作權未評估", "Copyright Not Evaluated"],
  "http://rightsstatements.org/vocab/UND/1.0/": ["版权未确定", "著作權未確定", "Copyright Undetermined"],
  "http://rightsstatements.org/vocab/NKC/1.0/": ["无已知版权", "無已知著作權", "No Known Copyright"]
};
function licence(address, lang) {
  const known = Object.hasOwn(RIGHTS, address) ? RIGHTS[address] : null;
  if (known) return known[Object.keys(WORDS).indexOf(lang)];
  const short = /^https?:\/\/(?:www\.)?creativecommons\.org\/licenses\/([a-z-]+)\/([\d.]+)\/?$/.exec(address);
  return short ? `CC ${short[1].toUpperCase()} ${short[2]}` : address;
}

const FIELDS = "title,type,date,creators,institution,source,rights,dataset,description";

class List extends Widget {
  url() { return this.address("/v1/records", { page_size: this.size, lang: this.lang_, fields: FIELDS }); }
  shown(body) {
    const total = body.total ? `${body.total.value.toLocaleString("en")} ${this.t.records}` : "";
    const more = this.address("/search", { lang: this.lang_ });
    return [this.hasAttribute("heading") ? this.heading("") : "", made("p", { class: "soft" }, total), this.records(body), this.foot(more)].filter(Boolean);
  }
}

class Search extends List {
  constructor() {
    super();
    this.input = made("input", { type: "search", part: "input", maxlength: "500", enterkeyhint: "search", autocomplete: "off" });
    this.button = made("button", { part: "button" });
    this.form = made("form", { role: "search", part: "form" }, this.input, this.button);
    this.suggestions = new Suggestions(this);
    this.form.addEventListener("submit", event => { event.preventDefault(); this.sought({ q: this.input.value.trim() }); });
    this.frame.prepend(this.form);
  }
  worded() {
    this.button.textContent = this.t.search;
    this.input.placeholder = this.t.hint;
    for (const one of [this.input, this.suggestions.list]) one.setAttribute("aria-label", this.t.search);
  }
  sought(asked) {
    this.suggestions.close();
    this.asked = Object.values(asked).every(Boolean) ? asked : null;
    this.later();
  }
  /* Nothing is asked before something is typed. */
  url() { return this.asked ? super.url() : ""; }
  address(path, more = {}) { return super.address(path, { ...more, ...this.asked }); }
  suggesting(text) {
    const address = new URL(super.address("/v1/suggest", { q: text, limit: 8 }));
    for (const name of UNSUGGESTED) address.searchParams.delete(name);
    return address.href;
  }
}

/* What lists are asked and suggestions are not. */
const UNSUGGESTED = ["sort", "lang", "fields", "facets", "facet_size", "page", "page_size", "cursor", "highlight", "relax", "format"];
const PAUSE_MS = 150;

/* What may be meant by what is typed: a combobox whose list follows the input, by the pattern of ARIA 1.2. */
class Suggestions {
  constructor(widget) {
    Object.assign(this, { widget, input: widget.input, at: -1, typed: "", found: [] });
    this.list = made("ul", { id: "suggested", role: "listbox", part: "suggestions" });
    this.heard = made("span", { class: "unseen", role: "status" });
    this.list.hidden = true;
    this.input.after(this.list, this.heard);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", "suggested"]])
      this.input.setAttribute(name, value);
    this.listen();
  }

  listen() {
    const soon = () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.follow(), PAUSE_MS); };
    this.input.addEventListener("input", event => { if (!event.isComposing) soon(); });
    this.input.addEventListener("compositionend", soon);
    this.input.addEventListener("keydown", event => { if (!event.isComposing) this.pressed(event); });
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", event => event.preventDefault());
    this.list.addEventListener("click", event => this.take([...this.list.children].indexOf(event.target.closest("li"))));
  }

  async follow() {
    const text = this.typed = this.input.value.trim().slice(0, 100);
    if (!text) return this.close();
    try {
      const { suggestions } = await ask(this.widget.suggesting(text));
      if (text === this.typed) this.show(suggestions.filter(one => KINDS.includes(one.type) && one.text).slice(0, 8));
    } catch { /* The form works without. */ }
  }

  show(found) {
    this.found = found;
    this.list.replaceChildren(...found.map((one, place) => this.line(one, place)));
    this.open(found.length > 0);
    this.heard.textContent = found.length ? this.widget.t.found.replace("{n}", found.length) : this.widget.t.nothing;
  }

  line(one, place) {
    const kind = this.widget.t.kinds[KINDS.indexOf(one.type)];
    return made("li", { id: `suggested-${place}`, role: "option", "aria-selected": "false", part: "suggestion" },
      made("span", { dir: "auto" }, ...marked(String(one.text), one.spans || [])), made("span", { class: "soft" }, kind));
  }

  open(yes) {
    this.list.hidden = !yes;
    this.at = -1;
    this.input.setAttribute("aria-expanded", String(yes));
    this.input.removeAttribute("aria-activedescendant");
  }

  /* Nothing that is still under way opens it again. */
  close() {
    clearTimeout(this.timer);
    this.typed = "";
    this.heard.textContent = "";
    this.open(false);
  }

  pressed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (this.list.hidden) {
      if (step === 1) this.follow();
      return;
    }
    if (step) this.move(this.at + step);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.at >= 0) this.take(this.at);
    else return;
    event.preventDefault();
  }

  move(wanted) {
    const lines = [...this.list.children];
    this.at = wanted < -1 ? lines.length - 1 : wanted >= lines.length ? -1 : wanted;
    lines.forEach((one, place) => one.setAttribute("aria-selected", String(place === this.at)));
    if (this.at < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", lines[this.at].id);
    lines[this.at].scrollIntoView({ block: "nearest" });
  }

  take(place) {
    const one = this.found[place];
    if (!one) return;
    this.input.value = one.text;
    const value = String(one.id || one.text);
    this.widget.sought(NARROWING.includes(one.type) ? { [one.type]: value } : { ids: value });
  }
}

/* The text with its spans marked; they are counted in code points. */
function marked(text, spans) {
  const letters = Array.from(text), parts = [];
  let at = 0;
  for (const [start, end] of spans) {
    parts.push(letters.slice(at, start).join(""), made("mark", {}, letters.slice(start, end).join("")));
    at = end;
  }
  return [...parts, letters.slice(at).join("")];
}

class Card extends Widget {
  url() {
    const id = this.getAttribute("record") || "";
    return id && `${this.host}/v1/records/${encodeURIComponent(id)}?lang=${this.lang_}&fields=${FIELDS}`;
  }
  shown(one) {
    const [about, tag] = best(one.description, this.lang_);
    const [first, facts, credit] = this.record(one);
    const text = about.length > 240 ? `${about.slice(0, 239)}…` : about;
    return [first, facts, ...(text ? [made("p", { lang: tag, dir: "auto", part: "text" }, text)] : []), credit];
  }
}

/* What tables are asked and lists are not. */
const OF_TABLES = ["by", "metric", "empty", "top", "order", "parent", "depth", "region_level", "interval", "counted", "precision", "chart", "width"];
const MOST_NAMED = 4;

/* A widget of figures names the publishers of its records, and their licences, as lists do of each record. */
class Counted extends Widget {
  async beside() {
    const among = new URL(this.address("/v1/aggregate", { by: "dataset", top: 1000, page_size: 1000 }));
    for (const name of OF_TABLES) if (name !== "by" && name !== "top") among.searchParams.delete(name);
    try {
      const [counts, all] = await Promise.all([ask(among.href), ask(`${this.host}/v1/datasets`)]);
      const names = new Set(counts.rows.map(row => row[0]));
      return all.datasets.filter(one => names.has(one.id));
    } catch { return null; }
  }

  origin(datasets) {
    const sources = distinct((datasets || []).map(one => best((one.publisher || {}).name || one.publisher || "", this.lang_)[0]));
    const rights = distinct((datasets || []).map(one => one.licence || ""));
    const named = sources.slice(0, MOST_NAMED).join(this.t.comma) + (sources.length > MOST_NAMED ? ` … (${sources.length})` : "");
    const licences = rights.flatMap((one, place) => [place ? this.t.comma : "", link(one, licence(one, this.lang_))]);
    return made("p", { class: "soft", part: "credit" }, this.t.source, link(`${this.host}/datasets`, named || this.host.replace(/^https?:\/\//, "")),
      ...(licences.length ? [" · ", this.t.rights, ...licences] : []));
  }

  line(text, n) { return made("p", { class: "soft", part: "left" }, text.replace("{n}", n.toLocaleString("en")) + this.t.stop); }

  /* What the rows do not tell, so that figures and the number of records do not contradict. */
  left(body) {
    const dimensions = body.columns.filter(one => one.kind === "dimension"), at = body.columns.findIndex(one => one.name === "count");
    const lines = dimensions.flatMap(one => [
      ...(one.other_count ? [this.line(this.t.others, one.other_count)] : []), ...(one.missing_count ? [this.line(this.t.missing, one.missing_count)] : []),
    ]);
    const lone = dimensions.length === 1 ? dimensions[0] : { other_count: 0, missing_count: 0 };
    const listed = at < 0 ? 0 : body.rows.reduce((sum, row) => sum + row[at], 0);
    const again = listed + lone.other_count > body.total.value - lone.missing_count;
    return [...lines, ...(again ? [this.line(this.t.again, 0)] : [])];
  }
}

function distinct(values) { return [...new Set(values.filter(Boolean))]; }

class Chart extends Counted {
  url() { return this.address("/v1/aggregate", { page_size: MOST_ASKED, lang: this.lang_ }); }
  shown(body, beside) {
    const rows = read(body), most = Math.max(0, ...rows.map(one => one.figure)), metric = body.columns.find(one => one.kind === "metric");
    const lines = rows.slice(0, MOST_ROWS).map(one => made("tr", {}, made("th", { scope: "row", dir: "auto" }, one.name), made("td", {}, bar(one.figure, most)), made("td", { class: "n" }, said(one.figure, metric))));
    const table = made("table", { part: "table" }, made("caption", { part: "heading" }, this.getAttribute("heading") || body.title || ""), made("tbody", {}, ...lines));
    const rest = rows.length > MOST_ROWS ? [this.line(this.t.rest, rows.length - MOST_ROWS)] : [];
    return [rows.length ? table : made("p", {}, this.t.none), ...rest, ...this.left(body), this.origin(beside), this.foot(this.address("/charts", { lang: this.lang_ }))];
  }
}

/* Rows as names and the first figure. */
function read(body) {
  const columns = body.columns, metric = columns.find(one => one.kind === "metric");
  const dimensions = columns.filter(one => one.kind === "dimension");
  return body.rows.map(row => ({
    code: row[columns.indexOf(dimensions[0])],
    name: dimensions.map(one => named(one, row[columns.indexOf(one)])).join(" · "),
    figure: Number(row[columns.indexOf(metric)]) || 0,
  }));
}

function named(column, value) {
  const labels = column.labels || {};
  return String((Object.hasOwn(labels, value) ? labels[value] : value) ?? "—");
}

function said(figure, metric) { return metric.type === "share" ? `${(figure * 100).toFixed(1)}%` : figure.toLocaleString("en"); }

function bar(figure, most) {
  const width = most > 0 ? Math.max(figure / most * 100, figure > 0 ? .5 : 0) : 0;
  return made("svg", { viewBox: "0 0 100 6", preserveAspectRatio: "none", height: "12", "aria-hidden": "true" }, made("rect", { class: "bar", part: "bar", width: String(width), height: "6" }));
}

/* Five steps from little to much by rank, as the charts have them. Letters are read on the three light ones in the page's
   colour, on the two deep ones in that of letters on the accent. */
const STEPS = [.1, .22, .36, .86, 1], DEEP = 3;

/* Letters and figures of a tile in its own units: a tile is 9 wide. */
const WIDEST = 8.2, LARGEST = 2.9;

class Regions extends Counted {
  url() { return this.address("/v1/aggregate", { by: "region", region_level: "province", empty: "true", lang: this.lang_ }); }
  shown(body, beside) {
    const rows = read(body), ordered = rows.map(one => one.figure).filter(Boolean).sort((one, other) => one - other);
    const found = new Map(rows.map(one => [String(one.code), one]));
    const tiles = TILES.split(" ").map(text => this.tile(text.split(","), found, ordered));
    const title = this.getAttribute("heading") || body.title || "";
    const map = made("svg", { viewBox: "0 0 90 80", role: "group", "aria-label": title, part: "map" }, ...tiles);
    return [this.heading(title), map, this.figures(rows), ...this.left(body), this.origin(beside), this.foot(this.address("/search", { show: "map", lang: this.lang_ }))];
  }
  figures(rows) {
    const lines = rows.filter(one => one.figure).sort((one, other) => other.figure - one.figure)
      .map(one => made("tr", {}, made("th", { scope: "row" }, one.name), made("td", { class: "n" }, one.figure.toLocaleString("en"))));
    return made("details", {}, made("summary", { class: "soft" }, this.t.figures), made("table", { part: "table" }, made("tbody", {}, ...lines)));
  }
  tile([code, column, row], found, ordered) {
    const one = found.get(code), figure = one ? one.figure : 0, name = one ? one.name : "", told = figure.toLocaleString("en");
    const step = Math.min(Math.floor(ordered.findLastIndex(each => each <= figure) / ordered.length * STEPS.length), STEPS.length - 1);
    const place = { x: String(column * 10 + .5), y: String(row * 10 + .5), width: "9", height: "9" }, middle = String(column * 10 + 5);
    const letters = figure && step >= DEEP ? "name deep" : "name";
    const words = short(name).split(this.lang_ === "en" ? " " : "\n").slice(0, 2), down = row * 10 + (words.length > 1 ? 3.2 : 4.6);
    const inside = [
      made("title", {}, `${name || code}: ${told}`),
      made("rect", { class: "tile", ...place, "fill-opacity": String(figure ? STEPS[step] : 0) }),
      made("rect", { class: "edge", ...place }),
      ...words.map((word, at) => made("text", { class: letters, x: middle, y: String(down + at * 2), "font-size": size(words, this.lang_ === "en" ? 2.1 : LARGEST), "aria-hidden": "true" }, word)),
      figure ? made("text", { class: letters, x: middle, y: String(row * 10 + 8), "font-size": size([told], 2.1), "aria-hidden": "true" }, told) : "",
    ];
    return made("g", { role: "img", "aria-label": `${name || code}: ${told}`, part: "tile" }, ...inside);
  }
}

/* A division without what kind it is: 内蒙古自治区 is 内蒙古. */
function short(name) {
  const bare = name.replace(/(特别行政区|特別行政區|[壮壯回]族自治[区區]|[维維]吾[尔爾]自治[区區]|自治[区區]|省|市)$/, "");
  return bare.length > 1 ? bare : name;
}

/* Of letters, so that the longest word fits; a Latin one is about half as wide as a Chinese one. */
function size(words, most) {
  const wide = Math.max(1, ...words.map(word => [...word].reduce((sum, one) => sum + (one > "\u2e80" ? 1 : .56), 0)));
  return String(Math.round(Math.min(most, WIDEST / wide) * 100) / 100);
}

for (const [name, kind] of [["list", List], ["search", Search], ["card", Card], ["chart", Chart], ["map", Regions]])
  if (!customElements.get(`wenmai-${name}`)) customElements.define(`wenmai-${name}`, kind);
})();
