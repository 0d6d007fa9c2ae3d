// Has this lesson kept on this device, so that it opens without a connection. The worker does it (lessons-offline.js).
{
  const lesson = document.querySelector("[data-offline]");

  // One worker for the lessons in this language, and two for the short links that lead to them.
  const register = async () => {
    const { offline, lesson: path, version, words } = lesson.dataset;
    const registered = await navigator.serviceWorker.register(offline, { scope: path.replace(/[^/]+\/$/, "") });
    for (const scope of ["/e/", `${path.slice(0, 3)}/e/`]) navigator.serviceWorker.register(offline, { scope });
    const told = new MessageChannel();
    told.port1.onmessage = () => { lesson.textContent = words; };
    const worker = registered.active || registered.waiting || registered.installing;
    worker.postMessage({ path, version, sparing: Boolean(navigator.connection?.saveData) }, [told.port2]);
  };

  // A page that was itself kept (it says so in a bar) has nothing newer to give.
  if (lesson && "serviceWorker" in navigator && !document.querySelector("[data-kept]")) {
    window.addEventListener("load", () => { register().catch(() => {}); });
  }
}
