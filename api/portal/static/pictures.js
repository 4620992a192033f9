// A picture that cannot be had is taken away, so that what stands behind it is seen.

export function pictures(page) {
  for (const image of page.querySelectorAll("img")) {
    if (image.complete && !image.naturalWidth && image.currentSrc) image.remove();
    else image.addEventListener("error", () => image.remove());
  }
}
