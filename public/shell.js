// The first screen before the app is there: what is chosen, dropped or pressed is kept for it. In old syntax, as boot.js.
(function () {
  var kept = null;
  var hand = null;
  var input = document.getElementById("song-file");

  // Files, or none for the demo mix. The newest is what is meant.
  function offer(files) {
    if (hand) return hand(files);
    kept = { files: files };
    // It is gone where the page could not load, and said so (boot.js).
    var says = document.getElementById("shell-says");
    if (says) says.textContent = "Getting the mastering engine ready";
  }

  function carriesFiles(transfer) {
    return !!transfer && Array.prototype.indexOf.call(transfer.types, "Files") >= 0;
  }

  function hover(event) {
    event.preventDefault();
    event.dataTransfer.dropEffect = carriesFiles(event.dataTransfer) ? "copy" : "none";
  }

  function drop(event) {
    event.preventDefault();
    var files = event.dataTransfer && event.dataTransfer.files;
    if (files && files.length) offer(files);
  }

  function paste(event) {
    var files = event.clipboardData && event.clipboardData.files;
    if (files && files.length) offer(files);
  }

  document.getElementById("choose").addEventListener("click", function () {
    input.click();
  });
  document.getElementById("demo").addEventListener("click", function () {
    offer(null);
  });
  // Also when the app has come while the browser's own window was open.
  input.addEventListener("change", function () {
    if (input.files.length) offer(input.files);
  });
  window.addEventListener("dragover", hover);
  window.addEventListener("drop", drop);
  window.addEventListener("paste", paste);

  // The app takes over: from here on it hears drops itself.
  window.testpressShell = function (taker) {
    window.removeEventListener("dragover", hover);
    window.removeEventListener("drop", drop);
    window.removeEventListener("paste", paste);
    hand = taker;
    if (kept) hand(kept.files);
  };
})();
