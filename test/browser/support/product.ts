import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const READY_MS = 90_000;

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
  newEvening(startsAt: number, slotSeconds: number): Promise<DemoEvening>;
  person(name: string): Promise<DemoPerson>;
  /** The newest mail to an address, waited for. */
  mailTo(address: string, subject: RegExp): Promise<Mail>;
  stop(): Promise<void>;
};

/** Starts the product and waits until it says that it is ready. */
export async function startProduct(): Promise<Product> {
  const state = await mkdtemp(join(tmpdir(), "parlour-"));
  const [port, mailPort, sfuPort] = await freePorts();
  const child = spawn(process.execPath, ["local/start.ts"], {
    cwd: ROOT,
    env: { ...process.env, PORT: `${port}`, MAIL_PORT: `${mailPort}`, SFU_PORT: `${sfuPort}`, PARLOUR_STATE: state },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let printed = "";
  const ready = new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes("Parlour is ready")) resolve();
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) => reject(new Error(`npm start ended with ${code}:\n${printed}`)));
    setTimeout(() => reject(new Error(`npm start was not ready in ${READY_MS} ms:\n${printed}`)), READY_MS).unref();
  });
  await ready;
  const apex = `http://localhost:${port}`;
  return {
    apex,
    school: `http://greenabbey.localhost:${port}`,
    sfu: `http://127.0.0.1:${sfuPort}`,
    port,
    newEvening: (startsAt, slotSeconds) => newEvening(apex, startsAt, slotSeconds),
    person: (name) => personNamed(apex, name),
    mailTo: (address, subject) => mailTo(apex, address, subject),
    async stop() {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
      await rm(state, { recursive: true, force: true });
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

/** Three free ports, held together so that they differ, then let go. */
async function freePorts(): Promise<[number, number, number]> {
  const one = await freePort();
  const two = await freePort();
  const three = await freePort();
  const ports: [number, number, number] = [one.port, two.port, three.port];
  for (const held of [one, two, three]) held.server.close();
  return ports;
}

async function freePort() {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { server, port: address.port };
}
