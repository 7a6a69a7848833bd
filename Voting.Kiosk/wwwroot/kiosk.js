// A picture that a tablet scans leads here with a one-time code behind the #, which no browser sends to a server. It leaves the
// address at once, before the program has loaded, and is handed over once.
let code = new URLSearchParams(location.hash.slice(1)).get("code");
if (code !== null) history.replaceState(null, "", location.pathname + location.search);

globalThis.kiosk = {
  takeCode: () => {
    const taken = code;
    code = null;
    return taken;
  },
};
