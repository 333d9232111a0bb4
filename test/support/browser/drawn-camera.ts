import { readFile, writeFile } from "node:fs/promises";
import type { Browser } from "playwright-core";

const WIDTH = 640;
const HEIGHT = 480;
/** A still camera: enough frames that Chromium's fake device has something to loop, and few a second, so that five people fit on a small machine. */
const FRAMES = 4;
const FRAMES_A_SECOND = 4;

/** Turns a drawing into the YUV4MPEG2 file that Chromium's `--use-file-for-fake-video-capture` plays. */
export async function drawnCamera(browser: Browser, svg: URL, to: string): Promise<void> {
  const page = await browser.newPage();
  const rgba = await page.evaluate(paint, { svg: await readFile(svg, "utf8"), width: WIDTH, height: HEIGHT });
  await page.close();
  const frame = Buffer.concat([Buffer.from("FRAME\n"), toI420(Buffer.from(rgba, "base64"))]);
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F${FRAMES_A_SECOND}:1 Ip A1:1 C420jpeg\n`);
  await writeFile(to, Buffer.concat([head, ...Array.from({ length: FRAMES }, () => frame)]));
}

async function paint(drawing: { svg: string; width: number; height: number }): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(drawing.svg)}`;
  await image.decode();
  const canvas = new OffscreenCanvas(drawing.width, drawing.height);
  const pencil = canvas.getContext("2d");
  pencil?.drawImage(image, 0, 0, drawing.width, drawing.height);
  const pixels = pencil?.getImageData(0, 0, drawing.width, drawing.height).data ?? [];
  let text = "";
  for (const byte of pixels) text += String.fromCharCode(byte);
  return btoa(text);
}

/** BT.601, the range that "jpeg" chroma siting in the header stands for. */
function toI420(rgba: Buffer): Buffer {
  const luma = Buffer.alloc(WIDTH * HEIGHT);
  const blue = Buffer.alloc((WIDTH * HEIGHT) / 4);
  const red = Buffer.alloc((WIDTH * HEIGHT) / 4);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const at = (y * WIDTH + x) * 4;
      const [r = 0, g = 0, b = 0] = [rgba[at], rgba[at + 1], rgba[at + 2]];
      luma[y * WIDTH + x] = 16 + 0.257 * r + 0.504 * g + 0.098 * b;
      if (y % 2 || x % 2) continue;
      const half = (y / 2) * (WIDTH / 2) + x / 2;
      blue[half] = 128 - 0.148 * r - 0.291 * g + 0.439 * b;
      red[half] = 128 + 0.439 * r - 0.368 * g - 0.071 * b;
    }
  }
  return Buffer.concat([luma, blue, red]);
}
