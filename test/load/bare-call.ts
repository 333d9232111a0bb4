import type { Browser } from "playwright-core";
import { LOCAL } from "../../local/settings.ts";

export type BareFirstFrames = {
  /** A new session and its connection, one video pulled. Milliseconds. */
  connecting: number[];
  /** One more video pulled over a connection that there is. */
  connected: number[];
};

/** The least that a browser can do to see somebody through the SFU: no product, no room, no rules, straight from a page to the Calls API. */
export async function bareFirstFrames(browser: Browser, sfu: string, count: number): Promise<BareFirstFrames> {
  const context = await browser.newContext({ permissions: ["camera", "microphone"] });
  const page = await context.newPage();
  // A page of the SFU's own address may call it; what it answers there does not matter.
  await page.goto(`${sfu}/debug/sessions`);
  const { SFU_APP_ID: appId, SFU_APP_SECRET: secret } = LOCAL;
  const frames = await page.evaluate(measure, { appId, secret, count });
  await context.close();
  return frames;
}

/** Runs in the page. */
async function measure({ appId, secret, count }: { appId: string; secret: string; count: number }) {
  type Answer = { sessionId: string; sessionDescription: RTCSessionDescriptionInit; tracks: { mid: string }[] };
  const call = async (method: string, path: string, body: unknown = {}): Promise<Answer> => {
    const headers = { authorization: `Bearer ${secret}`, "content-type": "application/json" };
    const response = await fetch(`/v1/apps/${appId}${path}`, { method, headers, body: JSON.stringify(body) });
    return response.json();
  };
  const open = async () => {
    const pc = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    return { pc, session: `/sessions/${(await call("POST", "/sessions/new")).sessionId}` };
  };
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 360, frameRate: 24 } });
  const publish = async () => {
    const { pc, session } = await open();
    const transceiver = pc.addTransceiver(stream.getVideoTracks()[0] ?? "video", { direction: "sendonly" });
    await pc.setLocalDescription();
    const tracks = [{ location: "local", mid: transceiver.mid, trackName: "camera" }];
    const { sessionDescription } = await call("POST", `${session}/tracks/new`, {
      sessionDescription: pc.localDescription,
      tracks,
    });
    await pc.setRemoteDescription(sessionDescription);
    return session.split("/").at(-1) ?? "";
  };
  const publisher = await publish();
  const pull = async ({ pc, session }: Awaited<ReturnType<typeof open>>) => {
    const tracks = [{ location: "remote", sessionId: publisher, trackName: "camera" }];
    const reply = await call("POST", `${session}/tracks/new`, { tracks });
    await pc.setRemoteDescription(reply.sessionDescription);
    await pc.setLocalDescription();
    const video = document.createElement("video");
    const { receiver } = pc.getTransceivers().find(({ mid }) => mid === reply.tracks[0]?.mid) ?? {};
    video.srcObject = new MediaStream(receiver ? [receiver.track] : []);
    video.muted = true;
    document.body.append(video);
    const shown = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
    void video.play();
    void call("PUT", `${session}/renegotiate`, { sessionDescription: pc.localDescription });
    await shown;
    return video;
  };
  const timed = async (work: () => Promise<HTMLVideoElement>) => {
    const began = performance.now();
    const video = await work();
    const took = performance.now() - began;
    video.remove();
    return took;
  };
  // libwebrtc answers no second request for a key frame within 300 ms, and the SFU asks again up to 2.5 s after each pull.
  const rest = () => new Promise((resolve) => setTimeout(resolve, 2900));
  const connecting: number[] = [];
  const connected: number[] = [];
  for (let at = 0; at < count; at += 1) {
    await rest();
    const began = performance.now();
    const mine = await open();
    const opened = performance.now() - began;
    connecting.push(opened + (await timed(() => pull(mine))));
    await rest();
    connected.push(await timed(() => pull(mine)));
    mine.pc.close();
  }
  return { connecting, connected };
}
