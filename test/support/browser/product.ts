import { readDemoFiles } from "../../../local/demo-files.ts";
import { type LocalRun, startLocal } from "../local-run.ts";
import { resolveLocalhost } from "../resolve-localhost.ts";
import { readLog } from "./read-log.ts";

export type DemoAppointment = { id: string; guardian: string; student: string; subject: string; teachers: string[] };
export type DemoEvening = { id: string; startsAt: number; slotSeconds: number; appointments: DemoAppointment[] };
export type Mail = { to: string; from: string; subject: string; html: string; text: string; at: string };
export type DemoPerson = { role: string; name: string; school: string; signInUrl: string };

/** A school of the demo's people, and the product that it is in: as `npm start` runs it, on ports and in a folder of its own. */
export type Product = {
  apex: string;
  /** `http://{slug}.localhost:{port}`. */
  school: string;
  sfu: string;
  port: number;
  /** The process that the others descend from. */
  pid: number;
  newEvening(startsAt: number, slotSeconds: number): Promise<DemoEvening>;
  person(name: string): Promise<DemoPerson>;
  /** The school's newest mail to an address, waited for. */
  mailTo(address: string, subject: RegExp): Promise<Mail>;
  /** All of the school's mails so far, the newest first. */
  mails(): Promise<Mail[]>;
};

/** Where a running product is: as much of it as travels between processes. */
export type Place = Pick<LocalRun, "origin" | "sfu" | "pid">;

/** Starts a product with the demo school in it, and waits until it says that it is ready. When it stops, its log is read. */
export async function startProduct(): Promise<Product & { stop(): Promise<void> }> {
  const run = await startLocal();
  return {
    ...productAt(run, "greenabbey"),
    async stop() {
      await run.stop();
      await readLog(run.output());
    },
  };
}

/** Makes a school of its own in a running product. */
export async function schoolIn(place: Place): Promise<Product> {
  const slug = `school-${crypto.randomUUID().slice(0, 8)}`;
  await post(`${place.origin}/dev/demo`, { slug, files: await readDemoFiles() });
  return productAt(place, slug);
}

function productAt({ origin: apex, sfu, pid }: Place, slug: string): Product {
  resolveLocalhost();
  const { port } = new URL(apex);
  const school = `http://${slug}.localhost:${port}`;
  return {
    ...{ apex, school, sfu: new URL(sfu).origin, port: Number(port), pid },
    newEvening: (startsAt, slotSeconds) => post(`${school}/dev/evenings`, { startsAt, slotSeconds }),
    person: (name) => personNamed(school, name),
    mailTo: (address, subject) => mailTo(apex, school, address, subject),
    mails: () => mailsOf(apex, school),
  };
}

async function post<Answer>(address: string, body: object): Promise<Answer> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
  if (response.status !== 201) throw new Error(`POST ${address}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

async function personNamed(school: string, name: string): Promise<DemoPerson> {
  const people = (await (await fetch(`${school}/dev/people.json`)).json()) as DemoPerson[];
  const found = people.find((person) => person.name.includes(name));
  if (!found) throw new Error(`No demo person is called ${name}`);
  return found;
}

/** Every mail of a school names its address; the tray is the whole product's. */
async function mailsOf(apex: string, school: string): Promise<Mail[]> {
  const mails = (await (await fetch(`${apex}/dev/mail.json`)).json()) as Mail[];
  return mails.filter(({ text }) => text.includes(school));
}

async function mailTo(apex: string, school: string, address: string, subject: RegExp): Promise<Mail> {
  for (let tries = 0; tries < 60; tries += 1) {
    const found = (await mailsOf(apex, school)).find((mail) => mail.to === address && subject.test(mail.subject));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`No mail to ${address} with a subject like ${subject}`);
}
