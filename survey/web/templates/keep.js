// What this phone keeps: answers as they are given, and the page itself. Nothing is sent here: that is send.js.
// `fh:CODE` holds the sheet being filled in, `fh:CODE/KEY` each one whose Send was pressed and that is not received yet.
// `held` has what the browser would not keep: such a sheet lasts as long as the page.
window.keeping = (function () {
"use strict";
var OWN = /^(key|language|practice)$/, DAY = 864e5;
var place = document.querySelector("[data-code]"), held = {}, cleaned = false, offline;
var shelf, code, name, now;
if (!place || !window.fetch || !window.DOMParser || !window.Promise || !window.crypto) { return null; }
code = place.dataset.code;
name = "fh:" + code;
offline = Promise.resolve();
now = { key: null, busy: false, first: true };
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
// The day in the city, as YYYY-MM-DD.
function today() {
var moment = new Date(), parts = {}, how = { timeZone: id("survey").dataset.zone, year: "numeric", month: "2-digit", day: "2-digit" };
try {
new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", how).formatToParts(moment).forEach(function (part) { parts[part.type] = part.value; });
return parts.year + "-" + ("0" + parts.month).slice(-2) + "-" + ("0" + parts.day).slice(-2);
} catch (error) { return moment.toISOString().slice(0, 10); }
}

function get(at) {
if (held[at]) { return held[at]; }
try { return JSON.parse(shelf.getItem(at)); } catch (error) { return null; }
}
function keep(at, sheet) {
held[at] = sheet;
try { shelf.setItem(at, JSON.stringify(sheet)); delete held[at]; } catch (error) { return false; }
return true;
}
function drop(at) { delete held[at]; try { shelf.removeItem(at); } catch (error) { return; } }
function kept() {
var names = shelf ? Object.keys(shelf).filter(function (at) { return at.indexOf("fh:") === 0; }) : [];
return names.concat(Object.keys(held));
}
function queued() { return kept().filter(function (at) { return at.indexOf(name + "/") === 0; })[0]; }
// Where the sheet with this key is: in the queue, where it waits to be mended or changed, else the draft.
function spot(key) { var at = name + "/" + key; return get(at) ? at : name; }
// A sheet of the queue becomes the draft, unless somebody else's draft is there: then it stays where it is.
function reopen(at, sheet) {
var draft = get(name);
if (draft && draft.key !== sheet.key && draft.fields.length) { keep(at, sheet); return; }
drop(at);
keep(name, sheet);
}
// A sheet that was never sent is forgotten after two weeks; one that was sent is told first that it comes too late.
function old(at) {
var sheet = get(at);
return !sheet || !(Date.now() - Date.parse(sheet.day) < (at.indexOf("/") < 0 ? 15 : 60) * DAY);
}

function fields(form) {
return Array.prototype.filter.call(form.elements, function (field) {
var counts = field.checked || !/radio|checkbox/.test(field.type);
return field.name && !OWN.test(field.name) && field.type !== "submit" && counts && field.value.trim();
}).map(function (field) { return [field.name, field.value]; });
}
function sheet(form) {
var own = form.elements;
return { key: own.key.value, language: own.language.value, day: today(), practice: !!own.practice, fields: fields(form) };
}
function fill(form, entries) {
Array.prototype.forEach.call(form.elements, function (field) {
if (!field.name || field.type === "submit" || OWN.test(field.name)) { return; }
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
function blank() {
var form = id("survey");
now.key = newKey();
form.reset();
form.elements.key.value = now.key;
fill(form, []);
offerForget(false);
}
// Says truly whether this phone has the sheet, or only this page.
function told(at, text) { tell(held[at] ? "not_kept" : text); offerForget(true); }
function put(form, at) {
var draft = get(at);
now.key = form.elements.key.value = draft.key;
fill(form, draft.fields);
told(at, "on_phone");
}
function restore() {
var at = spot(now.key), draft = get(at), box = id("found");
if (!draft || !draft.fields.length) { return; }
put(id("survey"), at);
if (now.first && box.hidden) { box.firstElementChild.textContent = say("back"); box.hidden = false; }
}
function save(form) {
var at = spot(form.elements.key.value);
if (now.busy === true) { return; }
ready();
keep(at, sheet(form));
told(at, navigator.onLine === false ? "offline" : "on_phone");
}
function take() {
var said = /^#c=([\w%-]{1,80})$/.exec(location.hash), form = id("survey"), card = id("card");
if (!said) { return; }
history.replaceState(null, "", location.pathname + location.search);
if (!card) { return; }
try { card.value = decodeURIComponent(said[1]); } catch (error) { return; }
save(form);
}

// The page as the server sent it, without its key, for the service worker: it opens again where there is no connection.
// Not a rehearsal's: opened on the day, it would say that nothing counts. Buttons that a script put in work only once.
function store(text) {
var form = id("survey"), page = new DOMParser().parseFromString(text, "text/html"), at = "/s/" + code, bare, language;
if (cleaned || !window.caches || !navigator.serviceWorker || form.elements.practice) { return Promise.reject(); }
language = page.querySelector("[name=language]").value;
page.querySelector("[name=key]").setAttribute("value", "");
Array.prototype.forEach.call(page.querySelectorAll(".listen"), function (button) { button.remove(); });
bare = "<!doctype html>" + page.documentElement.outerHTML;
return caches.open("fh-" + form.dataset.version).then(function (cache) {
return Promise.all([cache.put(at, new Response(bare)), cache.put(at + "?lang=" + language, new Response(bare))]);
});
}
function opensOffline(text) {
var stored;
if (!shelf || !window.isSecureContext) { return; }
stored = store(text).then(function () {
return navigator.serviceWorker.register("/s/worker.js", { scope: "/s/" });
});
offline = stored.catch(function () { return null; });
stored.then(function () { return navigator.serviceWorker.ready; }).then(function () {
if (id("status") && !id("status").textContent && !cleaned) { tell("opens_offline"); }
}).catch(function () { return null; });
}
// Nothing of this survey stays on the phone once nothing waits here.
function clean() {
try { sessionStorage.clear(); } catch (error) { return; }
if (kept().length || !window.caches || !navigator.serviceWorker) { return; }
cleaned = true;
offline.then(leave);
}
function leave() {
caches.keys().then(function (names) {
names.forEach(function (each) { if (each.indexOf("fh-") === 0) { caches.delete(each); } });
});
navigator.serviceWorker.getRegistrations().then(function (those) {
those.forEach(function (each) { if (each.scope === location.origin + "/s/") { each.unregister(); } });
});
}
now.code = code;
now.name = name;
now.shelf = !!shelf;
now.only = function (at) { return !!held[at]; };
[id, all, say, tell, offerForget, newKey, get, keep, drop, kept, queued, spot, reopen, old].forEach(function (work) { now[work.name] = work; });
[sheet, fill, ready, blank, put, restore, save, take, store, opensOffline, clean].forEach(function (work) { now[work.name] = work; });
return now;
})();
