// How answers leave the phone: Send, the queue that waits for a connection, and the pages that come back. Keeping is
// keep.js. Whatever is not an answer of our own server, or is one that it could not save, counts as no connection.
(function () {
"use strict";
var now = window.keeping, fresh = document.body.dataset.state === "form";
var whole = "<!doctype html>" + document.documentElement.outerHTML;
var mine = {}, turned = null, clicked = null, timer = 0, pause = 5000, id, all, name;
if (!now) { return; }
id = now.id;
all = now.all;
name = now.name;

function body(sheet, button, late) {
var pairs = [["key", sheet.key], ["language", sheet.language], [button, "1"], ["within", "1"]].concat(sheet.fields);
if (sheet.practice) { pairs.push(["practice", "1"]); }
if (late) { pairs.push(["day", sheet.day]); }
return pairs.map(function (pair) { return encodeURIComponent(pair[0]) + "=" + encodeURIComponent(pair[1]); }).join("&");
}
// The page that our server answers with; fails where it does not answer, or somebody else does.
function ask(how, address) {
var stop = window.AbortController ? new AbortController() : null, status;
var late = setTimeout(function () { if (stop) { stop.abort(); } }, 45000);
how.redirect = "error";
how.cache = "no-store";
if (stop) { how.signal = stop.signal; }
return fetch(address || "/s/" + now.code, how).then(function (answer) { status = answer.status; return answer.text(); }).then(function (text) {
var page = hearing.read(text);
clearTimeout(late);
if (!page) { throw new Error("not ours"); }
page.text = text;
page.failed = status >= 500;
return page;
});
}
function post(text) {
return ask({ method: "POST", body: text, headers: { "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" } });
}
function fails() { now.tell("offline"); }

function afresh() { location.replace(location.pathname + location.search); }
// What this page shows: the form, or that answers wait to be sent.
function waitingShown(yes) {
var waits = id("waiting"), rest = id("survey") || document.querySelector("main.done"), only = now.only(now.queued());
if (!waits) { return; }
if (yes) { id("where").textContent = now.say("waiting") + (only ? " " + now.say("not_kept") : ""); }
waits.querySelector(".small").hidden = only;
if (waits.hidden === yes && yes) { scrollTo(0, 0); waits.hidden = false; waits.focus(); }
waits.hidden = !yes;
rest.hidden = yes;
}
function sending(yes) {
var button = id("try");
now.busy = yes;
all("button[data-sending]", function (each) {
each.textContent = yes && (each === clicked || each === button) ? each.dataset.sending : each.dataset.plain;
each.disabled = yes && each === button;
});
if (id("change")) { id("change").disabled = yes; }
if (yes && clicked && id("status")) { id("status").textContent = clicked.dataset.sending || ""; }
}
function press(form, without) {
var it = now.sheet(form), at = name + "/" + it.key;
if (without) { it.fields = it.fields.filter(function (entry) { return entry[0] !== "card"; }); }
now.keep(at, it);
mine[at] = true;
pause = 5000;
send(at, false);
}
// Sends one sheet. `late` is any time but the first.
function send(at, late) {
var it = now.get(at);
if (now.busy || !it) { return; }
clearTimeout(timer);
sending(true);
post(body(it, "send", late)).then(function (page) {
sending(false);
if (page.failed) { wait(); } else { arrived(at, it, page); }
}, function () {
sending(false);
wait();
});
}
function wait() {
if (!id("waiting") || !now.queued()) { return; }
waitingShown(true);
timer = setTimeout(again, pause);
pause = Math.min(pause * 2, 300000);
}
// The sheet that somebody has before them to mend or change goes only when they press Send.
function again() {
var at = now.queued(), form = id("survey"), open = form && !form.hidden && name + "/" + form.elements.key.value;
if (at && at !== open && !now.busy) { send(at, true); }
}
function arrived(at, it, page) {
var state = page.body.dataset.state, draft = now.get(name);
if (state === "received" || state === "closed") { now.drop(at); if (draft && draft.key === it.key) { now.drop(name); } } else { now.reopen(at, it); }
if (state === "received" && !mine[at] && document.body.dataset.state === "form") { return found(page); }
turned = null;
fresh = false;
hearing.show(page);
}
// Answers of an earlier visit have arrived: their receipt, above an empty form for the next person.
function found(page) {
var box = id("found");
waitingShown(false);
box.firstElementChild.textContent = now.say("arrived");
all("#found .receipt,#found .left-out", function (part) { part.remove(); });
Array.prototype.forEach.call(page.querySelectorAll(".receipt,.left-out"), function (part) { box.appendChild(document.adoptNode(part)); });
box.hidden = false;
now.clean();
if (now.queued()) { return again(); }
now.blank();
now.restore();
box.scrollIntoView();
}
// Deletes all that this phone keeps of our surveys, as the button says.
function forget() {
clearTimeout(timer);
now.kept().forEach(now.drop);
waitingShown(false);
now.clean();
if (!id("survey")) { return; }
if (document.body.dataset.state !== "form") { afresh(); return; }
now.blank();
id("found").hidden = true;
now.tell("forgotten");
id("status").scrollIntoView({ block: "nearest" });
}
// Back from waiting to the sheet itself, which keeps its key: sent twice, it still counts once.
function change() {
var at = now.queued(), it = at && now.get(at), form = id("survey");
clearTimeout(timer);
if (!it) { return; }
now.reopen(at, it);
waitingShown(false);
if (!form) { return; }
now.key = form.elements.key.value = it.key;
if (document.body.dataset.state === "preview") { id("status").textContent = ""; } else { now.put(form, now.spot(it.key)); }
scrollTo(0, 0);
}
// The same sheet in another language: a page is fetched, or taken from what this phone has.
function speak(language) {
var form = id("survey"), address = "/s/" + now.code + "?lang=" + language;
now.save(form);
now.busy = "language";
ask({}, address + "&door=phone").then(function (page) {
var pressed;
now.busy = false;
if (page.failed) { throw new Error("not now"); }
// With what was answered while the page was on its way.
now.save(form);
history.replaceState(null, "", address + "&door=phone");
hearing.show(page);
if (document.body.dataset.state === "form") { now.store(page.text).catch(function () { return null; }); }
pressed = document.querySelector("[name=switch_language][aria-current]");
if (pressed) { pressed.focus(); }
}).catch(function () { now.busy = false; now.tell("language_offline"); id("status").scrollIntoView({ block: "center" }); });
}
function preview(form) {
sending(true);
post(body(now.sheet(form), "preview", false)).then(function (page) {
var was = { body: document.body, title: document.title };
sending(false);
now.save(form);
hearing.show(page);
turned = document.body.dataset.state === "preview" ? was : null;
}, function () { sending(false); fails(); });
}
function turnBack() {
var root = document.documentElement;
hearing.put(turned.body, turned.title, root.lang, root.dir);
turned = null;
document.querySelector("[name=preview]").focus();
}
function submitted(event) {
var form = event.target, button = event.submitter || clicked, shown = document.body.dataset.state;
event.preventDefault();
if (now.busy || !button || form.id !== "survey") { return; }
clicked = button;
if (button.name === "switch_language") { speak(button.value); return; }
if (button.name === "send" || button.name === "without_card") { press(form, button.name === "without_card"); return; }
if (button.name === "preview") { preview(form); return; }
if (button.name === "stay" && turned) { turnBack(); return; }
if (button.name === "stay" && shown === "preview") { post(body(now.sheet(form), "stay", false)).then(hearing.show, fails); }
}

// On this page, and on each that takes its place.
function begin(form) {
var state = document.body.dataset.state;
if (state === "received") { now.key = null; turned = null; now.clean(); return; }
if (state === "closed" && !now.queued()) { now.drop(name); now.clean(); }
if (form) {
form.addEventListener("submit", submitted);
form.addEventListener("click", function (event) { clicked = event.target.closest ? event.target.closest("button") : event.target; });
}
all("button[data-sending]", function (button) { button.dataset.plain = button.textContent; });
all("[data-forget]", function (button) { button.addEventListener("click", forget); });
if (id("try")) { id("try").addEventListener("click", function () { pause = 5000; again(); }); }
if (id("change")) { id("change").addEventListener("click", change); }
if (!form || state === "preview") { return; }
form.addEventListener("input", function () { now.save(form); });
all("[data-how]", function (line) { line.hidden = !now.shelf; });
if (!now.shelf) { now.tell("not_kept"); }
if (state === "form") { form.elements.key.value = now.key || now.newKey(); }
now.key = form.elements.key.value;
if (state === "form") { now.restore(); }
if (state === "again") { now.ready(); now.save(form); }
now.take();
}
function start() {
var form = id("survey");
now.kept().forEach(function (at) { if (now.old(at)) { now.drop(at); } });
if (form && fresh && now.shelf) { form.reset(); }
hearing.each(begin);
now.first = false;
if (!form) { now.take(); }
if (now.queued() && id("waiting")) { waitingShown(true); again(); }
}
start();
window.addEventListener("online", function () { pause = 5000; again(); });
window.addEventListener("offline", function () { if (id("survey") && !now.queued()) { fails(); } });
// A second card scanned where the first one's receipt stands opens a new sheet; what stands after # is not sent.
window.addEventListener("hashchange", function () {
if (id("survey")) { now.take(); } else if (/^#c=/.test(location.hash)) { location.reload(); }
});
document.addEventListener("visibilitychange", function () { if (!document.hidden) { again(); } });
// Browsers put answers back, or the whole page: only what this phone still keeps for this visit may stand there.
window.addEventListener("pageshow", function (event) {
var form = id("survey"), draft = now.get(name), state = document.body.dataset.state;
if (!now.shelf || !form || now.busy || now.queued()) { return; }
if (event.persisted && state !== "form" && !draft) { afresh(); return; }
if (state !== "form") { return; }
if (event.persisted && !id("waiting").hidden) { waitingShown(false); }
if (draft && event.persisted) { now.key = form.elements.key.value = draft.key; now.fill(form, draft.fields); }
if (!draft && event.persisted) { now.blank(); }
if (!draft && !event.persisted) { form.reset(); hearing.refresh(); }
});
// Another tab received or deleted this sheet: it must not be sent, or read, here.
window.addEventListener("storage", function (event) {
var gone = (event.key === name || event.key === name + "/" + now.key) && event.oldValue && !event.newValue;
if (!gone || !id("survey") || now.busy || JSON.parse(event.oldValue).key !== now.key) { return; }
turned = null;
if (document.body.dataset.state !== "form") { afresh(); return; }
now.blank();
waitingShown(false);
id("found").hidden = true;
});
window.addEventListener("load", function () { setTimeout(function () { if (fresh) { now.opensOffline(whole); } }, 300); });
})();
