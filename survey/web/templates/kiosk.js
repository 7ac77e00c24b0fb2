// The kiosk alone. Answers live in the form and nowhere else until they are sealed; each person gets a fresh document.
(function () {
"use strict";
var about = document.body.dataset, stage = document.getElementById("stage"), place = "kiosk:" + about.code + ":";
var subtle = window.crypto && window.crypto.subtle, screen = "begin", language = "", last = Date.now(), flags = {}, busy = false, bytes = new TextEncoder();
if (!window.HTMLDialogElement || !window.indexedDB || !window.fetch) { return; }
document.getElementById("too-old").remove();
function read(name, otherwise) { try { return JSON.parse(localStorage.getItem(place + name)) || otherwise; } catch (error) { return otherwise; } }
function write(name, value) { try { localStorage.setItem(place + name, JSON.stringify(value)); } catch (error) { return; } }
function find(selector) { return stage.querySelector(selector); }
function each(selector, work) { Array.prototype.forEach.call(stage.querySelectorAll(selector), work); }
function hex(buffer) { return Array.prototype.map.call(new Uint8Array(buffer), function (byte) { return byte.toString(16).padStart(2, "0"); }).join(""); }
function unhex(text) { return new Uint8Array(text.match(/../g).map(function (pair) { return parseInt(pair, 16); })); }
// Whoever starts the kiosk is handed its settings once; they are kept, and the page that brought them is gone.
if (about.started) { write("settings", Object.assign(JSON.parse(about.started), { ahead: Number(about.now) - Date.now() })); if (navigator.storage && navigator.storage.persist) { navigator.storage.persist(); } location.replace(about.address); return; }
var settings = read("settings", null);
// The day at the event, by the server's clock when the kiosk began: tablets are often wrong.
function day() { return new Intl.DateTimeFormat("en-CA", { timeZone: about.zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(Date.now() + settings.ahead)); }
// Sealed answers wait in IndexedDB, written through to the disk: localStorage is written seconds later.
var store = new Promise(function (done, fail) { var asked = indexedDB.open("kiosk " + about.code, 1); asked.onupgradeneeded = function () { asked.result.createObjectStore("sealed"); }; asked.onsuccess = function () { done(asked.result); }; asked.onerror = fail; });
store.catch(function () { tell({ unable: true }); });
async function change(work, mode) { var table = await store; return new Promise(function (done, fail) { var turn = table.transaction("sealed", mode || "readonly", { durability: "strict" }), asked = work(turn.objectStore("sealed")); turn.oncomplete = function () { done(asked.result); }; turn.onerror = turn.onabort = fail; }); }
function put(name, item) { return change(function (table) { return table.put(item, name); }, "readwrite"); }
async function queue() { var names = await change(function (table) { return table.getAllKeys(); }), items = await change(function (table) { return table.getAll(); }); return names.map(function (name, at) { return { name: name, blob: items[at].blob, refused: items[at].refused }; }); }
// ECDH P-256 with a key made for this one answer, HKDF-SHA256, AES-256-GCM; blanks hide how much was written.
async function seal(fields) { var curve = { name: "ECDH", namedCurve: "P-256" }, bound = bytes.encode(about.bound), own = await subtle.generateKey(curve, false, ["deriveBits"]), sender = new Uint8Array(await subtle.exportKey("raw", own.publicKey)); var server = await subtle.importKey("raw", Uint8Array.from(atob(about.key), function (letter) { return letter.charCodeAt(0); }), curve, false, []), shared = await subtle.importKey("raw", await subtle.deriveBits({ name: "ECDH", public: server }, own.privateKey, 256), "HKDF", false, ["deriveKey"]); var key = await subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: sender, info: bound }, shared, { name: "AES-GCM", length: 256 }, false, ["encrypt"]), nonce = crypto.getRandomValues(new Uint8Array(12)), text = bytes.encode(JSON.stringify(fields)), padded = new Uint8Array(Math.ceil(text.length / 4096) * 4096).fill(32); padded.set(text); var locked = await subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: bound }, key, padded), whole = Uint8Array.from([].concat(Array.from(sender), Array.from(nonce), Array.from(new Uint8Array(locked)))); return btoa(whole.reduce(function (letters, byte) { return letters + String.fromCharCode(byte); }, "")); }
// Only our server's own word counts: a hotel's page is neither a receipt nor a refusal.
async function post(where, fields) { try { var limit = new AbortController(), alarm = setTimeout(function () { limit.abort(); }, 20000), answer = await fetch("/s/" + about.code + "/" + where, { method: "POST", body: new URLSearchParams(fields), credentials: "omit", signal: limit.signal }), said = await answer.json(); clearTimeout(alarm); if (said.receipt) { return said; } return { refused: answer.status < 500 ? said.error || "" : "" }; } catch (error) { return {}; } }
async function send(item) { var said = await post("sealed", { blob: item.blob }); if (said.receipt) { var had = await change(function (table) { var found = table.getKey(item.name); table.delete(item.name); return found; }, "readwrite"), sent = read("sent", {}), today = day(); if (had) { write("sent", { day: today, count: sent.day === today ? sent.count + 1 : 1, left: (sent.left || 0) + said.left_out }); } } else if (said.refused) { await put(item.name, { blob: item.blob, refused: said.refused }); } flags.offline = !said.receipt && !said.refused; return said; }
async function sendAll(again) { if (busy || !settings || !subtle) { return; } busy = true; try { var items = (await queue()).filter(function (item) { return again || !item.refused; }).sort(function (one, two) { return one.name < two.name ? -1 : 1; }); for (var item of items) { var said = await send(item); if (!said.receipt && !said.refused) { break; } } } catch (error) { flags.unable = true; } busy = false; await count(); }
async function count() { var items = [], refused = {}, sent = read("sent", {}); try { items = await queue(); } catch (error) { flags.unable = true; } Object.keys(flags).forEach(function (name) { if (name.startsWith("refused_")) { delete flags[name]; } }); items.forEach(function (item) { if (item.refused) { var known = stage.querySelector("[data-if=refused_" + item.refused + "]") ? item.refused : "other"; flags["refused_" + known] = (flags["refused_" + known] || 0) + 1; } }); var waiting = items.filter(function (item) { return !item.refused; }).length; tell({ waiting: waiting, nothing: !items.length, waiting_or_refused: items.length, held: items.length, sent: settings && sent.day === day() ? sent.count : 0, left: sent.left || 0 }); }
// Shows what is so and hides what is not; a number takes its place in the words.
function tell(changed) { Object.assign(flags, changed); each("[data-if]", function (part) { var value = flags[part.dataset.if]; part.hidden = !value; if (part.dataset.text) { part.textContent = part.dataset.text.replace(/\{\w+\}/, value); } }); }
function show(name) { screen = name; each("[data-screen]", function (part) { part.hidden = part.dataset.screen !== name; }); var heading = find("[data-screen=" + name + "] h1"); window.scrollTo(0, 0); if (heading) { heading.focus({ preventScroll: true }); } }
function speak(wanted) { var parts = document.querySelectorAll("template[data-language]"), part = document.querySelector("template[data-language='" + wanted + "']") || parts[0], given = find("form") ? collect(find("form")) : {}; language = part.dataset.language; stage.textContent = ""; stage.appendChild(document.importNode(part.content, true)); document.documentElement.lang = language; document.documentElement.dir = part.dataset.direction; document.title = part.dataset.title; prepare(given); hearing.begin(); tell({}); show(screen); }
function prepare(given) { each("form [name]", function (field) { var values = given[field.name] || []; field.autocomplete = "off"; if (/radio|checkbox/.test(field.type)) { field.checked = values.indexOf(field.value) >= 0; } else if (field.tagName !== "BUTTON" && values.length) { field.value = values[0]; } }); each("form a[href]", function (link) { link.replaceWith(link.textContent); }); Object.keys(ACTIONS).forEach(function (name) { each("[data-" + name + "]", function (part) { part.addEventListener(name === "tongue" ? "change" : "click", function () { ACTIONS[name](part); }); }); }); find("form .send").dataset.words = find("form .send").textContent; find("form").addEventListener("submit", finish); find("#pin").addEventListener("keydown", function (event) { if (event.key === "Enter") { ACTIONS.open(); } }); each("dialog", function (dialog) { dialog.addEventListener("cancel", function (event) { event.preventDefault(); ACTIONS.here(); ACTIONS.back(); }); }); }
// What is hidden was not asked any more.
function collect(form) { var fields = {}; Array.prototype.forEach.call(form.elements, function (field) { var part = field.closest(".question"); if (field.name && part && !part.hidden && field.value.trim() && (field.checked || !/radio|checkbox/.test(field.type))) { (fields[field.name] = fields[field.name] || []).push(field.value); } }); return fields; }
// What can still be mended here is: nobody can be asked later.
function wrong(form, fields) { var found = ""; Array.prototype.forEach.call(form.querySelectorAll("textarea"), function (box) { if (box.value.length > Number(box.dataset.most)) { found = "too_long"; } }); Array.prototype.forEach.call(form.querySelectorAll(".apart [type=checkbox]:checked"), function (box) { if (fields[box.name].length > 1) { found = "off_scale_with_others"; } }); return Object.keys(fields).length ? found : "nothing_answered"; }
async function finish(event) { event.preventDefault(); var form = find("form"), button = form.querySelector(".send"), fields = collect(form), problem = wrong(form, fields); each("[data-wrong]", function (line) { line.hidden = line.dataset.wrong !== problem; if (!line.hidden) { line.focus(); } }); if (problem) { var words = button.dataset.words; setTimeout(function () { button.textContent = words; }); return; } if (screen !== "ask") { return; } screen = "sending"; form.remove(); Object.assign(fields, { token: [settings.token], key: [fresh()], language: [language], day: [day()] }); var said = await hand(fields); fields = null; last = Date.now(); if (said.receipt) { find("[data-receipt]").textContent = said.receipt; } tell({ received: !!said.receipt, sealed: !said.receipt && said.kept, count: !flags.early }); show(said.receipt || said.kept ? "thanks" : "lost"); tick(); count(); }
// Sealed and on the disk first, sent then: whatever happens in between, nothing is lost and nothing can be read here.
async function hand(fields) { var said = {}, kept = false; busy = true; try { var item = { name: fresh(), blob: await seal(fields) }; kept = await put(item.name, { blob: item.blob }).then(function () { return true; }, function () { return false; }); said = await Promise.race([send(item), patience(kept ? 6000 : 30000)]); } catch (error) { said = kept ? {} : await post("kiosk", Object.keys(fields).flatMap(function (name) { return fields[name].map(function (value) { return [name, value]; }); })); } busy = false; return { receipt: said.receipt, kept: kept }; }
function patience(milliseconds) { return new Promise(function (done) { setTimeout(function () { done({}); }, milliseconds); }); }
function fresh() { var random = crypto.getRandomValues(new Uint8Array(16)); random[6] = random[6] & 15 | 64; random[8] = random[8] & 63 | 128; return hex(random).replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"); }
// A fresh document: with the old one go its fields, what could be undone, and what a script remembered.
function reset() { if (window.speechSynthesis) { speechSynthesis.cancel(); } stage.textContent = ""; location.replace(location.pathname + location.search); }
function dialog(name, open) { var found = find("[data-dialog=" + name + "]"); if (found && found.open !== open) { if (open) { found.showModal(); } else { found.close(); } } return found; }
function tick() { var idle = Math.floor((Date.now() - last) / 1000), left = settings ? settings.idle + 15 - idle : 1; if (["begin", "sending", "ended"].indexOf(screen) >= 0) { if (screen === "begin" && find("[data-dialog=pin]").open && left <= 15) { reset(); } season(); return; } if (screen === "thanks" || screen === "lost") { find("[data-clears]").textContent = find("[data-clears]").dataset.text.replace("{seconds}", Math.max(0, 15 - idle)); if (idle >= 15) { reset(); } return; } if (left <= 0) { reset(); } else if (left <= 15) { var asked = dialog("still", true).querySelector("[data-text]"); asked.textContent = asked.dataset.text.replace("{seconds}", left); } }
function season() { if (settings) { var today = day(), early = today < about.from, over = today > about.until; if (flags.early !== early || flags.over !== over) { tell({ early: early, over: over, open: !over }); } } }
function touched() { var asked = find("[data-dialog=still]"); if (!asked || !asked.open) { last = Date.now(); } }
async function pinFits(typed) { var key = await subtle.importKey("raw", bytes.encode(typed), "PBKDF2", false, ["deriveBits"]); return hex(await subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: unhex(settings.salt), iterations: settings.rounds }, key, 256)) === settings.pin; }
var ACTIONS = {
begin: function (part) { if (document.documentElement.requestFullscreen) { document.documentElement.requestFullscreen().catch(function () {}); } if (location.search !== "?on") { history.pushState(null, "", "?on"); } last = Date.now(); screen = "ask"; speak(part.dataset.begin); },
tongue: function (part) { speak(part.value); },
stop: reset,
done: reset,
here: function () { dialog("still", false); last = Date.now(); },
staff: function () { if (!subtle) { show("staff"); count(); return; } dialog("pin", true); tell({ wrong_pin: false, wait_pin: 0 }); find("#pin").value = ""; },
open: async function () { var tries = read("tries", { count: 0, until: 0 }), wait = Math.ceil((tries.until - Date.now()) / 1000), typed = find("#pin").value; find("#pin").value = ""; if (wait > 0) { tell({ wait_pin: Math.min(wait, 60), wrong_pin: false }); return; } if (await pinFits(typed)) { write("tries", { count: 0, until: 0 }); dialog("pin", false); tell({ ending: 0 }); show("staff"); count(); return; } tries = { count: (tries.count + 1) % 5, until: tries.count + 1 >= 5 ? Date.now() + 60000 : 0 }; write("tries", tries); tell({ wrong_pin: !tries.until, wait_pin: tries.until ? 60 : 0 }); find("#pin").focus(); },
back: function () { dialog("pin", false); if (screen === "staff") { reset(); } },
"send-now": function () { sendAll(true); },
end: async function () { await count(); if (flags.held) { tell({ ending: flags.held }); } else { end(); } },
"end-anyway": function () { end(); }
};
async function end() { settings = null; (await store.catch(function () { return { close: function () {} }; })).close(); indexedDB.deleteDatabase("kiosk " + about.code); Object.keys(localStorage).forEach(function (name) { if (name.startsWith(place)) { localStorage.removeItem(name); } }); if (window.caches) { await caches.delete("kiosk " + about.address); } if (navigator.serviceWorker) { var worker = await navigator.serviceWorker.getRegistration(about.address); if (worker) { await worker.unregister(); } } if (document.fullscreenElement) { document.exitFullscreen().catch(function () {}); } tell({ ended: true }); show("ended"); }
screen = settings ? "begin" : "ended";
flags.never = !settings;
flags.offline = navigator.onLine === false;
flags.unable = !subtle || !navigator.serviceWorker || !navigator.serviceWorker.controller;
speak(settings ? settings.language : "");
if (!settings) { return; }
season();
count().then(function () { sendAll(); });
setInterval(tick, 1000);
setInterval(sendAll, 60000);
["pointerdown", "keydown", "input", "wheel"].forEach(function (name) { document.addEventListener(name, touched, { capture: true, passive: true }); });
document.addEventListener("scroll", touched, { capture: true, passive: true });
document.addEventListener("visibilitychange", tick);
window.addEventListener("offline", function () { tell({ offline: true }); });
window.addEventListener("online", function () { sendAll(); });
// Going back asks whether anyone is there; a page that is left keeps nothing, also where browsers keep whole pages.
window.addEventListener("popstate", function () { if (screen === "ask") { history.pushState(null, "", "?on"); last = Date.now() - settings.idle * 1000; tick(); } else if (screen !== "ended") { reset(); } });
window.addEventListener("pagehide", function () { stage.textContent = ""; });
window.addEventListener("pageshow", function (event) { if (event.persisted) { reset(); } });
if (navigator.serviceWorker) { navigator.serviceWorker.addEventListener("controllerchange", function () { tell({ unable: !subtle }); }); navigator.serviceWorker.register("/s/kiosk-worker.js", { scope: about.address }).catch(function () { tell({ unable: true }); }); }
})();
