// Starts the app, or says plainly why it cannot start. Kept to old syntax, so that old browsers can read it.
(function () {
  var files = document.currentScript.dataset;

  function explain(sentence) {
    var app = document.getElementById("app");
    var notice = document.createElement("p");
    notice.className = "notice";
    notice.setAttribute("role", "alert");
    notice.textContent = sentence;
    // No button of the first screen leads anywhere now.
    [".drop-area", "#shell-says"].forEach(function (selector) {
      var part = app.querySelector(selector);
      if (part) part.remove();
    });
    app.insertBefore(notice, app.querySelector(".promises"));
  }

  // The smallest module that uses a SIMD instruction; what else the app needs, browsers had before.
  var simd = new Uint8Array([
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11
  ]);
  if (typeof WebAssembly !== "object" || !WebAssembly.validate(simd)) {
    explain("This browser is too old to master a song. Please use Chrome, Edge, Firefox or Safari from the last four years.");
    return;
  }

  import(files.js)
    .then(function (app) {
      return app.default({ module_or_path: fetch(files.wasm, { integrity: files.wasmIntegrity }) });
    })
    .catch(function (error) {
      console.error(error);
      explain("The page did not load completely. Please check your connection and load it again.");
    });
})();
