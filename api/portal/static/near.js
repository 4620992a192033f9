// What is near: the place of who asks, to a hundredth of a degree, put into the address of the search.

export function nearby(page) {
  if (!navigator.geolocation) return;
  for (const button of page.querySelectorAll("button[data-near]")) {
    button.hidden = false;
    button.addEventListener("click", () => look(button));
  }
}

function look(button) {
  const told = button.parentElement.querySelector("[role=status]");
  told.textContent = button.dataset.waiting;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const there = new URL(button.dataset.near, location.href);
      there.searchParams.set("near", `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`);
      there.searchParams.set("sort", "distance");
      location.assign(there);
    },
    () => { told.textContent = button.dataset.failed; },
    { timeout: 10_000, maximumAge: 600_000 },
  );
}
