import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import type { Facts } from "../../durable-objects/protocol.ts";
import { sealTicket } from "../../durable-objects/ticket.ts";
import { ROOT } from "../../local/settings.ts";
import { childOf } from "../support/processes.ts";
import { cpuMsOf } from "./cpu.ts";

const SECRET = "bench-only-secret-of-32-characters";
const SIGNING_KEYS = JSON.stringify({ current: "k", keys: { k: SECRET } });
const WARM_UP = 150;
const PER_BATCH = 250;
const BATCHES = 6;
const AT_ONCE = 8;
const AIM = 1.5;

/** `told`: the same room, which tells the evening's board of who came and went. */
type Kind = "bare" | "rooms" | "told";

/**
 * What a join costs (upgrade, ticket, admission, announcement, leave) against an object that upgrades, writes one
 * row, echoes and closes. CPU time of workerd per join, both in one run and in turns, so that a busy machine disturbs both.
 */
export async function benchRoom(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "parlour-bench-"));
  const miniflare = await startRooms(folder);
  try {
    const { host } = await miniflare.ready;
    const pid = childOf(process.pid, "workerd");
    for (const rooms of [1, 64]) report(rooms, await compare(host, pid, rooms));
  } finally {
    await miniflare.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

async function startRooms(folder: string): Promise<Miniflare> {
  const path = join(folder, "rooms.mjs");
  const bundle = await build({
    ...{ entryPoints: ["test/load/rooms-worker.ts"], absWorkingDir: ROOT, bundle: true, write: false },
    ...{ format: "esm", target: "es2024", external: ["cloudflare:*"] },
  });
  await writeFile(path, bundle.outputFiles[0]?.text ?? "");
  const objects = { useSQLite: true } as const;
  return new Miniflare(
    convertV4MiniflareOptions({
      ...{ host: "127.0.0.1", cf: false, telemetry: { enabled: false }, log: new Log(LogLevel.ERROR) },
      resourcePersistencePath: join(folder, "state"),
      workers: [
        {
          ...{ name: "bench", compatibilityDate: "2026-08-01" },
          ...{ modulesRoot: folder, modules: [{ type: "ESModule", path }] },
          bindings: { SIGNING_KEYS },
          durableObjects: {
            ROOMS: { className: "AppointmentRoom", ...objects },
            BOARDS: { className: "EveningBoard", ...objects },
            BARE: { className: "BareRoom", ...objects },
          },
        },
      ],
    }),
  );
}

type Figures = Record<Kind, { cpuMs: number; joins: number; wallMs: number }>;

async function compare(host: string, pid: number, rooms: number): Promise<Figures> {
  const kinds: Kind[] = ["bare", "rooms", "told"];
  const figures: Figures = { bare: nothing(), rooms: nothing(), told: nothing() };
  for (const kind of kinds) await visits(host, kind, rooms, WARM_UP);
  for (let batch = 0; batch < BATCHES; batch += 1) {
    for (const kind of batch % 2 ? kinds.toReversed() : kinds) {
      const [cpu, wall] = [cpuMsOf(pid), performance.now()];
      await visits(host, kind, rooms, PER_BATCH);
      figures[kind].cpuMs += cpuMsOf(pid) - cpu;
      figures[kind].wallMs += performance.now() - wall;
      figures[kind].joins += PER_BATCH;
    }
  }
  return figures;
}

function nothing() {
  return { cpuMs: 0, joins: 0, wallMs: 0 };
}

/** One room is visited by one person after the other, 64 by a few at once. */
async function visits(host: string, kind: Kind, rooms: number, count: number): Promise<void> {
  let next = 0;
  const visitor = async () => {
    while (next < count) {
      const at = next;
      next += 1;
      await visit(host, kind, `${kind}-${rooms}-${at % rooms}`);
    }
  };
  await Promise.all(Array.from({ length: rooms === 1 ? 1 : AT_ONCE }, visitor));
}

/** Resolves when the socket has closed. */
async function visit(host: string, kind: Kind, name: string): Promise<void> {
  // Both send a ticket, so that both handshakes are of one length; the bare object does not look at it.
  const socket = new WebSocket(`ws://${host}/${kind}/${name}`, [
    "parlour",
    await ticketFor(name, name.endsWith("-1-0") ? 500 : 10_000, kind === "told" ? "evening" : ""),
  ]);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let heard = "";
  socket.onopen = () => kind === "bare" && socket.send("hello");
  socket.onmessage = ({ data }) => {
    heard = String(data);
    if (kind !== "bare" && heard.includes('"admitted"')) socket.send('{"type":"leave"}');
  };
  socket.onclose = ({ code, reason }) =>
    heard && code === 1000 ? resolve() : reject(new Error(`${name}: ${code} ${reason}`));
  return promise;
}

/** A room tells no board of an evening without a name. */
function ticketFor(roomId: string, lifeMs: number, eveningId: string): Promise<string> {
  const now = Date.now();
  const facts: Facts = {
    ...{
      version: 1,
      eveningId,
      state: "booked",
      opensAt: now - 60_000,
      closesAt: now + 600_000,
      overrunUntil: now + 600_000,
    },
    people: ["Mrs Abell", "Rachael Abbot", "Jane Aaron"].map((name, at) => {
      return { participantId: `person-${at}`, role: at === 0 ? "teacher" : "guardian", name };
    }),
  };
  const person = { participantId: "person-0", role: "teacher", name: "Mrs Abell" } as const;
  // A room of the real world sees a few tickets in half a minute, not hundreds: these may be forgotten sooner.
  const ticket = {
    ticketId: crypto.randomUUID(),
    roomId,
    ...person,
    epoch: now * 1000,
    facts,
    expiresAt: now + lifeMs,
  };
  return sealTicket(ticket, SECRET);
}

function report(rooms: number, { bare, rooms: real, told }: Figures): void {
  const per = ({ cpuMs, joins }: Figures[Kind]) => cpuMs / joins;
  const ratio = (figure: Figures[Kind]) => (per(figure) / per(bare)).toFixed(2);
  const words = (kind: string, figure: Figures[Kind]) =>
    `${kind} ${per(figure).toFixed(2)} ms of CPU, ${(figure.wallMs / figure.joins).toFixed(1)} ms by the clock`;
  console.log(`${rooms === 1 ? "1 room" : `${rooms} rooms`}, ${real.joins} joins each:`);
  console.log(`  ${words("a join", real)}`);
  console.log(`  ${words("the bare object", bare)}`);
  console.log(`  ratio ${ratio(real)} (aim: at most ${AIM})`);
  console.log(`  ${words("with the board told of coming and going, its own work included,", told)}`);
  console.log(`  ratio ${ratio(told)}`);
}
