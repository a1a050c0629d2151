// Starts the app, or says plainly why it cannot start. Kept to old syntax, so that old browsers can read it.
(function () {
  var files = document.currentScript.dataset;
  var INCOMPLETE = "The page did not load completely. Please check your connection and load it again.";

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

  // The first screen comes first: what is asked for before it is painted would share a slow line with it.
  function oncePainted(next) {
    var waits = true;
    function go() {
      if (!waits) return;
      waits = false;
      next();
    }
    if (document.hidden) return go();
    // A frame that is scrolled out of sight is never painted.
    setTimeout(go, 500);
    var told = window.PerformanceObserver && PerformanceObserver.supportedEntryTypes;
    if (told && told.indexOf("paint") >= 0) {
      new PerformanceObserver(function (list, observer) {
        if (!list.getEntriesByName("first-contentful-paint").length) return;
        observer.disconnect();
        go();
      }).observe({ type: "paint", buffered: true });
    } else {
      requestAnimationFrame(function () {
        setTimeout(go, 0);
      });
    }
  }

  // An import has no place for an integrity; it takes what this link has fetched and checked.
  function preload(address, integrity) {
    var link = document.createElement("link");
    link.rel = "modulepreload";
    link.integrity = integrity;
    link.href = address;
    document.head.appendChild(link);
  }

  // The engine follows as soon as the line is free, while the app is being put on the page (src/worker/boot.rs takes it from here).
  function fetchEngine() {
    var engine = document.querySelector("meta[name=testpress-worker]");
    function started(address, integrity) {
      var response = fetch(address, { integrity: integrity });
      // Whoever takes it hears of that.
      response.catch(function () {});
      return response;
    }
    window.testpressEngine = {
      glue: started(engine.content, engine.dataset.integrity),
      module: started(engine.dataset.wasm, engine.dataset.wasmIntegrity)
    };
  }

  oncePainted(function () {
    preload(files.js, files.jsIntegrity);
    var module = fetch(files.wasm, { integrity: files.wasmIntegrity });
    module.then(fetchEngine).catch(function () {});
    Promise.all([import(files.js), module])
      .then(function (arrived) {
        return arrived[0].default({ module_or_path: arrived[1] });
      })
      .catch(function (error) {
        console.error(error);
        explain(INCOMPLETE);
      });
  });

  // The app is put on the page in turns: what breaks in one of them, no promise tells.
  function broke(event) {
    if (event.error instanceof WebAssembly.RuntimeError) explain(INCOMPLETE);
  }
  addEventListener("error", broke);
  addEventListener("testpress:ready", function () {
    removeEventListener("error", broke);
  });
})();
