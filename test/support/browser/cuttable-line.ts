import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A line between one browser and the product that can go dead: no close is sent either way, as when Wi-Fi drops. */
export type CuttableLine = {
  port: number;
  cut(): void;
  mend(): void;
  /** What the product says takes so long from now on, in milliseconds. */
  slow(ms: number): void;
  stop(): Promise<void>;
};

/** Listens on a port of its own and passes everything on to `target`. */
export async function cuttableLine(target: number): Promise<CuttableLine> {
  const open = new Set<Socket>();
  let dead = false;
  let late = 0;
  const server = createServer((browser) => {
    open.add(browser);
    browser.on("error", () => {}).on("close", () => open.delete(browser));
    // A dead line answers nothing at all, to the old connections and to new ones.
    if (dead) return;
    const product = connect(target, "127.0.0.1");
    open.add(product);
    product.on("error", () => {}).on("close", () => open.delete(product));
    browser.on("data", (chunk) => dead || product.write(chunk));
    product.on("data", (chunk) => setTimeout(() => dead || browser.write(chunk), late));
    browser.on("close", () => dead || product.end());
    product.on("close", () => setTimeout(() => dead || browser.end(), late));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    port: address.port,
    cut: () => {
      dead = true;
    },
    slow: (ms) => {
      late = ms;
    },
    /** The old connections are gone for good; new ones pass. */
    mend: () => {
      dead = false;
      for (const socket of open) socket.destroy();
    },
    async stop() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
