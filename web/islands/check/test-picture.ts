export type TestPicture = { track: MediaStreamTrack; stop(): void };

const WIDTH = 640;
const HEIGHT = 360;
const DOTS = 400;

/** A picture of the call's size that is as hard to send as a moving face: dots that jump. Undefined where a browser cannot make one. */
export function testPicture(): TestPicture | undefined {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const painter = canvas.getContext("2d");
  const [track] = painter && canvas.captureStream ? canvas.captureStream(24).getVideoTracks() : [];
  if (!painter || !track) return undefined;
  const timer = setInterval(() => paint(painter), 1000 / 24);
  paint(painter);
  return {
    track,
    stop() {
      clearInterval(timer);
      track.stop();
    },
  };
}

function paint(painter: CanvasRenderingContext2D): void {
  for (let dot = 0; dot < DOTS; dot += 1) {
    painter.fillStyle = `hsl(${Math.random() * 360} 60% 50%)`;
    painter.fillRect(Math.random() * WIDTH, Math.random() * HEIGHT, 12, 12);
  }
}
