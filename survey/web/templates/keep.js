// Answers are kept on the phone as they are given, and sent when there is a connection. The phone page's alone.
(function () {
})();
