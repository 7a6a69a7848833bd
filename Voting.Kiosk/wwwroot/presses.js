// Presses of this tablet, kept until the next round: see KeptPress. Opened while the program is still loading.
(() => {
  const opened = new Promise((resolve, reject) => {
    const request = indexedDB.open("voting-presses", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("presses");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  opened.catch(() => { });

  // Answers when the disk has it, and not before.
  const within = async (mode, work) => {
    const database = await opened;
    return new Promise((resolve, reject) => {
      const transaction = database.transaction("presses", mode, { durability: "strict" });
      const request = work(transaction.objectStore("presses"));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  };

  globalThis.presses = {
    all: () => within("readonly", presses => presses.getAll()),
    keep: (castId, press) => within("readwrite", presses => { presses.put(press, castId); }),
    remove: castIds => within("readwrite", presses => castIds.forEach(castId => presses.delete(castId))),
  };
})();
