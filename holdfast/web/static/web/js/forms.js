// Small comforts for forms; every form works without them.
for (const errors of document.querySelectorAll("[data-focus]")) errors.focus();

// <button data-copy="id-of-text">: copy, and say so.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText);
  button.textContent = button.dataset.copied;
});

// <form data-once>: a second press does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  if (form.hasAttribute("data-once")) form.dataset.sent = "yes";
});

// <input data-print>: shown only with scripts.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// <select data-time-zone>: preset to the device's own zone.
for (const select of document.querySelectorAll("select[data-time-zone]")) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ([...select.options].some((option) => option.value === zone)) select.value = zone;
}
