import { networkInterfaces } from "node:os";

/**
 * Offered as a candidate beside the machine's ordinary addresses, which werift gathers by itself. A browser on a normal machine has
 * sockets on its ordinary addresses and reaches those; one without a network has only loopback (Chromium then needs
 * `--allow-loopback-in-peer-connection`).
 */
export const LOOPBACK = "127.0.0.1";

/** Whether an address belongs to this machine: nobody else has business with a local SFU. */
export function isOwnAddress(address: string): boolean {
  return Object.values(networkInterfaces()).some((entries) => entries?.some((entry) => entry.address === address));
}
