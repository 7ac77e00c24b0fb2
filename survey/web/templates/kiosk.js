// The kiosk's screens. Answers live in the form and nowhere else until they are sealed; each person gets a fresh document.
(function () {
  "use strict";
  var kiosk = window.kiosk;
  if (!kiosk) { return; }
  var about = kiosk.about, subtle = kiosk.subtle, flags = kiosk.flags, actions = kiosk.actions;
  var stage = document.getElementById("stage"), language = "", last = Date.now();
  var CLEARS = 15;

  function find(selector) { return stage.querySelector(selector); }
  function each(selector, work) { Array.prototype.forEach.call(stage.querySelectorAll(selector), work); }
  function dialog(name, open) {
    var found = find("[data-dialog=" + name + "]");
    if (found && found.open !== open) { if (open) { found.showModal(); } else { found.close(); } }
    return found;
  }
  // Shows what is so and hides what is not; a number takes its place in the words.
  function tell(changed) {
    Object.assign(flags, changed);
    each("[data-if]", function (part) {
      var value = flags[part.dataset.if];
      part.hidden = !value;
      if (part.dataset.text) { part.textContent = part.dataset.text.replace(/\{\w+\}/, value); }
    });
  }
  function show(name) {
    var heading = find("[data-screen=" + name + "] h1");
    kiosk.screen = name;
    each("[data-screen]", function (part) { part.hidden = part.dataset.screen !== name; });
    window.scrollTo(0, 0);
    if (heading) { heading.focus({ preventScroll: true }); }
  }
  // A fresh document: with the old one go its fields, what could be undone, and what a script remembered.
  function reset() {
    if (window.speechSynthesis) { speechSynthesis.cancel(); }
    stage.textContent = "";
    location.replace(location.pathname + location.search);
  }
  // Another tab ended the kiosk. Who is answering here may still finish: while connected, it arrives.
  function leave() { if (["begin", "staff"].indexOf(kiosk.screen) >= 0) { reset(); } }
  Object.assign(kiosk, { find: find, tell: tell, show: show, dialog: dialog, leave: leave });

  function speak(wanted) {
    var given = find("form") ? collect(find("form")) : {}, part;
    part = document.querySelector("template[data-language='" + wanted + "']") || document.querySelector("template[data-language]");
    language = part.dataset.language;
    stage.textContent = "";
    stage.appendChild(document.importNode(part.content, true));
    document.documentElement.lang = language;
    document.documentElement.dir = part.dataset.direction;
    document.title = part.dataset.title;
    prepare(given);
    hearing.begin();
    tell({});
    show(kiosk.screen);
  }
  function fill(field, values) {
    field.autocomplete = "off";
    if (/radio|checkbox/.test(field.type)) { field.checked = values.indexOf(field.value) >= 0; return; }
    if (field.tagName !== "BUTTON" && values.length) { field.value = values[0]; }
  }
  function listen(name) {
    each("[data-" + name + "]", function (part) {
      part.addEventListener(name === "tongue" ? "change" : "click", function () { actions[name](part); });
    });
  }
  function prepare(given) {
    var form = find("form"), button = form.querySelector(".send");
    each("form [name]", function (field) { fill(field, given[field.name] || []); });
    each("form a[href]", function (link) { link.replaceWith(link.textContent); });
    Object.keys(actions).forEach(listen);
    button.dataset.words = button.textContent;
    form.addEventListener("submit", finish);
    find("#pin").addEventListener("keydown", function (event) { if (event.key === "Enter") { actions.open(); } });
    each("dialog", function (box) {
      box.addEventListener("cancel", function (event) {
        event.preventDefault();
        actions.here();
        actions.back();
      });
    });
  }

  // What is hidden was not asked any more.
  function collect(form) {
    var fields = {};
    Array.prototype.forEach.call(form.elements, function (field) {
      var part = field.closest(".question"), chosen = field.checked || !/radio|checkbox/.test(field.type);
      if (field.name && part && !part.hidden && field.value.trim() && chosen) {
        (fields[field.name] = fields[field.name] || []).push(field.value);
      }
    });
    return fields;
  }
  // What can still be mended here is: nobody can be asked later.
  function wrong(form, fields) {
    var found = "";
    Array.prototype.forEach.call(form.querySelectorAll("textarea"), function (box) {
      if (box.value.length > Number(box.dataset.most)) { found = "too_long"; }
    });
    Array.prototype.forEach.call(form.querySelectorAll(".apart [type=checkbox]:checked"), function (box) {
      if (fields[box.name].length > 1) { found = "off_scale_with_others"; }
    });
    return Object.keys(fields).length ? found : "nothing_answered";
  }
  function say(problem, button) {
    each("[data-wrong]", function (line) {
      line.hidden = line.dataset.wrong !== problem;
      if (!line.hidden) { line.focus(); }
    });
    if (problem) { setTimeout(function () { button.textContent = button.dataset.words; }); }
  }
  async function finish(event) {
    var form = find("form"), fields = collect(form), problem = wrong(form, fields), said;
    event.preventDefault();
    say(problem, form.querySelector(".send"));
    if (problem || kiosk.screen !== "ask") { return; }
    kiosk.screen = "sending";
    form.remove();
    Object.assign(fields, { token: [kiosk.settings.token], key: [kiosk.fresh()], language: [language], day: [kiosk.day()] });
    said = await kiosk.hand(fields);
    fields = null;
    last = Date.now();
    if (said.receipt) { find("[data-receipt]").textContent = said.receipt; }
    tell({ received: !!said.receipt, sealed: !said.receipt && said.kept, count: !flags.early });
    show(said.receipt || said.kept ? "thanks" : "lost");
    tick();
    kiosk.count();
  }

  function season() {
    if (!kiosk.settings) { return; }
    var today = kiosk.day(), early = today < about.from, over = today > about.until;
    if (flags.early !== early || flags.over !== over) { tell({ early: early, over: over, open: !over }); }
  }
  function clear(idle) {
    var line = find("[data-clears]");
    line.textContent = line.dataset.text.replace("{seconds}", Math.max(0, CLEARS - idle));
    if (idle >= CLEARS) { reset(); }
  }
  function warn(left) {
    var asked = dialog("still", true).querySelector("[data-text]");
    asked.textContent = asked.dataset.text.replace("{seconds}", left);
  }
  // Nobody touched it for `idle` seconds. `left` says how many are left until all is erased; the last 15 ask first.
  var IDLE = {
    begin: function (idle, left) {
      if (find("[data-dialog=pin]").open && left <= CLEARS) { reset(); }
      season();
    },
    thanks: clear,
    lost: clear,
    sending: season,
    ending: function () {},
    ended: function () {}
  };
  function watch(idle, left) {
    if (left <= 0) { reset(); } else if (left <= CLEARS) { warn(left); }
  }
  function tick() {
    var idle = Math.floor((Date.now() - last) / 1000), left = kiosk.settings ? kiosk.settings.idle + CLEARS - idle : 1;
    (IDLE[kiosk.screen] || watch)(idle, left);
  }
  function touched() {
    var asked = find("[data-dialog=still]");
    if (!asked || !asked.open) { last = Date.now(); }
  }

  Object.assign(actions, {
    begin: function (part) {
      var root = document.documentElement;
      if (root.requestFullscreen) { root.requestFullscreen().catch(function () {}); }
      if (location.search !== "?on") { history.pushState(null, "", "?on"); }
      last = Date.now();
      kiosk.screen = "ask";
      speak(part.dataset.begin);
    },
    tongue: function (part) { speak(part.value); },
    erase: reset,
    done: reset,
    here: function () { dialog("still", false); last = Date.now(); },
    back: function () { dialog("pin", false); if (kiosk.screen === "staff") { reset(); } }
  });

  // Whoever starts the kiosk is handed its settings once; they are kept, and the page that brought them is gone.
  async function begin() {
    await kiosk.write("settings", Object.assign(JSON.parse(about.started), { ahead: Number(about.now) - Date.now() }));
    if (navigator.storage && navigator.storage.persist) { navigator.storage.persist(); }
    location.replace(about.address);
  }
  async function open() {
    var worker = navigator.serviceWorker;
    await kiosk.recall();
    kiosk.settings = kiosk.read("settings", null);
    document.getElementById("too-old").remove();
    kiosk.screen = kiosk.settings ? "begin" : "ended";
    Object.assign(flags, { never: !kiosk.settings, offline: navigator.onLine === false });
    flags.unable = !subtle || !worker || !worker.controller;
    speak(kiosk.settings ? kiosk.settings.language : "");
    if (kiosk.settings) { run(); }
  }
  function keep() {
    var worker = navigator.serviceWorker;
    if (!worker) { return; }
    worker.addEventListener("controllerchange", function () { tell({ unable: !subtle }); });
    worker.register("/s/kiosk-worker.js", { scope: about.address }).catch(function () { tell({ unable: true }); });
  }
  // Going back asks whether anyone is there.
  function returned() {
    if (kiosk.screen === "ask") {
      history.pushState(null, "", "?on");
      last = Date.now() - kiosk.settings.idle * 1000;
      tick();
    } else if (["ended", "ending"].indexOf(kiosk.screen) < 0) { reset(); }
  }
  function run() {
    season();
    kiosk.count().then(function () { kiosk.sendAll(); });
    setInterval(tick, 1000);
    setInterval(kiosk.sendAll, 60000);
    ["pointerdown", "keydown", "input", "wheel", "scroll"].forEach(function (name) {
      document.addEventListener(name, touched, { capture: true, passive: true });
    });
    document.addEventListener("visibilitychange", tick);
    window.addEventListener("offline", function () { tell({ offline: true }); });
    window.addEventListener("online", function () { kiosk.sendAll(); });
    window.addEventListener("popstate", returned);
    // A page that is left keeps nothing, also where browsers keep whole pages.
    window.addEventListener("pagehide", function () { stage.textContent = ""; });
    window.addEventListener("pageshow", function (event) { if (event.persisted) { reset(); } });
    keep();
  }
  if (about.started) { begin(); } else { open(); }
})();
