// The keys that an officer's device signs the record with: made here, kept here, their private halves out of reach of any script.
(() => {
  const opened = () => new Promise((resolve, reject) => {
    const request = indexedDB.open("voting-signing", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("keys");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  const within = async (mode, work) => {
    const database = await opened();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction("keys", mode, { durability: "strict" });
        const request = work(transaction.objectStore("keys"));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onerror = transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      database.close();
    }
  };

  const pairOf = async holder => {
    const known = await within("readonly", keys => keys.get(holder));
    if (known) return known;
    const made = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
    // Another window may have been quicker: the first that is kept stays.
    return await within("readwrite", keys => {
      const request = keys.get(holder);
      request.onsuccess = () => { if (!request.result) keys.add(made, holder); };
      return request;
    }) ?? made;
  };

  globalThis.signing = {
    // No key without a secure context.
    publicKey: async holder => globalThis.crypto?.subtle ? new Uint8Array(await crypto.subtle.exportKey("spki", (await pairOf(holder)).publicKey)) : null,
    sign: async (holder, text) => new Uint8Array(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, (await pairOf(holder)).privateKey, text)),
    record: async () => {
      const response = await fetch("record/to-sign", { cache: "no-store" });
      return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
    },
  };
})();
