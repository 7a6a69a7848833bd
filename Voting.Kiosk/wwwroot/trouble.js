// Where the program cannot start, or has not after a minute, a line says so and leads to the help page. For browsers of any age.
(function () {
  'use strict';
  var PATIENCE = 60000;
  var line = document.getElementById('trouble');
  var since = new Date().getTime();
  function look() {
    var isOld = !('WebAssembly' in window) || !('noModule' in document.createElement('script'));
    // The loader is there at once with an empty runtime; this one has members only when it runs.
    var isAlive = !isOld && window.Blazor && window.Blazor.runtime && window.Blazor.runtime.getConfig;
    if (isOld || !isAlive && new Date().getTime() - since > PATIENCE) line.removeAttribute('hidden');
    if (isOld) return;
    if (isAlive) line.setAttribute('hidden', '');
    else setTimeout(look, 1000);
  }
  look();
}());
