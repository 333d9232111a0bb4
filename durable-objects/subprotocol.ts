import { OLDEST_PAGE_VERSION, PAGE_VERSION, subprotocolOf } from "./protocol.ts";

const VERSIONS = /^parlour(?:\.v(\d{1,4}))?$/;

/**
 * What a page offers with its socket (see `offerOf` in `protocol.ts`). `isSpoken`: it speaks a version that we do. `answer`: the subprotocol to
 * answer with. Where no version is spoken it is one of the page's own, as a browser tells its page no close code of a socket that was
 * answered with none; undefined for what is no page of ours.
 */
export type Offer = { isSpoken: boolean; answer: string | undefined; sealed: string | undefined };

/** `oldest` and `newest` are the versions that the room speaks. */
export function readOffer(offered: readonly string[], oldest = OLDEST_PAGE_VERSION, newest = PAGE_VERSION): Offer {
  const versions = offered.flatMap((one) => versionOf(one) ?? []);
  const spoken = versions.filter((version) => version >= oldest && version <= newest);
  const best = spoken.length > 0 ? Math.max(...spoken) : versions[0];
  return {
    isSpoken: spoken.length > 0,
    answer: best === undefined ? undefined : subprotocolOf(best),
    sealed: offered.find((one) => versionOf(one) === null),
  };
}

function versionOf(subprotocol: string): number | null {
  const match = VERSIONS.exec(subprotocol);
  return match ? Number(match[1] ?? 1) : null;
}
