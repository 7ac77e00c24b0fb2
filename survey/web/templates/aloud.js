// A button that reads a question aloud, only where the phone has a voice of its own for the language.
hearing.each(function (form) {
});
