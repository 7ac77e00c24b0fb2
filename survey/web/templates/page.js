// Comfort only; the page works without it. Each line is a whole statement, since line ends are squeezed out.
(function () {
"use strict";
var form = document.querySelector("form");
function mark(sent) { try { var was = sessionStorage.getItem("sent"); if (sent) { sessionStorage.setItem("sent", "1"); } else { sessionStorage.removeItem("sent"); } return was; } catch (error) { return null; } }
if (!form) { mark(true); return; }
// Going back after sending must not show one person's answers to the next: browsers put them back in the form.
window.addEventListener("pageshow", function () { if (mark(false)) { form.reset(); refresh(); } });
function given(name) { return Array.prototype.filter.call(form.elements, function (field) { return field.name === name && field.value.trim() && (field.checked || !/radio|checkbox/.test(field.type)); }).map(function (field) { return field.value; }); }
function relevant(part) { var values = part.dataset.values.split(" ").filter(Boolean), answers = given(part.dataset.after); return answers.some(function (answer) { return !values.length || values.indexOf(answer) >= 0; }); }
function refresh() { form.querySelectorAll("[data-after]").forEach(function (part) { part.hidden = !relevant(part) && !part.querySelector(".problem"); }); }
form.querySelectorAll(".only-if").forEach(function (line) { line.hidden = true; });
form.querySelectorAll("textarea").forEach(function (box) { var line = document.createElement("p"); line.className = "help count"; box.after(line); function count() { line.textContent = box.dataset.left.replace("{used}", box.value.length).replace("{most}", box.dataset.most); line.classList.toggle("over", box.value.length > box.dataset.most); } box.addEventListener("input", count); count(); });
form.addEventListener("input", refresh);
form.addEventListener("keydown", function (event) { if (event.key === "Enter" && event.target.tagName === "INPUT") { event.preventDefault(); } });
form.addEventListener("submit", function (event) { var button = event.submitter; if (button && button.name === "send") { button.textContent = button.dataset.sending; } });
refresh();
var problems = document.getElementById("problems");
if (problems) { problems.focus(); }
})();
