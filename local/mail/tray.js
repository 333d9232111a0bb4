// Gives each frame the height of its message. Without this script a frame scrolls.
const frames = [...document.querySelectorAll(".tray-frame")];

function fitFrame(frame) {
  const page = frame.contentDocument?.documentElement;
  if (page && frame.contentDocument.URL !== "about:blank") frame.height = page.scrollHeight;
  frame.classList.toggle("is-fitted", Boolean(page));
}

for (const frame of frames) {
  frame.addEventListener("load", () => fitFrame(frame));
  fitFrame(frame);
}
addEventListener("resize", () => frames.forEach(fitFrame));
