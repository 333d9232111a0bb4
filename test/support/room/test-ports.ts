import type { LogLine } from "../../../durable-objects/log.ts";
import type { Ports } from "../../../durable-objects/ports.ts";
import { FakeSfu } from "./fake-sfu.ts";

/**
 * The ports of one room, held by its test: a clock that stands until it is moved, an alarm that fires when the clock is moved past it, the
 * lines that were logged, and an SFU. They outlive the object's memory, as the platform's do.
 */
export class TestPorts {
  now: number;
  alarmAt: number | null = null;
  /** When each session pinged last. */
  readonly pings = new Map<string, number>();
  readonly lines: LogLine[] = [];
  readonly sfu: FakeSfu;

  constructor(now: number, sfu = new FakeSfu()) {
    this.now = now;
    this.sfu = sfu;
  }

  /** Handed to the object. */
  for(ctx: DurableObjectState): Ports {
    return {
      clock: {
        now: () => this.now,
        setAlarm: async (at) => {
          this.alarmAt = at;
        },
        deleteAlarm: async () => {
          this.alarmAt = null;
        },
        lastPing: (socket) => this.pings.get(ctx.getTags(socket)[0] ?? "") ?? null,
      },
      fetch: (url, init) => this.sfu.fetch(url, init),
      log: (line) => this.lines.push(line),
    };
  }

  /** The lines of one kind of event. */
  logged(event: string): LogLine[] {
    return this.lines.filter((line) => line.event === event);
  }
}

/** By the object's name. Objects that no test has given ports have the platform's. */
const given = new Map<string, TestPorts>();

export function givePorts(name: string, ports: TestPorts): void {
  given.set(name, ports);
}

export function portsGiven(ctx: DurableObjectState): Ports | undefined {
  return given.get(ctx.id.name ?? "")?.for(ctx);
}
