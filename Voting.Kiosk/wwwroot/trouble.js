// A file of the program that was lost on the way (a tablet changes its network while it starts) is asked for again: the page is loaded
// anew. Where the program cannot start, or has not after a minute, a line says so and leads to the help page. For browsers of any age.
// First in the document, for what is lost before it runs it does not see.
(function () {
  'use strict';
  var PATIENCE = 60000;
  var TRIES = 5;
  var COUNT = 'voting.tries';
  var since = new Date().getTime();
  var isOld = !('WebAssembly' in window) || !('noModule' in document.createElement('script'));
  var isWhole = false;
  var isLost = false;
  var isTold = false;

  // The loader is there at once with an empty runtime; this one has members only when it runs.
  function isAlive() {
    return window.Blazor && window.Blazor.runtime && window.Blazor.runtime.getConfig;
  }

  function tries() {
    try {
      return Number(window.sessionStorage.getItem(COUNT)) || 0;
    } catch (e) {
      // A browser that keeps nothing could be loaded anew without end.
      return TRIES;
    }
  }

  function count(n) {
    try {
      window.sessionStorage.setItem(COUNT, String(n));
    } catch (e) {
      // It counts as used up.
    }
  }

  function again() {
    // What is lost once everything is there is no part of the start, and somebody may be voting.
    if (isLost || isWhole || isOld) return;
    isLost = true;
    var n = tries();
    if (n >= TRIES) {
      // Whoever can work with what is there is not disturbed; a screen that nobody looks after comes back by itself.
      isTold = true;
      if (!isAlive()) setTimeout(load, 30000);
      return;
    }
    // The spread keeps a whole chamber from asking in the same instant.
    setTimeout(load, 500 * Math.pow(2, n) + Math.random() * 500);
  }

  // Only when the server answers, for where it does not, a browser has nothing but its own words to show.
  function load() {
    if (tries() >= TRIES && isAlive()) return;
    window.fetch('/health/live', { cache: 'no-store' }).then(function (answer) {
      if (!answer.ok) throw new Error();
      count(tries() + 1);
      location.reload();
    })['catch'](function () {
      setTimeout(load, 700 + Math.random() * 600);
    });
  }

  window.addEventListener('error', function (e) {
    var name = e.target && e.target.nodeName;
    if (name === 'SCRIPT' || name === 'LINK' && e.target.rel === 'stylesheet') again();
  }, true);
  window.addEventListener('unhandledrejection', function () {
    if (!isAlive()) again();
  });

  function look() {
    var line = document.getElementById('trouble');
    var alive = !isOld && isAlive();
    if (line) {
      if (isOld || !alive && (isTold || new Date().getTime() - since > PATIENCE)) line.removeAttribute('hidden');
      if (alive) line.setAttribute('hidden', '');
    }
    isWhole = alive && document.readyState === 'complete' && !isLost;
    if (isWhole) count(0);
    else if (!isOld || !line) setTimeout(look, line ? 1000 : 50);
  }
  look();
}());
