// For the service worker: a push shows the same words whatever it is about, and a tap opens its page.
// The payload is {"u": token}; anything else opens the first page. One tag, so that nobody sees how many there are.
const PUSH_WORDS = { en: ["Notes", "You have an update"], es: ["Notas", "Tienes una novedad"] };

function pushPage(data) {
  try {
    const { u } = data.json();
    return /^[\w-]{32}$/.test(u) ? `/u/${u}/` : "/";
  } catch {
    return "/";
  }
}

self.addEventListener("push", (event) => {
  const [title, body] = PUSH_WORDS[(self.navigator.language || "en").slice(0, 2)] || PUSH_WORDS.en;
  const shown = { body, tag: "update", renotify: true, data: { page: pushPage(event.data) } };
  event.waitUntil(self.registration.showNotification(title, shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data.page));
});
