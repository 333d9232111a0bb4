/**
 * A tiny dark picture once a second. With the camera off its track is stopped, so that the light goes out, and this is sent instead:
 * the SFU drops a track that sends nothing for 30 s, and turning the camera on again must not take a negotiation.
 */
export function blankVideo(): MediaStreamTrack | undefined {
  const canvas = document.createElement("canvas");
  canvas.width = 32;
  canvas.height = 18;
  const painter = canvas.getContext("2d");
  if (!painter || !canvas.captureStream) return undefined;
  const [track] = canvas.captureStream(2).getVideoTracks();
  const paint = () => {
    if (track?.readyState === "ended") clearInterval(timer);
    painter.fillRect(0, 0, 32, 18);
  };
  const timer = setInterval(paint, 1000);
  paint();
  return track;
}
