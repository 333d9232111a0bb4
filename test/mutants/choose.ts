import type { Point } from "./points.ts";

/** The folders among which the places are spread, in proportion to what can be wrong in each. */
export function areaOf(file: string): string {
  const [first = "", second = ""] = file.split("/");
  return first === "web" || first === "local" ? `${first}/${second}` : first;
}

/**
 * The points of each area in the order in which the seed selects them, and how many of them are due of `count`. No line is sampled twice. A
 * point's rank comes from its own text and the seed, so that a change elsewhere in the code does not change the rest of the sample.
 */
export function sample(points: readonly Point[], seed: number, count: number): { due: number; sampled: Point[] }[] {
  const areas = Map.groupBy(points, ({ file }) => areaOf(file));
  const shares = [...areas].map(([area, inArea]) => ({ area, inArea, share: (count * inArea.length) / points.length }));
  const whole = shares.reduce((sum, { share }) => sum + Math.floor(share), 0);
  const roundedUp = shares
    .toSorted((one, other) => (other.share % 1) - (one.share % 1))
    .slice(0, count - whole)
    .map(({ area }) => area);
  return shares.map(({ area, inArea, share }) => ({
    due: Math.floor(share) + (roundedUp.includes(area) ? 1 : 0),
    sampled: oneALine(shuffle(inArea, seed)),
  }));
}

function shuffle(points: readonly Point[], seed: number): Point[] {
  const seen = new Map<string, number>();
  const ranked = points.map((point) => {
    const name = [seed, point.file, point.operator, point.before, point.after].join("\n");
    const twin = seen.get(name) ?? 0;
    seen.set(name, twin + 1);
    return { point, rank: hash(`${name}\n${twin}`) };
  });
  return ranked.sort((one, other) => one.rank - other.rank).map(({ point }) => point);
}

function oneALine(points: readonly Point[]): Point[] {
  const lines = new Set<string>();
  return points.filter(({ file, line }) => {
    const place = `${file}:${line}`;
    return !lines.has(place) && lines.add(place);
  });
}

/** FNV-1a with MurmurHash3's last mix: evenly spread 32 bits. */
function hash(text: string): number {
  let mixed = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) mixed = Math.imul(mixed ^ text.charCodeAt(at), 0x01000193);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
