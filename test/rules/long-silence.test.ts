import { expect, test } from "vitest";
import { LongSilence } from "../../web/islands/call/long-silence.ts";

test("what was silent for longer than the SFU keeps a track is noticed when it is sent again, and nothing else is", () => {
  const silence = new LongSilence();
  const looks = (packets: (at: number) => number, from: number, until: number) => {
    const noticed: number[] = [];
    for (let at = from; at < until; at += 1000)
      if (silence.look([{ type: "outbound-rtp", id: "mic", packetsSent: packets(at) }], at)) noticed.push(at);
    return noticed;
  };
  expect(looks((at) => at, 0, 60_000)).toEqual([]);
  expect(looks(() => 60_000, 60_000, 80_000)).toEqual([]);
  expect(looks((at) => at, 80_000, 90_000)).toEqual([]);
  expect(looks(() => 90_000, 90_000, 130_000)).toEqual([]);
  expect(looks((at) => at, 130_000, 140_000)).toEqual([130_000]);
  // A page that slept: what was sent meanwhile is not known.
  expect(looks((at) => at, 200_000, 210_000)).toEqual([]);
});
