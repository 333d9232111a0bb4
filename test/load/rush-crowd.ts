import { Agent, type IncomingMessage, request } from "node:http";

export type Wish = { studentId: string; classId: string; teacherIds: string[] };
export type Family = { guardianId: string; cookie: string; live: string; wishes: Wish[] };
export type Prepared = {
  eveningId: string;
  /** Epoch milliseconds. */
  startsAt: number;
  slotMs: number;
  slots: number;
  host: string;
  families: Family[];
};
export type Reason = "taken" | "clash" | "already" | "other";
export type Press = Wish & { id: string; guardianId: string; startsAt: number };
export type Pressed = Press & ({ kind: "accepted"; at: number } | { kind: "refused"; reason: Reason });

/** As the booking page asks: see web/islands. */
const ASK_EVERY_MS = 1200;
const MOST_SOCKETS = 200;
const MOST_TRIES = 4;
const TITLES: readonly [Reason, string][] = [
  ["taken", "Somebody was quicker"],
  ["clash", "You are busy then"],
  ["already", "You have a time already"],
];

type Answer = { status: number; etag: string; text: string };

/** Every guardian of a school at once: each has the booking page open, and some press. */
export class Crowd {
  readonly #school: Prepared;
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: MOST_SOCKETS });
  /** What each guardian's page shows as taken: `teacher unit`. */
  readonly #known = new Map<string, Set<string>>();
  /** By `teacher unit`: when its booking was answered. */
  readonly #bookedAt = new Map<string, number>();
  readonly #watching: Promise<void>[] = [];
  #leaving = false;
  readonly pressed: Pressed[] = [];
  /** How long after the answer to a press others' pages showed it, milliseconds; below nought where they were before it. */
  readonly delays: number[] = [];
  asked = 0;
  unchanged = 0;
  failed = 0;

  constructor(school: Prepared, port: number) {
    this.#school = school;
    this.#port = port;
  }

  /** Opens everybody's page, or as many as are said; from then on each asks what is taken. */
  watch(most: number): void {
    for (const family of this.#school.families.slice(0, most)) this.#watching.push(this.#watch(family));
  }

  get watching(): number {
    return this.#watching.length;
  }

  async leave(): Promise<void> {
    this.#leaving = true;
    await Promise.all(this.#watching);
    this.#agent.destroy();
  }

  /** `atOnce` guardians press at a time, each for all their classes, until `most` are booked, or time is up, or everybody has pressed. */
  async press(families: readonly Family[], atOnce: number, most: number, until: number): Promise<void> {
    const waiting = [...families];
    const isOver = () => Date.now() > until || this.pressed.filter((one) => one.kind === "accepted").length >= most;
    const one = async () => {
      for (let family = waiting.shift(); family && !isOver(); family = waiting.shift())
        await this.#book(family, isOver);
    };
    await Promise.all(Array.from({ length: atOnce }, one));
  }

  async #book(family: Family, isOver: () => boolean): Promise<void> {
    const mine = new Set<number>();
    for (const wish of family.wishes)
      for (let tries = 0; tries < MOST_TRIES && !isOver(); tries += 1) {
        const startsAt = this.#choose(family, wish, mine);
        if (startsAt === null) break;
        const pressed = await this.#send(family, {
          ...wish,
          id: crypto.randomUUID(),
          guardianId: family.guardianId,
          startsAt,
        });
        this.pressed.push(pressed);
        if (pressed.kind === "refused") continue;
        mine.add(startsAt);
        break;
      }
  }

  /** The earlier a time, the more want it: of what their page shows as free. */
  #choose({ guardianId }: Family, { teacherIds }: Wish, mine: ReadonlySet<number>): number | null {
    const { startsAt, slotMs, slots } = this.#school;
    const known = this.#known.get(guardianId);
    const all = Array.from({ length: slots }, (_, at) => startsAt + at * slotMs);
    const free = all.filter((at) => !mine.has(at) && !teacherIds.some((id) => known?.has(`${id} ${at}`)));
    return free[Math.floor(Math.random() ** 2 * free.length)] ?? null;
  }

  async #send({ cookie }: Family, press: Press): Promise<Pressed> {
    const { eveningId } = this.#school;
    const body = new URLSearchParams({ id: press.id, student: press.studentId, class: press.classId });
    body.set("book", String(press.startsAt));
    const answer = await this.#ask(`/evenings/${eveningId}/book/manual`, { cookie }, body);
    if (answer.status === 303) {
      const at = Date.now();
      for (const id of press.teacherIds) this.#bookedAt.set(`${id} ${press.startsAt}`, at);
      return { ...press, kind: "accepted", at };
    }
    const reason = TITLES.find(([, title]) => answer.text.includes(`>${title}<`))?.[0] ?? "other";
    return { ...press, kind: "refused", reason: answer.status === 409 ? reason : "other" };
  }

  async #watch({ guardianId, live }: Family): Promise<void> {
    let etag = "";
    await wait(Math.random() * ASK_EVERY_MS);
    while (!this.#leaving) {
      const next = Date.now() + ASK_EVERY_MS;
      try {
        const answer = await this.#ask(live, etag ? { "if-none-match": etag } : {});
        this.asked += 1;
        if (answer.status === 304) this.unchanged += 1;
        else if (answer.status === 200) this.#look(guardianId, answer.text);
        else this.failed += 1;
        etag = answer.etag;
      } catch {
        this.failed += 1;
      }
      await wait(next - Date.now());
    }
  }

  #look(guardianId: string, text: string): void {
    const now = Date.now();
    const known = this.#known.get(guardianId) ?? new Set();
    this.#known.set(guardianId, known);
    for (const [id, units] of Object.entries(JSON.parse(text) as Record<string, number[]>))
      for (const unit of units) {
        const key = `${id} ${unit}`;
        if (known.has(key)) continue;
        known.add(key);
        const at = this.#bookedAt.get(key);
        this.delays.push(at === undefined ? 0 : now - at);
      }
  }

  #ask(path: string, headers: Record<string, string>, form?: URLSearchParams): Promise<Answer> {
    const host = this.#school.host;
    const body = form?.toString();
    const sent = body
      ? { origin: `http://${host}`, "content-type": "application/x-www-form-urlencoded", "content-length": body.length }
      : {};
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const options = { host: "127.0.0.1", port: this.#port, path, agent: this.#agent, method: body ? "POST" : "GET" };
    const asking = request({ ...options, headers: { host, ...headers, ...sent } }, (answer) => {
      textOf(answer).then(
        (text) => resolve({ status: answer.statusCode ?? 0, etag: answer.headers.etag ?? "", text }),
        reject,
      );
    });
    asking.on("error", reject);
    asking.end(body);
    return promise;
  }
}

async function textOf(answer: IncomingMessage): Promise<string> {
  answer.setEncoding("utf8");
  let text = "";
  for await (const part of answer) text += String(part);
  return text;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
