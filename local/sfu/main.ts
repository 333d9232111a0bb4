import { startSfu } from "./sfu.ts";

const DEFAULT_PORT = 8789;

await main();

/** Runs the local SFU as a process of its own until a signal, or until the parent that forked it goes away. */
async function main(): Promise<void> {
  const port = Number(process.env.SFU_PORT ?? DEFAULT_PORT);
  const appId = process.env.SFU_APP_ID ?? "local-app";
  const secret = process.env.SFU_APP_SECRET ?? "local-secret";
  try {
    const sfu = await startSfu({ port, appId, secret });
    const stop = () => {
      sfu.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    };
    process.once("SIGTERM", stop);
    process.once("SIGINT", stop);
    process.once("disconnect", stop); // an IPC channel closes with the parent, however that ended
    console.log(`Local SFU ready at ${sfu.url}`);
  } catch (error) {
    console.error(isPortTaken(error) ? `Port ${port} is taken: set SFU_PORT to a free one.` : error);
    process.exit(1);
  }
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
}
