// Plain and old on purpose: whoever comes here may have a browser that runs nothing newer. It decides; the words are in the page.
(function () {
  'use strict';
  var PATIENCE = 10000;
  var CLOCK_MAY_DIFFER = 5 * 60000;
  var root = document.documentElement;
  var states = { server: 'wait', clock: 'wait', certificate: 'wait', browser: 'wait' };
  var language = /(^|; )language=en(;|$)/.test(document.cookie) ? 'en' : 'zh';
  var platform = findPlatform();

  function byId(id) { return document.getElementById(id); }

  function fill(name, text) {
    var places = document.querySelectorAll('.' + name);
    for (var i = 0; i < places.length; i++) places[i].textContent = text;
  }

  function findPlatform() {
    var agent = navigator.userAgent;
    if (/HarmonyOS|ArkWeb/i.test(agent)) return 'harmony';
    if (/Android/i.test(agent)) return 'android';
    if (/iPad|iPhone/.test(agent) || /Macintosh/.test(agent) && navigator.maxTouchPoints > 1) return 'ipados';
    if (/Windows/.test(agent)) return 'windows';
    return '';
  }

  function show() {
    var wait = 0, bad = 0;
    for (var id in states) {
      byId(id).className = 'check ' + states[id];
      if (states[id] === 'wait') wait++;
      if (states[id].indexOf('bad') === 0) bad++;
    }

    var whole = wait ? 'wait' : bad ? 'bad' : 'ok';
    byId('sum').className = 'sum scripted ' + whole;
    root.lang = language === 'en' ? 'en' : 'zh-CN';
    root.className = root.className.replace(/ .*/, '') + ' scripted-page ' + language + ' ' + { wait: 'waiting', bad: 'not-ready', ok: 'ready' }[whole] + (platform ? ' on-' + platform : '');
    if (whole === 'bad') putBadFirst();
    // A tablet that came from the plain page and is well goes on by itself.
    if (whole === 'ok' && location.hash === '#go' && !elsewhere) location.replace('/');
  }

  function putBadFirst() {
    var list = byId('checks'), ids = ['browser', 'certificate', 'clock', 'server'];
    for (var i = 0; i < ids.length; i++) if (states[ids[i]].indexOf('bad') === 0) list.insertBefore(byId(ids[i]), list.firstChild);
  }

  function is(id, state) {
    if (states[id] !== 'wait') return;
    states[id] = state;
    show();
  }

  function checkServerAndClock(then) {
    var asked = Date.now();
    var request = new XMLHttpRequest();
    function failed() {
      is('server', 'bad');
      is('clock', 'bad unknown');
      then(false);
    }
    request.open('GET', '/time');
    request.timeout = PATIENCE;
    request.onerror = request.ontimeout = failed;
    request.onload = function () {
      var answered = Date.now();
      var server = Number(request.responseText);
      if (request.status !== 200 || !(server > 0)) return failed();
      is('server', 'ok');
      then(compare((asked + answered) / 2, server));
    };
    request.send();
  }

  function compare(here, server) {
    var off = Math.abs(here - server);
    if (off <= CLOCK_MAY_DIFFER) {
      is('clock', 'ok');
      return true;
    }

    var minutes = Math.round(off / 60000);
    var unit = minutes < 90 ? 'minutes' : minutes < 48 * 60 ? 'hours' : 'days';
    fill('amount', unit === 'minutes' ? minutes : unit === 'hours' ? Math.round(minutes / 60) : Math.round(minutes / 1440));
    fill('shown', written(here));
    fill('now', written(server));
    is('clock', here > server ? 'bad fast is-fast in-' + unit : 'bad slow is-slow in-' + unit);
    return false;
  }

  function written(time) {
    var date = new Date(time);
    function two(n) { return (n < 10 ? '0' : '') + n; }
    return date.getFullYear() + '-' + two(date.getMonth() + 1) + '-' + two(date.getDate()) + ' ' + two(date.getHours()) + ':' + two(date.getMinutes());
  }

  // The page is told nothing of why another origin's image did not come, only that it did not: a clock that is wrong explains it first.
  function checkCertificate(clockIsRight) {
    if (!elsewhere) {
      if (location.protocol === 'https:') is('certificate', 'ok secure');
      else is('certificate', /^(localhost|127\.[\d.]+|\[::1\])$/.test(location.hostname) ? 'ok same' : 'bad plain');
      return;
    }

    var image = new Image();
    image.onload = function () { is('certificate', 'ok secure'); };
    image.onerror = function () { is('certificate', clockIsRight ? 'bad untrusted' : 'bad clock'); };
    setTimeout(function () { is('certificate', 'bad silent'); }, PATIENCE);
    image.src = elsewhere + '?' + Math.random();
  }

  function checkBrowser() {
    if (!('WebSocket' in window) || !('noModule' in document.createElement('script')) || !canRunTheProgram()) return is('browser', 'bad old');
    if (!navigator.cookieEnabled) return is('browser', 'bad cookies');
    var request;
    try {
      request = indexedDB.open('voting-check');
    } catch (e) {
      return is('browser', 'bad storage');
    }

    setTimeout(function () { is('browser', 'bad storage'); }, PATIENCE);
    request.onerror = function () { is('browser', 'bad storage'); };
    request.onsuccess = function () {
      request.result.close();
      indexedDB.deleteDatabase('voting-check');
      is('browser', 'ok');
    };
  }

  // Two smallest programs, one with vectors, one with exceptions: the tablet's program is compiled with both.
  function canRunTheProgram() {
    try {
      return WebAssembly.validate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11]))
        && WebAssembly.validate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 8, 1, 6, 0, 6, 64, 25, 11, 11]));
    } catch (e) {
      return false;
    }
  }

  var elsewhere = document.body.getAttribute('data-seen');
  fill('address', elsewhere.split('/')[2] || '');
  byId('again').onclick = function () { location.reload(); };
  byId('language').onclick = function () {
    language = language === 'en' ? 'zh' : 'en';
    show();
  };
  show();
  checkBrowser();
  checkServerAndClock(checkCertificate);
}());
