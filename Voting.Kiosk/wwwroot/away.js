// Asks until the server answers, and then loads the page that was asked for.
const ask = async () => {
  try {
    if ((await fetch("/health/live", { cache: "no-store" })).ok) return location.reload();
  } catch {
    // Still away.
  }
  // The spread keeps a whole chamber from coming back in the same instant.
  setTimeout(ask, 700 + Math.random() * 600);
};
ask();
