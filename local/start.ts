import { runParlour } from "./parlour.ts";
import { readSettings, type Settings } from "./settings.ts";

const FAREWELL_MS = 5_000;

/** `npm start`: runs everything in one process tree until Ctrl-C, SIGTERM or the end of the terminal, and then ends with 0. */
async function main(leaving: AbortController): Promise<void> {
  const settings = readSettings();
  console.log("Starting Parlour …");
  onEnd(() => {
    // A second signal does not wait: the parts notice by themselves that we are gone.
    if (leaving.signal.aborted) process.exit(1);
    leaving.abort();
    setTimeout(() => process.exit(1), FAREWELL_MS).unref();
  });
  await runParlour(settings, leaving.signal, () => {
    console.log(welcome(settings));
    process.send?.({ ready: true });
  });
}

function onEnd(end: () => void): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
  // Run by a test as its child: when the test is gone, so are we.
  if (process.send) process.on("disconnect", end);
}

function welcome({ port, state }: Settings): string {
  return `
Parlour is ready.

  About Parlour   http://localhost:${port}
  The school      http://greenabbey.localhost:${port}
  The mail tray   http://localhost:${port}/dev/mail

To sign in, open the first address and press a person's button.
To stop, press Ctrl-C. What you do is kept in ${state}; npm run reset empties it.
`;
}

const leaving = new AbortController();
try {
  await main(leaving);
} catch (error) {
  // Ctrl-C reaches the parts as well, so one of them may have ended a moment before we were told to.
  if (!leaving.signal.aborted) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
process.exit(0);
