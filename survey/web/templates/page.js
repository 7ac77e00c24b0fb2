// Comfort only; the page works without it. Line ends are squeezed out, so each statement ends with its semicolon.
// hearing.each(work) does `work(form)` on this page and on every page of ours that is put in its place.
window.hearing = (function () {
"use strict";
var works = [], form = document.getElementById("survey");
// One of several patterns: each stands on a line of its own.
function any(flags, patterns) {
return new RegExp(patterns.map(function (pattern) { return pattern.source; }).join("|"), flags);
}
var PRIVATE = any("i", [
/\S@\S+\.\S/,
/(?:\d[\s().-]{0,3}){7}/,
/\b\d{1,5}\s+(?:\S+\s+){1,3}(?:st|street|ave|avenue|rd|road|blvd|lane|ln|drive|dr)\b/,
/\b(?:calle|avenida|rua|rue|avni|đường)\s+\S.*\d/
]);
var NAME = any("", [
/\b(?:my name is|me llamo|mi nombre es|meu nome é|me chamo|mwen rele|tôi tên|tên tôi|magacaygu)\s/,
/我叫|我的名字|اسمي/,
/\b(?:Mr|Mrs|Ms|Sgt|Lt|Det|Officer|Sergeant|Detective|Deputy|Captain|Chief|Oficial|Agente|Sargento|Sr|Sra|Cảnh sát)\.?\s+[A-ZÀ-Ý]/
]);
function all(selector, work) {
Array.prototype.forEach.call((form || document).querySelectorAll(selector), work);
}
function each(work) { works.push(work); work(form); }
function begin() {
form = document.getElementById("survey");
works.forEach(function (work) { work(form); });
}
// A page of our server; anything else, such as the page of a hotel's network, is none.
function read(text) {
var page = new DOMParser().parseFromString(text, "text/html");
return page.body.dataset.state ? page : null;
}
// Puts the body of a page, and what it says about itself, in the place of the one that is there.
function put(body, title, lang, dir) {
var root = document.documentElement;
document.title = title;
root.lang = lang;
root.dir = dir;
root.replaceChild(body, document.body);
form = document.getElementById("survey");
scrollTo(0, 0);
}
function show(page) {
put(document.adoptNode(page.body), page.title, page.documentElement.lang, page.documentElement.dir);
begin();
}
function given(name) {
return Array.prototype.filter.call(form.elements, function (field) {
return field.name === name && field.value.trim() && (field.checked || !/radio|checkbox/.test(field.type));
}).map(function (field) { return field.value; });
}
function relevant(part) {
var values = part.dataset.values.split(" ").filter(Boolean);
return given(part.dataset.after).some(function (answer) { return !values.length || values.indexOf(answer) >= 0; });
}
function count(box) {
var line = box.parentNode.querySelector(".count"), warn = box.parentNode.querySelector(".warn"), said = "";
line.textContent = box.dataset.left.replace("{used}", box.value.length).replace("{most}", box.dataset.most);
line.classList.toggle("over", box.value.length > box.dataset.most);
if (warn) {
said = PRIVATE.test(box.value) ? warn.dataset.private : NAME.test(box.value) ? warn.dataset.name : "";
if (warn.textContent !== said) { warn.textContent = said; }
}
}
// What depends on what was given: conditional questions, counters, warnings. For whoever changes fields by script, too.
function refresh() {
all("[data-after]", function (part) { part.hidden = !relevant(part) && !part.querySelector(".problem"); });
all("textarea[data-left]", count);
}
function mark(sent) {
try {
var was = sessionStorage.getItem("sent");
if (sent) { sessionStorage.setItem("sent", "1"); } else { sessionStorage.removeItem("sent"); }
return was;
} catch (error) { return null; }
}
// Going back after sending must not show one person's answers to the next: browsers put them back in the form.
window.addEventListener("pageshow", function () { if (form && mark(false)) { form.reset(); refresh(); } });
if (document.body.dataset.state === "received") { mark(true); }
each(function () {
var first = document.querySelector("[data-focus]");
if (first) { first.focus(); }
if (!form) { return; }
all(".only-if", function (line) { line.hidden = true; });
form.addEventListener("input", refresh);
form.addEventListener("keydown", function (event) {
if (event.key === "Enter" && event.target.tagName === "INPUT") { event.preventDefault(); }
});
form.addEventListener("submit", function (event) {
var button = event.submitter;
if (button && button.dataset.sending) { button.textContent = button.dataset.sending; }
});
refresh();
});
return { each: each, begin: begin, read: read, show: show, put: put, refresh: refresh };
})();
