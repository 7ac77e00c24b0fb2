// A button that reads a question aloud, only where the phone has a voice of its own for the language: nothing leaves it.
(function () {
"use strict";
var speech = window.speechSynthesis, reading = null;
if (!speech || !window.SpeechSynthesisUtterance) { return; }
function plain(tag) { return tag.toLowerCase().split(/[-_]/)[0]; }
function voice() {
var wanted = plain(document.documentElement.lang);
return speech.getVoices().filter(function (each) { return each.localService === true && plain(each.lang) === wanted; })[0];
}
function words(part) {
var spoken = "legend,.legend,.help:not(.count),.warning,label:not(.legend) span,option:not([value=''])";
var texts = Array.prototype.map.call(part.querySelectorAll(spoken), function (piece) {
var copy = piece.cloneNode(true);
Array.prototype.forEach.call(copy.querySelectorAll(".number"), function (number) { number.remove(); });
return piece.hidden ? "" : copy.textContent.trim();
});
return texts.filter(Boolean).map(function (text) { return /[.!?。？！؟]$/.test(text) ? text : text + "."; }).join(" ");
}
function stop() {
if (reading) { reading.textContent = reading.dataset.listen; reading.setAttribute("aria-pressed", "false"); }
reading = null;
speech.cancel();
}
function listen(button) {
var mine = voice(), again = reading === button, said;
stop();
if (again || !mine) { return; }
said = new SpeechSynthesisUtterance(words(button.parentNode));
said.voice = mine;
said.lang = mine.lang;
said.onend = said.onerror = function () { if (reading === button) { stop(); } };
reading = button;
button.textContent = button.dataset.stop;
button.setAttribute("aria-pressed", "true");
speech.speak(said);
}
function offer() {
var form = document.getElementById("survey"), can = voice();
if (!form || !form.dataset.listen) { return; }
Array.prototype.forEach.call(form.querySelectorAll(".question:not(.card)"), function (part) {
var there = part.querySelector(".listen"), before = part.querySelector("legend,label.legend"), button;
if (there) { there.hidden = !can; }
if (there || !can || !before) { return; }
button = document.createElement("button");
button.type = "button";
button.className = "listen";
button.textContent = button.dataset.listen = form.dataset.listen;
button.dataset.stop = form.dataset.stop;
button.setAttribute("aria-pressed", "false");
button.addEventListener("click", function () { listen(button); });
before.parentNode.insertBefore(button, before.nextSibling);
});
}
if (speech.addEventListener) { speech.addEventListener("voiceschanged", offer); } else { speech.onvoiceschanged = offer; }
window.addEventListener("pagehide", stop);
hearing.each(function () { stop(); offer(); });
})();
