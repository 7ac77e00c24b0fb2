// Answers are kept on the phone as they are given, and sent when there is a connection. The phone page's alone.
// `fh:CODE` holds the sheet being filled in, `fh:CODE/KEY` each one whose Send was pressed and that is not received yet.
(function () {
"use strict";
var whole = "<!doctype html>" + document.documentElement.outerHTML, fresh = document.body.dataset.state === "form";
var place = document.querySelector("[data-code]"), code, name, key, shelf, held = {}, mine = {}, first = true, turned = null, busy = false, cleaned = false, offline = Promise.resolve(), clicked = null, timer = 0, pause;
if (!place || !window.fetch || !window.DOMParser || !window.Promise || !window.crypto) { return; }
code = place.dataset.code;
name = "fh:" + code;
try { shelf = window.localStorage; shelf.setItem("fh:", "1"); shelf.removeItem("fh:"); } catch (error) { shelf = null; }

function id(text) { return document.getElementById(text); }
function all(selector, work) { Array.prototype.forEach.call(document.querySelectorAll(selector), work); }
function say(text) { var line = document.querySelector("[data-say='" + text + "']"); return line ? line.textContent : ""; }
function tell(text) { var line = id("status"); if (line && line.textContent !== say(text)) { line.textContent = say(text); } }
function offerForget(yes) { all("main [data-forget],#found [data-forget]", function (button) { button.hidden = !yes; }); }
function newKey() {
if (crypto.randomUUID) { return crypto.randomUUID(); }
return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, function (digit) {
return (digit ^ crypto.getRandomValues(new Uint8Array(1))[0] & 15 >> digit / 4).toString(16);
});
}
function today() {
var now = new Date(), zone = place.dataset.zone;
try { return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(now); } catch (error) { return now.toISOString().slice(0, 10); }
}
function get(at) { try { return JSON.parse(shelf.getItem(at)); } catch (error) { return null; } }
function keep(at, sheet) { held[at] = sheet; try { shelf.setItem(at, JSON.stringify(sheet)); return true; } catch (error) { return false; } }
function drop(at) { delete held[at]; try { shelf.removeItem(at); } catch (error) { return; } }
function kept() { return shelf ? Object.keys(shelf).filter(function (at) { return at.indexOf("fh:") === 0; }) : []; }
function queued() { return kept().concat(Object.keys(held)).filter(function (at) { return at.indexOf(name + "/") === 0; })[0]; }
// A sheet that was never sent is forgotten after two weeks; one that was sent is told first that it comes too late.
function old(at) { var sheet = get(at); return !sheet || !(Date.now() - Date.parse(sheet.day) < (at.indexOf("/") < 0 ? 15 : 60) * 864e5); }

function fields(form) {
return Array.prototype.filter.call(form.elements, function (field) {
return field.name && !/^(key|language|practice)$/.test(field.name) && field.type !== "submit" && (field.checked || !/radio|checkbox/.test(field.type)) && field.value.trim();
}).map(function (field) { return [field.name, field.value]; });
}
function sheet(form) { return { key: form.elements.key.value, language: form.elements.language.value, day: today(), practice: !!form.elements.practice, fields: fields(form) }; }
function fill(form, entries) {
Array.prototype.forEach.call(form.elements, function (field) {
if (!field.name || field.type === "submit" || /^(key|language|practice)$/.test(field.name)) { return; }
var values = entries.filter(function (entry) { return entry[0] === field.name; }).map(function (entry) { return entry[1]; });
if (/radio|checkbox/.test(field.type)) { field.checked = values.indexOf(field.value) >= 0; } else { field.value = values[0] || ""; }
});
ready();
hearing.refresh();
}
function ready() {
var card = id("card"), line = id("card-ready");
if (line) { line.hidden = !!id("card-problem") || card.value.replace(/[\s-]/g, "").length !== 29; }
}
function body(sheet, button, late) {
var pairs = [["key", sheet.key], ["language", sheet.language], [button, "1"], ["within", "1"]].concat(sheet.fields);
if (sheet.practice) { pairs.push(["practice", "1"]); }
if (late) { pairs.push(["day", sheet.day]); }
return pairs.map(function (pair) { return encodeURIComponent(pair[0]) + "=" + encodeURIComponent(pair[1]); }).join("&");
}
// The page that our server answers with; fails where it does not answer, or somebody else does.
function ask(how, address) {
var stop = window.AbortController ? new AbortController() : null, late = setTimeout(function () { if (stop) { stop.abort(); } }, 45000);
how.redirect = "error";
how.cache = "no-store";
if (stop) { how.signal = stop.signal; }
return fetch(address || "/s/" + code, how).then(function (answer) { return answer.text(); }).then(function (text) {
clearTimeout(late);
var page = hearing.read(text);
if (!page) { throw new Error("not ours"); }
page.text = text;
return page;
});
}
function post(text) { return ask({ method: "POST", body: text, headers: { "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" } }); }

// What this page shows: the form, or that answers wait to be sent.
function waitingShown(yes) {
var waits = id("waiting"), rest = id("survey") || document.querySelector("main.done");
if (!waits) { return; }
if (waits.hidden === yes && yes) { scrollTo(0, 0); waits.hidden = false; waits.focus(); }
waits.hidden = !yes;
rest.hidden = yes;
}
function sending(yes) {
var button = id("try");
busy = yes;
all("button[data-sending]", function (each) {
each.textContent = yes && (each === clicked || each === button) ? each.dataset.sending : each.dataset.plain;
each.disabled = yes && each === button;
});
if (id("change")) { id("change").disabled = yes; }
if (yes && clicked && id("status")) { id("status").textContent = clicked.dataset.sending || ""; }
}
function press(form, without) {
var it = sheet(form), at = name + "/" + it.key;
if (without) { it.fields = it.fields.filter(function (entry) { return entry[0] !== "card"; }); }
keep(at, it);
mine[at] = true;
pause = 5000;
send(at, false);
}
// Sends one sheet. `late` is any time but the first.
function send(at, late) {
var it = held[at] || get(at);
if (busy || !it) { return; }
clearTimeout(timer);
sending(true);
post(body(it, "send", late)).then(function (page) {
sending(false);
arrived(at, it, page);
}, function () {
sending(false);
wait();
});
}
function wait() {
if (!id("waiting")) { return; }
id("where").textContent = say("waiting");
waitingShown(true);
timer = setTimeout(again, pause);
pause = Math.min(pause * 2, 300000);
}
function again() { var at = queued(); if (at && !busy) { send(at, true); } }
function arrived(at, it, page) {
var state = page.body.dataset.state, draft = get(name);
drop(at);
if (state !== "received" && state !== "closed") { keep(name, it); } else if (draft && draft.key === it.key) { drop(name); }
if (state === "received" && !mine[at] && document.body.dataset.state === "form") { return found(page); }
turned = null;
fresh = false;
hearing.show(page);
}
// Answers of an earlier visit have arrived: their receipt, above an empty form for the next person.
function found(page) {
var box = id("found");
waitingShown(false);
box.firstElementChild.textContent = say("arrived");
all("#found .receipt,#found .left-out", function (part) { part.remove(); });
Array.prototype.forEach.call(page.querySelectorAll(".receipt,.left-out"), function (part) { box.appendChild(document.adoptNode(part)); });
box.hidden = false;
clean();
if (queued()) { return again(); }
blank();
restore();
box.scrollIntoView();
}
function clean() {
try { sessionStorage.clear(); } catch (error) { return; }
if (kept().length || !window.caches || !navigator.serviceWorker) { return; }
cleaned = true;
offline.then(leave);
}
function leave() {
caches.keys().then(function (names) { names.forEach(function (each) { if (each.indexOf("fh-") === 0) { caches.delete(each); } }); });
navigator.serviceWorker.getRegistrations().then(function (those) {
those.forEach(function (each) { if (each.scope === location.origin + "/s/") { each.unregister(); } });
});
}
function blank() {
var form = id("survey");
key = newKey();
form.reset();
form.elements.key.value = key;
fill(form, []);
offerForget(false);
}
function forget() {
var at = queued();
clearTimeout(timer);
if (id("waiting") && !id("waiting").hidden && at) { drop(at); }
drop(name);
waitingShown(false);
if (!id("survey")) { return; }
if (document.body.dataset.state !== "form") { location.replace(location.pathname + location.search); return; }
blank();
id("found").hidden = true;
tell("forgotten");
id("status").scrollIntoView({ block: "nearest" });
clean();
}
// Back from waiting to the sheet itself, which keeps its key: sent twice, it still counts once.
function change() {
var at = queued(), it = at && (held[at] || get(at)), form = id("survey");
clearTimeout(timer);
if (!it) { return; }
drop(at);
keep(name, it);
waitingShown(false);
if (!form) { return; }
key = form.elements.key.value = it.key;
if (document.body.dataset.state === "preview") { id("status").textContent = ""; } else { fill(form, it.fields); offerForget(true); tell("on_phone"); }
scrollTo(0, 0);
}
function restore() {
var form = id("survey"), draft = get(name), box = id("found");
if (!draft || !draft.fields.length) { return; }
key = form.elements.key.value = draft.key;
fill(form, draft.fields);
offerForget(true);
tell("on_phone");
if (first && box.hidden) { box.firstElementChild.textContent = say("back"); box.hidden = false; }
}
function save(form) {
if (busy) { return; }
ready();
if (keep(name, sheet(form))) { tell(navigator.onLine === false ? "offline" : "on_phone"); offerForget(true); } else { tell("not_kept"); }
}
function take() {
var said = /^#c=([\w%-]{1,80})$/.exec(location.hash), form = id("survey"), card = id("card");
if (!said) { return; }
history.replaceState(null, "", location.pathname + location.search);
if (!card) { return; }
card.value = decodeURIComponent(said[1]);
save(form);
}
// The same sheet in another language: a page is fetched, or taken from what this phone has.
function speak(language) {
var form = id("survey"), draft = sheet(form), address = "/s/" + code + "?lang=" + language;
keep(name, draft);
busy = true;
ask({}, address + "&door=phone").then(function (page) {
busy = false;
history.replaceState(null, "", address + "&door=phone");
hearing.show(page);
if (document.body.dataset.state === "form" && !cleaned) { store(page.text, language).catch(function () { return null; }); }
var pressed = document.querySelector("[name=switch_language][aria-current]");
if (pressed) { pressed.focus(); }
}, function () { busy = false; tell("language_offline"); id("status").scrollIntoView({ block: "center" }); });
}
function preview(form) {
sending(true);
post(body(sheet(form), "preview", false)).then(function (page) {
var was = { body: document.body, title: document.title };
sending(false);
hearing.show(page);
turned = document.body.dataset.state === "preview" ? was : null;
}, function () { sending(false); tell("offline"); });
}
function turnBack() {
var root = document.documentElement;
hearing.put(turned.body, turned.title, root.lang, root.dir);
turned = null;
document.querySelector("[name=preview]").focus();
}
// The page as the server sent it, without its key, for the service worker: it opens again where there is no connection.
function store(text, language) {
if (!window.caches || !navigator.serviceWorker) { return Promise.reject(); }
var bare = text.replace(/(name="key" value=")[^"]*/, "$1"), at = "/s/" + code, version = id("survey").dataset.version;
return caches.open("fh-" + version).then(function (cache) {
return Promise.all([cache.put(at, new Response(bare)), cache.put(at + "?lang=" + language, new Response(bare))]);
});
}
function opensOffline() {
if (!fresh || cleaned || !shelf || !window.caches || !navigator.serviceWorker || !window.isSecureContext) { return; }
offline = store(whole, id("survey").elements.language.value).then(function () {
return navigator.serviceWorker.register("/s/worker.js", { scope: "/s/" });
}).catch(function () { return null; });
navigator.serviceWorker.ready.then(function () { if (id("status") && !id("status").textContent && !cleaned) { tell("opens_offline"); } });
}
function submitted(event) {
var form = event.target, button = event.submitter || clicked;
event.preventDefault();
if (busy || !button || form.id !== "survey") { return; }
clicked = button;
if (button.name === "switch_language") { speak(button.value); return; }
if (button.name === "send" || button.name === "without_card") { press(form, button.name === "without_card"); return; }
if (button.name === "preview") { preview(form); return; }
if (button.name === "stay" && turned) { turnBack(); return; }
if (button.name === "stay" && document.body.dataset.state === "preview") { post(body(sheet(form), "stay", false)).then(hearing.show, function () { tell("offline"); }); }
}

// On this page, and on each that takes its place.
function begin(form) {
var state = document.body.dataset.state;
place = document.querySelector("[data-code]") || place;
if (state === "received") { key = null; turned = null; clean(); return; }
if (state === "closed") { if (!queued()) { drop(name); clean(); } }
if (form) {
form.addEventListener("submit", submitted);
form.addEventListener("click", function (event) { clicked = event.target.closest ? event.target.closest("button") : event.target; });
}
all("button[data-sending]", function (button) { button.dataset.plain = button.textContent; });
all("[data-forget]", function (button) { button.addEventListener("click", forget); });
if (id("try")) { id("try").addEventListener("click", function () { pause = 5000; again(); }); }
if (id("change")) { id("change").addEventListener("click", change); }
if (!form || state === "preview") { return; }
form.addEventListener("input", function () { save(form); });
all("[data-how]", function (line) { line.hidden = !shelf; });
if (!shelf) { tell("not_kept"); }
if (state === "form") { key = key || newKey(); form.elements.key.value = key; }
key = form.elements.key.value;
if (state === "form") { restore(); }
if (state === "again") { ready(); save(form); }
take();
}
function start() {
var form = id("survey");
kept().forEach(function (at) { if (old(at)) { drop(at); } });
pause = 5000;
if (form && fresh && shelf) { form.reset(); }
hearing.each(begin);
first = false;
if (!form) { take(); }
if (queued() && id("waiting")) { id("where").textContent = say("waiting"); waitingShown(true); again(); }
}
start();
window.addEventListener("online", function () { pause = 5000; again(); });
window.addEventListener("offline", function () { if (id("survey") && queued() === undefined) { tell("offline"); } });
// A second card scanned where the first one's receipt stands opens a new sheet; what stands after # is not sent.
window.addEventListener("hashchange", function () { if (id("survey")) { take(); } else if (/^#c=/.test(location.hash)) { location.reload(); } });
document.addEventListener("visibilitychange", function () { if (!document.hidden) { again(); } });
// Browsers put answers back, or the whole page: only what this phone still keeps for this visit may stand there.
window.addEventListener("pageshow", function (event) {
var form = id("survey"), draft = get(name), waits = id("waiting");
if (!shelf || !form || busy || queued()) { return; }
if (event.persisted && document.body.dataset.state !== "form" && !draft) { location.replace(location.pathname + location.search); return; }
if (document.body.dataset.state !== "form") { return; }
if (event.persisted && !waits.hidden) { waitingShown(false); }
if (draft && event.persisted) { key = form.elements.key.value = draft.key; fill(form, draft.fields); } else if (event.persisted) { blank(); } else if (!draft) { form.reset(); hearing.refresh(); }
});
// Another tab received or deleted this sheet: it must not be sent, or read, here.
window.addEventListener("storage", function (event) {
if (event.key === name && !event.newValue && event.oldValue && id("survey") && !busy && JSON.parse(event.oldValue).key === key) { turned = null; if (document.body.dataset.state === "form") { blank(); waitingShown(false); id("found").hidden = true; } else { location.replace(location.pathname + location.search); } }
});
window.addEventListener("load", function () { setTimeout(opensOffline, 300); });
})();
