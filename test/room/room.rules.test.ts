import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { nextDeadline } from "../../durable-objects/room.ts";
import { makeTicket, OPENS } from "../support/room/builders.ts";
import { history, play } from "../support/room/histories.ts";
import { RULES } from "../support/room/rules.ts";
import type { Outcome } from "../support/room/sfu-model.ts";
import { World } from "../support/room/world.ts";

vi.setConfig({ testTimeout: 60_000 });
/** ROOM_RUNS=5000 for a long look. */
const RUNS = Number(globalThis.process?.env?.ROOM_RUNS ?? 300);

for (const [name, check] of Object.entries(RULES)) {
  test(name, () => {
    fc.assert(
      fc.property(history, (past) => {
        play(past, check);
      }),
      { numRuns: RUNS },
    );
  });
}

test("RM21 from wherever it is, a room that everyone has left comes to rest with its facts' version alone", () => {
  fc.assert(
    fc.property(history, fc.constantFrom<Outcome>("ok", "unsure", "not_now", "lost"), (past, outcome) => {
      const world = play(past, () => {});
      drain(world, outcome);
      const { place, ...rest } = world.state;
      expect(rest).toEqual({ tickets: {}, requests: [], closing: [] });
      expect(place.phase).toBe("resting");
      expect(nextDeadline(world.state)).toBeNull();
      if (outcome !== "ok") return;
      for (const [id, active] of world.sfu) {
        expect([...active].filter((mid) => !world.givenUp.has(`${id} ${mid}`))).toEqual([]);
      }
    }),
    { numRuns: RUNS },
  );
});

test("RM18 what happens at the SFU after it was searched in vain is found by the last, later search", () => {
  const world = new World(OPENS);
  world.send({ type: "join", sessionId: "s1", ticket: makeTicket("abell", OPENS) });
  const tracks = [{ kind: "audio" as const, mid: "0" }];
  world.send({ type: "request", sessionId: "s1", request: { type: "publish", id: 1, sdp: "v=0", tracks } });
  world.reply(0, "ok"); // opened
  world.wait(7_000); // the push counts as lost; the SFU session is searched
  world.reply(1, "ok");
  world.reply(0, "lost"); // and now the push happens after all
  expect([...world.sfu.values()].map(({ size }) => size)).toEqual([1]);
  drain(world, "ok");
  expect([...world.sfu.values()].map(({ size }) => size)).toEqual([0]);
});

/** Everyone falls silent and the SFU answers in its way, until nothing is due any more. */
function drain(world: World, outcome: Outcome): void {
  for (let rounds = 0; rounds < 200; rounds += 1) {
    while (world.calls.length > 0) world.reply(0, outcome);
    const at = nextDeadline(world.state);
    if (at === null) return;
    world.wait(Math.max(0, at - world.now));
  }
}
