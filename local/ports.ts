import { createServer } from "node:net";
import type { Settings } from "./settings.ts";

/** @throws Error naming each port of `settings` that another program holds, and the variable that moves it. */
export async function requireFreePorts(settings: Settings): Promise<void> {
  const wanted = [
    { port: settings.port, variable: "PORT", use: "Parlour itself" },
    { port: settings.mailPort, variable: "MAIL_PORT", use: "the mail tray" },
    { port: settings.sfuPort, variable: "SFU_PORT", use: "the media server" },
  ];
  const free = await Promise.all(wanted.map(({ port }) => isFree(port)));
  const taken = wanted.filter((_, at) => !free[at]);
  if (taken.length === 0) return;
  throw new Error(
    taken
      .map(
        ({ port, variable, use }) =>
          `Port ${port} is already in use, and ${use} needs one. ` +
          `Stop the program that has it, or choose another port: ${variable}=${port + 100} npm start`,
      )
      .join("\n"),
  );
}

function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const probe = createServer();
  probe.once("error", () => resolve(false));
  probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  return promise;
}
