// Updates on this device: <form data-push data-worker data-key data-cannot data-refused> with a hidden button, a field
// for the subscription and a paragraph of words. The form then goes the way of every form.
const form = document.querySelector("[data-push]");

const say = (words) => {
  const paragraph = form.querySelector("[data-push-words]");
  paragraph.textContent = words;
  paragraph.hidden = !words;
};

const bytes = (key) => {
  const text = atob(key.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
};

// A subscription made with another key of this host no longer works: it is made anew.
async function subscription(worker, key) {
  const before = await worker.pushManager.getSubscription();
  const used = before?.options?.applicationServerKey;
  if (before && used && String(new Uint8Array(used)) === String(key)) return before;
  await before?.unsubscribe();
  return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

async function ask() {
  if ((await Notification.requestPermission()) !== "granted") {
    say(form.dataset.refused);
    return;
  }
  try {
    await navigator.serviceWorker.register(form.dataset.worker);
    const worker = await navigator.serviceWorker.ready;
    const found = await subscription(worker, bytes(form.dataset.key));
    form.querySelector("[name$=subscription]").value = JSON.stringify(found.toJSON());
    form.submit();
  } catch {
    say(form.dataset.cannot);
  }
}

if (form) {
  const can = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  say(can ? "" : form.dataset.cannot);
  const button = form.querySelector("button");
  button.hidden = !can;
  button.addEventListener("click", ask);
}
