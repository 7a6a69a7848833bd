// Starts the program, and has its files kept for the next start. A browser without service workers (plain HTTP) does without.
(() => {
  const { program } = document.currentScript.dataset;
  // By the name that bears its content, so that it never needs to be asked for again.
  Blazor.start({ webAssembly: { loadBootResource: (_, name) => name === "dotnet.js" ? new URL(program, document.baseURI).href : null } });
  addEventListener("load", () => navigator.serviceWorker?.register("/worker.js", { updateViaCache: "none" }).catch(() => { }));
})();
