import { expect, test } from "vitest";
import { OLDEST_PAGE_VERSION, offerOf, PAGE_VERSION } from "../../durable-objects/protocol.ts";
import { readOffer } from "../../durable-objects/subprotocol.ts";

/** As a ticket looks: base64url, a dot, base64url. */
const TICKET = "parlourish.v2signature";

test("RM32 the page's own offer is answered with its own version", () => {
  expect(readOffer(offerOf(TICKET))).toEqual({ isSpoken: true, answer: `parlour.v${PAGE_VERSION}`, sealed: TICKET });
});

test("RM32 a page of 494889b, which offers no version, is served, and a room of 494889b reads what pages offer now", () => {
  expect(readOffer(["parlour", TICKET])).toEqual({ isSpoken: true, answer: "parlour", sealed: TICKET });
  expect(offerOf(TICKET).slice(0, 2)).toEqual(["parlour", TICKET]);
});

test("RM32 the newest version that both speak is spoken", () => {
  const offered = ["parlour", TICKET, "parlour.v2", "parlour.v3"];
  expect(readOffer(offered, 1, 2).answer).toBe("parlour.v2");
  expect(readOffer(offered, 2, 9).answer).toBe("parlour.v3");
  expect(readOffer(offered, 3, 3)).toEqual({ isSpoken: true, answer: "parlour.v3", sealed: TICKET });
});

test("RM32 where no version is spoken by both, the page is answered with one of its own, so that it hears why", () => {
  expect(readOffer(["parlour", TICKET, "parlour.v2"], 3, 4)).toMatchObject({ isSpoken: false, answer: "parlour" });
  expect(readOffer(["parlour.v99", TICKET])).toMatchObject({ isSpoken: false, answer: "parlour.v99" });
});

test("RM32 what offers no version at all is no page of ours", () => {
  for (const offered of [[], [TICKET], ["chat", "parlour.vx"]])
    expect(readOffer(offered)).toMatchObject({ isSpoken: false, answer: undefined });
  expect(OLDEST_PAGE_VERSION).toBeLessThanOrEqual(PAGE_VERSION);
});
