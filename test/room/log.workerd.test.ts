import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import type { EveningBoard } from "../../durable-objects/evening-board.ts";
import { eventually } from "../support/eventually.ts";
import { join, MINUTE, makeRoom, offer, open, pass, seal } from "../support/room/pages.ts";

test("RM31 refusals are logged with their reason, those of tickets that cannot be read too", async () => {
  const room = makeRoom({ people: [] });
  await (await join(room, "rachael")).ends();
  await (await open(room, "nonsense")).ends();
  await (await offer(room, ["parlour.v99", await seal(room, "rachael")], "parlour.v99")).ends();
  const { name: roomId } = room;
  const line = { level: "warn", event: "ticket_refused", sessionId: expect.any(String), roomId };
  expect(room.ports.lines).toEqual([
    { ...line, participantId: "rachael", reason: "removed" },
    { ...line, reason: "bad_ticket" },
    { ...line, reason: "page_outdated" },
  ]);
});

test("RM31 media that the SFU closes in no try is logged when it is given up", async () => {
  const room = makeRoom();
  const page = await join(room, "abell");
  page.say({ type: "publish", id: 1, sdp: "v=0\r\n", tracks: [{ kind: "audio", mid: "0" }] });
  await page.hears("published");
  room.sfu.interfere = ({ path }) => (path.endsWith("/tracks/close") ? new Response("{}", { status: 500 }) : undefined);
  page.say({ type: "leave" });
  await eventually(() => expect(room.sfu.calls("PUT", "/tracks/close")).toHaveLength(2));
  await pass(room, 5_000);
  const [sfuSessionId] = [...room.sfu.active.keys()];
  await eventually(() =>
    expect(room.ports.logged("closing_abandoned")).toEqual([
      { level: "error", event: "closing_abandoned", sfuSessionId, mids: 1, roomId: room.name },
    ]),
  );
  expect(room.ports.logged("sfu_call_failed")).toHaveLength(3);
});

test("RM31 the end of a room is logged with its reason", async () => {
  const [byClock, byTeacher] = [makeRoom(), makeRoom()];
  await (await join(byClock, "abell")).hears("admitted");
  await pass(byClock, 4 * MINUTE);
  (await join(byTeacher, "abell")).say({ type: "end" });
  await eventually(() => expect(byTeacher.ports.logged("room_ended")).toMatchObject([{ reason: "ended_by_teacher" }]));
  expect(byClock.ports.logged("room_ended")).toMatchObject([{ level: "info", reason: "room_closed" }]);
});

test("RM31 RM30 a report that the board does not take is logged", async () => {
  const lost = await runInDurableObject(env.BOARDS.getByName("evening"), (instance: EveningBoard) =>
    // Calls of other objects find what the class has, not the instance.
    vi.spyOn(Object.getPrototypeOf(instance) as EveningBoard, "report").mockRejectedValue(new Error("Mrs Abell")),
  );
  const room = makeRoom();
  await (await join(room, "abell")).hears("admitted");
  await eventually(() => expect(room.ports.logged("board_report_lost")).toHaveLength(1));
  lost.mockRestore();
  expect(room.ports.logged("board_report_lost")).toEqual([
    { level: "warn", event: "board_report_lost", eveningId: "evening", error: "Error", ms: 0, roomId: room.name },
  ]);
});
