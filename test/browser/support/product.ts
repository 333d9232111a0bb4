import { startLocal } from "../../support/local-run.ts";

export type DemoAppointment = { id: string; guardian: string; student: string; subject: string; teachers: string[] };
export type DemoEvening = { id: string; startsAt: number; slotSeconds: number; appointments: DemoAppointment[] };
export type Mail = { to: string; from: string; subject: string; html: string; text: string; at: string };
export type DemoPerson = { role: string; name: string; school: string; signInUrl: string };

/** The product as `npm start` runs it, on ports and in a folder of its own. */
export type Product = {
  apex: string;
  school: string;
  sfu: string;
  port: number;
  /** The process that the others descend from. */
  pid: number;
  newEvening(startsAt: number, slotSeconds: number): Promise<DemoEvening>;
  person(name: string): Promise<DemoPerson>;
  /** The newest mail to an address, waited for. */
  mailTo(address: string, subject: RegExp): Promise<Mail>;
  stop(): Promise<void>;
};

/** Starts the product and waits until it says that it is ready. */
export async function startProduct(): Promise<Product> {
  const run = await startLocal();
  const apex = run.origin;
  return {
    apex,
    school: run.school,
    sfu: new URL(run.sfu).origin,
    port: Number(new URL(apex).port),
    pid: run.pid,
    newEvening: (startsAt, slotSeconds) => newEvening(apex, startsAt, slotSeconds),
    person: (name) => personNamed(apex, name),
    mailTo: (address, subject) => mailTo(apex, address, subject),
    async stop() {
      await run.stop();
    },
  };
}

async function newEvening(apex: string, startsAt: number, slotSeconds: number): Promise<DemoEvening> {
  const response = await fetch(`${apex}/dev/evenings`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ startsAt, slotSeconds }),
  });
  if (response.status !== 201) throw new Error(`POST /dev/evenings: ${response.status} ${await response.text()}`);
  return (await response.json()) as DemoEvening;
}

async function personNamed(apex: string, name: string): Promise<DemoPerson> {
  const people = (await (await fetch(`${apex}/dev/people.json`)).json()) as DemoPerson[];
  const found = people.find((person) => person.name.includes(name));
  if (!found) throw new Error(`No demo person is called ${name}`);
  return found;
}

async function mailTo(apex: string, address: string, subject: RegExp): Promise<Mail> {
  for (let tries = 0; tries < 60; tries += 1) {
    const mails = (await (await fetch(`${apex}/dev/mail.json`)).json()) as Mail[];
    const found = mails.find((mail) => mail.to === address && subject.test(mail.subject));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`No mail to ${address} with a subject like ${subject}`);
}
