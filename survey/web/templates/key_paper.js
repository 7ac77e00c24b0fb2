// Typing paper forms in by keys alone. Without it the same page is a plain form.
// Each line is a whole rule or statement, since line ends are squeezed out.
(function () {
"use strict";
var form = document.getElementById("keying");
if (!form || !window.fetch) { return; }
var steps = [].slice.call(form.querySelectorAll(".step")), number = form.elements.number;
var data = form.dataset, at = 0, busy = false, offered = {}, done = [], names = {};
function byId(id) { return document.getElementById(id); }
function field(step) { return step.querySelector("input,textarea,button"); }
function rows(step) { return [].slice.call(step.querySelectorAll(".keys li")); }
function keyOf(row) { return row.querySelector("kbd").textContent; }
function words(text) { return (text || "").split(" ").filter(Boolean); }
function typed(step) { return field(step).value.trim().toUpperCase(); }
function letters(step) { return typed(step).replace(/[\s,]/g, ""); }
function several(step) { return step.dataset.kind === "choices"; }

// What is on offer, as the page or the server's last reply says it.
function list(from) {
  offered = {};
  words(from.offered).forEach(function (pair) { offered[pair.split(":")[0]] = pair.split(":")[1]; });
  done = words(from.done);
}

// Whether a question is asked after what was typed so far.
function isOpen(step) {
  var after = step.dataset.after && form.elements[step.dataset.after], keys = words(step.dataset.afterKeys);
  if (!after) { return true; }
  return Boolean(after.value.trim()) && (!keys.length || keys.some(function (key) { return after.value.toUpperCase().indexOf(key) >= 0; }));
}

function tell(step, text) {
  var place = step.querySelector(".problem"), mark = field(step);
  place.textContent = "";
  place.hidden = !text;
  mark.removeAttribute("aria-invalid");
  if (!text) { return; }
  mark.setAttribute("aria-invalid", "true");
  place.appendChild(document.createElement("b")).textContent = data.fix;
  place.append(" " + text);
}

function whole(text) {
  byId("whole").hidden = !text;
  byId("whole").textContent = text || "";
}

function said(text) {
  var place = byId("said");
  place.classList.remove("fresh");
  place.textContent = text;
  void place.offsetWidth;
  place.classList.toggle("fresh", Boolean(text));
}

// The one key that was typed, with its zeros; null when no box has it.
function clean(step) {
  var text = letters(step);
  while (/^\d+$/.test(text) && text.length < Number(step.dataset.width)) { text = "0" + text; }
  return !text || words(step.dataset.keys).indexOf(text) >= 0 ? text : null;
}

function chosen(step) {
  var text = several(step) ? letters(step) : clean(step);
  return rows(step).filter(function (row) { return several(step) ? text.indexOf(keyOf(row)) >= 0 : text === keyOf(row); });
}

function meaning(step) {
  if (step.dataset.kind === "comment") { return field(step).value.trim(); }
  return chosen(step).map(function (row) { return keyOf(row) + " " + row.querySelector("span").textContent; }).join(", ");
}

function summary() {
  steps.forEach(function (step, index) {
    var on = chosen(step), row = form.querySelector("[data-of='" + field(step).name + "']");
    rows(step).forEach(function (one) { one.className = on.indexOf(one) >= 0 ? "on" : ""; });
    if (!row) { return; }
    row.hidden = !isOpen(step);
    row.className = index === at ? "now" : "";
    row.querySelector("b").textContent = meaning(step) || "–";
  });
}

function inHand() {
  byId("inhand").textContent = typed(steps[0]);
  byId("spoken").textContent = names[offered[typed(steps[0])]] || "";
}

function show(index) {
  at = index;
  steps.forEach(function (step, other) { step.classList.toggle("here", other === at); });
  summary();
  var here = field(steps[at]);
  here.focus();
  if (here.tagName === "INPUT") { here.select(); }
  steps[at].scrollIntoView({ block: "nearest" });
}

function move(by) {
  var next = at + by;
  while (next > 0 && next < steps.length - 1 && !isOpen(steps[next])) { next += by; }
  if (next >= 0 && next < steps.length) { show(next); }
}

function numberProblem() {
  var now = typed(steps[0]).replace(/^0+/, ""), digits = now.slice(0, -1);
  if (!/^\d+[A-Z]$/.test(now)) { return data.shape; }
  number.value = now;
  if (offered[now]) { return ""; }
  if (done.indexOf(now) >= 0) { return data.keyed; }
  var printed = Object.keys(offered).concat(done).some(function (known) { return known.slice(0, -1) === digits; });
  return printed ? data.letter : data.unknown;
}

function fieldProblem(step) {
  var key = clean(step);
  if (key !== null) { field(step).value = key; }
  return key === null ? data.key : "";
}

var judges = { number: numberProblem, rating: fieldProblem, choice: fieldProblem, place: fieldProblem };

// Takes what is typed and goes on, or says at once what is wrong with it.
function accept() {
  var step = steps[at], kind = step.dataset.kind;
  if (kind === "save") { save(); return; }
  var problem = judges[kind] ? judges[kind](step) : "";
  tell(step, problem);
  inHand();
  if (problem) { field(step).select(); summary(); return; }
  said("");
  move(1);
}

// One more box of several, or one less; what is off the scale stands alone.
function toggle(step, key) {
  var now = letters(step), apart = words(step.dataset.apart), known = words(step.dataset.keys).indexOf(key) >= 0;
  tell(step, known ? "" : data.key);
  if (!known) { return; }
  var without = now.replace(key, "");
  if (without === now && apart.indexOf(key) >= 0) { now = key; }
  else if (without === now) { now = apart.reduce(function (text, one) { return text.replace(one, ""); }, now) + key; }
  else { now = without; }
  field(step).value = now;
  summary();
}

function fresh() {
  var all = Object.keys(offered), last = parseInt(number.value, 10);
  var next = all.find(function (one) { return parseInt(one, 10) > last; }) || all[0] || "";
  steps.slice(0, -1).forEach(function (step) { field(step).value = ""; tell(step, ""); });
  number.value = next;
  inHand();
  form.hidden = !next;
  byId("none").hidden = Boolean(next);
  byId("left").textContent = byId("left").textContent.replace(/\d+/, String(all.length));
  if (next) { show(0); }
}

function refused(problems) {
  var wrong = steps.filter(function (step) { return problems[field(step).name]; });
  wrong.forEach(function (step) { tell(step, problems[field(step).name]); });
  whole(problems[""]);
  if (wrong.length) { show(steps.indexOf(wrong[0])); }
}

function arrived(reply) {
  if (reply.go) { location.href = reply.go; return; }
  if (reply.problems) { refused(reply.problems); return; }
  said(data.saved.replace("#", reply.saved));
  list(reply);
  // After the last check the answers can be sent: the page as it is now has the button.
  if (!reply.offered && /&again=1/.test(form.action)) { location.href = form.action; return; }
  fresh();
}

function answers() {
  var body = new URLSearchParams({ quick: "1" });
  steps.slice(0, -1).filter(isOpen).forEach(function (step) { body.append(field(step).name, field(step).value); });
  return body;
}

function read(answer) {
  if (!/json/.test(answer.headers.get("content-type"))) { throw new Error("no answer"); }
  return answer.json();
}

function save() {
  var button = byId("save"), label = button.textContent;
  if (busy) { return; }
  busy = true;
  whole("");
  button.textContent = button.dataset.saving;
  var sent = fetch(form.action, { method: "POST", body: answers() }).then(read).then(arrived);
  sent.catch(function () { whole(data.unreached); }).then(function () { busy = false; button.textContent = label; });
}

// Backspace erases what is half typed, and else goes back.
function goesBack(step) {
  var input = field(step), kind = step.dataset.kind;
  if (kind === "save" || kind === "choices") { return true; }
  return !input.value || (kind !== "comment" && input.selectionStart === 0 && input.selectionEnd === input.value.length);
}

function goesOn(event, kind) {
  if (event.key === "Enter") { return kind !== "comment" || event.ctrlKey; }
  return event.key === "Tab" && kind === "comment" && !event.shiftKey;
}

form.addEventListener("keydown", function (event) {
  var step = steps[at], kind = step.dataset.kind, key = event.key;
  if (event.isComposing || event.altKey || event.metaKey || (event.ctrlKey && key !== "Enter")) { return; }
  if (goesOn(event, kind)) { event.preventDefault(); accept(); }
  else if (at > 0 && ((key === "Tab" && event.shiftKey) || (key === "Backspace" && goesBack(step)))) { event.preventDefault(); move(-1); }
  else if (kind === "choices" && key === "Delete") { field(step).value = ""; summary(); }
  else if (kind === "choices" && key.length === 1) { event.preventDefault(); toggle(step, key.toUpperCase()); }
});

form.addEventListener("input", function () {
  var step = steps[at], wide = Number(step.dataset.width), text = typed(step);
  tell(step, "");
  if (step.dataset.kind === "number") { inHand(); }
  else if (wide && !several(step) && (text.length >= wide || words(step.dataset.apart).indexOf(text) >= 0)) { accept(); }
  else { summary(); }
});

form.addEventListener("submit", function (event) { event.preventDefault(); accept(); });
data.names.split("|").forEach(function (pair) { names[pair.split("=")[0]] = pair.slice(pair.indexOf("=") + 1); });
form.classList.add("live");
form.querySelector(".answers").hidden = false;
list(data);
show(Math.max(0, steps.findIndex(function (step) { var place = step.querySelector(".problem"); return place && !place.hidden; })));
})();
