// Says that something is on its way, where the next page is not there at once.

const SLOW_MS = 400;

export function patience(page) {
  let timer = 0;
  const begin = () => {
    clearTimeout(timer);
    timer = setTimeout(() => page.documentElement.classList.add("waiting"), SLOW_MS);
  };
  page.addEventListener("submit", begin);
  page.addEventListener("click", event => {
    const link = event.target.closest?.("a[href]");
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (link && plain && !event.defaultPrevented && leaves(link)) begin();
  });
  window.addEventListener("pageshow", () => {
    clearTimeout(timer);
    page.documentElement.classList.remove("waiting");
  });
}

function leaves(link) {
  const there = new URL(link.href, location.href);
  const same = there.pathname === location.pathname && there.search === location.search;
  return there.origin === location.origin && !link.target && !link.hasAttribute("download") && !(same && there.hash);
}
