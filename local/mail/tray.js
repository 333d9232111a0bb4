// Gives the frame the height of its message. Without this script the frame scrolls.
const frame = document.querySelector(".tray-frame");

function fitFrame() {
  const page = frame?.contentDocument?.documentElement;
  if (page && frame.contentDocument.URL !== "about:blank") frame.height = page.scrollHeight;
  frame?.classList.toggle("is-fitted", Boolean(page));
}

if (frame) {
  frame.addEventListener("load", fitFrame);
  addEventListener("resize", fitFrame);
  fitFrame();
}
