// Comfort only; the page works without it. Each line is a whole statement, since line ends are squeezed out.
// hearing.each(work) does `work(form)` on this page and on every page of ours that is put in its place.
window.hearing = (function () {
"use strict";
var works = [], form = null;
function all(selector, work) { Array.prototype.forEach.call((form || document).querySelectorAll(selector), work); }
function each(work) { works.push(work); work(form); }
function begin() { form = document.getElementById("survey"); works.forEach(function (work) { work(form); }); }
// The answer of our server takes the place of the page; anything else, such as the page of a hotel's network, does not.
function show(text) { var page = new DOMParser().parseFromString(text, "text/html"), root = document.documentElement; if (!page.body.dataset.state) { return false; } document.title = page.title; root.lang = page.documentElement.lang; root.dir = page.documentElement.dir; root.replaceChild(document.adoptNode(page.body), document.body); window.scrollTo(0, 0); begin(); return true; }
function given(name) { return Array.prototype.filter.call(form.elements, function (field) { return field.name === name && field.value.trim() && (field.checked || !/radio|checkbox/.test(field.type)); }).map(function (field) { return field.value; }); }
function relevant(part) { var values = part.dataset.values.split(" ").filter(Boolean), answers = given(part.dataset.after); return answers.some(function (answer) { return !values.length || values.indexOf(answer) >= 0; }); }
function count(box) { var line = box.nextElementSibling; line.textContent = box.dataset.left.replace("{used}", box.value.length).replace("{most}", box.dataset.most); line.classList.toggle("over", box.value.length > box.dataset.most); }
// What depends on what was given: conditional questions and counters. For whoever changes fields by script, too.
function refresh() { all("[data-after]", function (part) { part.hidden = !relevant(part) && !part.querySelector(".problem"); }); all("textarea", count); }
function mark(sent) { try { var was = sessionStorage.getItem("sent"); if (sent) { sessionStorage.setItem("sent", "1"); } else { sessionStorage.removeItem("sent"); } return was; } catch (error) { return null; } }
// Going back after sending must not show one person's answers to the next: browsers put them back in the form.
window.addEventListener("pageshow", function () { if (form && mark(false)) { form.reset(); refresh(); } });
form = document.getElementById("survey");
if (document.body.dataset.state === "received") { mark(true); }
each(function () { var problems = document.getElementById("problems"); if (problems) { problems.focus(); } });
each(function () { if (!form) { return; } all(".only-if", function (line) { line.hidden = true; }); all("textarea", function (box) { var line = document.createElement("p"); line.className = "help count"; box.parentNode.insertBefore(line, box.nextSibling); }); form.addEventListener("input", refresh); form.addEventListener("keydown", function (event) { if (event.key === "Enter" && event.target.tagName === "INPUT") { event.preventDefault(); } }); form.addEventListener("submit", function (event) { var button = event.submitter; if (button && button.name === "send") { button.textContent = button.dataset.sending; } }); refresh(); });
return { each: each, begin: begin, show: show, refresh: refresh };
})();
