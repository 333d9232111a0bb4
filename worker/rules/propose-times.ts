/** A meeting that is wanted. Units are counted from the first of the evening's grid. */
export type Wish = {
  /** How many units long. */
  units: number;
  /** Every unit at which it could start, were it the only one: all of its people are free then, in the hours asked for. */
  starts: readonly number[];
  /** 1 for whom the guardian wants most; null for no preference, after all ranks. */
  rank: number | null;
};

/** Units that the guardian has given away already: from the first of them to the one after the last. */
export type Kept = { from: number; to: number };

export type Question = {
  /** Of the whole evening. */
  unitCount: number;
  wishes: readonly Wish[];
  kept: readonly Kept[];
  /** At most so many of these wishes, by their places in the list. */
  limits: readonly { of: readonly number[]; most: number }[];
};

/** The search may have to look at every set of wishes: one more doubles its longest time (decision 0050 has the figures). */
export const MOST_WISHES = 15;

/**
 * The best evening there is, as the unit at which each wish starts, null for one that does not fit. Best is, in this order: most
 * wishes; the higher ranked ones; the shortest evening from first start to last end, what is kept counted in; the fewest gaps; the
 * earliest. Exact, and the same for the same question.
 * @throws RangeError for more than `MOST_WISHES`.
 */
export function proposeTimes(question: Question): (number | null)[] {
  const { wishes } = question;
  if (wishes.length > MOST_WISHES) throw new RangeError(`at most ${MOST_WISHES} wishes`);
  const table = fillTable(question);
  const best = bestEnd(question, table);
  return best ? traceBack(question, table, best) : wishes.map(() => null);
}

/**
 * For each unit and each set of wishes that are over by then (a bit each): the best way to have got there, or `NEVER`. Of two ways to the
 * same place the one with the later first start is better, then the one with fewer gaps, because what can follow is the same for both.
 * No better evening is lost: were a way to a place on the shortest evening beaten by a later start, that evening would not be shortest.
 */
type Table = {
  /** By unit, then set: an appointment ends at this unit. */
  ended: Int32Array[];
  /** The same, in a gap: it is counted already. */
  idle: Int32Array[];
  /** By unit: the wishes that could start there, a bit each. */
  startable: Int32Array;
};

const NEVER = -1;
/** A way is worth `first start × FEW + (FEW - 1 - gaps)`: a later start beats any number of gaps. */
const FEW = 1024;
const freshAt = (unit: number) => unit * FEW + FEW - 1;

function fillTable(question: Question): Table {
  const { unitCount, wishes, kept } = question;
  const size = 2 ** wishes.length;
  const rows = () => Array.from({ length: unitCount + 1 }, () => new Int32Array(size).fill(NEVER));
  const table = { ended: rows(), idle: rows(), startable: startableAt(question) };
  const allowed = allowedSets(question);
  const opensAt = new Map(kept.map((block) => [block.from, block]));
  const firstKept = Math.min(...kept.map((block) => block.from), unitCount);
  for (let unit = 0; unit < unitCount && !isPerfectAt(question, table, unit); unit += 1) {
    const block = opensAt.get(unit);
    const fresh = unit <= firstKept ? freshAt(unit) : NEVER;
    if (block) passKept(table, block, fresh);
    else leaveUnit(table, wishes, allowed, unit, fresh);
  }
  return table;
}

/** Everything, with no gap, ends at this unit, and did not at an earlier one: nothing later is better. */
function isPerfectAt({ wishes, kept }: Question, { ended }: Table, unit: number): boolean {
  const total = [...wishes.map(({ units }) => units), ...kept.map(({ from, to }) => to - from)].reduce(
    (a, b) => a + b,
    0,
  );
  return unit >= total && row(ended, unit).at(-1) === freshAt(unit - total);
}

/** What is kept is part of the evening, whatever else is. */
function passKept({ ended, idle }: Table, { from, to }: Kept, fresh: number): void {
  for (const [set, way] of row(ended, from).entries())
    raise(row(ended, to), set, Math.max(way, row(idle, from)[set] ?? NEVER, set === 0 ? fresh : NEVER));
}

/** From every way to this unit: wait a unit, or start any wish that has yet to come. */
function leaveUnit(table: Table, wishes: readonly Wish[], allowed: Uint8Array, unit: number, fresh: number): void {
  const { ended, idle, startable } = table;
  const endedHere = row(ended, unit);
  const idleHere = row(idle, unit);
  const idleNext = row(idle, unit + 1);
  const rowsAfter = wishes.map((wish) => ended[unit + wish.units]);
  for (let set = 0; set < endedHere.length; set += 1) {
    const justEnded = endedHere[set] ?? NEVER;
    const waiting = idleHere[set] ?? NEVER;
    raise(idleNext, set, Math.max(waiting, justEnded === NEVER ? NEVER : justEnded - 1));
    const way = Math.max(justEnded, waiting, set === 0 ? fresh : NEVER);
    if (way === NEVER) continue;
    for (let left = (startable[unit] ?? 0) & ~set; left; left &= left - 1) {
      const wish = 31 - Math.clz32(left & -left);
      const next = set | (1 << wish);
      const after = rowsAfter[wish];
      if (after && allowed[next]) raise(after, next, way);
    }
  }
}

function raise(ways: Int32Array, set: number, way: number): void {
  if (way > (ways[set] ?? NEVER)) ways[set] = way;
}

function row(rows: Int32Array[], unit: number): Int32Array {
  return rows[unit] ?? new Int32Array();
}

/** A start counts only where the whole wish lies in the evening, clear of everything that is kept. */
function startableAt({ unitCount, wishes, kept }: Question): Int32Array {
  const startable = new Int32Array(unitCount + 1);
  for (const [wish, { starts, units }] of wishes.entries())
    for (const from of starts) {
      const to = from + units;
      if (from < 0 || to > unitCount || kept.some((block) => block.from < to && from < block.to)) continue;
      startable[from] = (startable[from] ?? 0) | (1 << wish);
    }
  return startable;
}

function allowedSets({ wishes, limits }: Question): Uint8Array {
  const groups = limits.map(({ of, most }) => ({ set: setOf(of), most }));
  return Uint8Array.from({ length: 2 ** wishes.length }, (_, set) =>
    groups.every((group) => sizeOf(set & group.set) <= group.most) ? 1 : 0,
  );
}

type End = { unit: number; set: number };

function bestEnd(question: Question, { ended }: Table): End | undefined {
  const from = Math.max(0, ...question.kept.map((block) => block.to));
  const ranks = rankSets(question.wishes);
  let best: (End & { way: number; wishes: number }) | undefined;
  for (let unit = from; unit <= question.unitCount; unit += 1)
    for (const [set, way] of row(ended, unit).entries()) {
      const wishes = sizeOf(set);
      if (way === NEVER || wishes === 0 || (best && wishes < best.wishes)) continue;
      const end = { unit, set, way, wishes };
      if (!best || isBetter(end, best, ranks)) best = end;
    }
  return best;
}

/** Units come in order, so that of two equals the earlier stays. */
function isBetter(end: End & { way: number }, best: End & { way: number }, ranks: readonly number[]): boolean {
  for (const ofRank of [-1, ...ranks]) {
    const more = sizeOf(end.set & ofRank) - sizeOf(best.set & ofRank);
    if (more !== 0) return more > 0;
  }
  const longer = lengthOf(end) - lengthOf(best);
  return longer === 0 ? end.way % FEW > best.way % FEW : longer < 0;
}

function lengthOf({ unit, way }: { unit: number; way: number }): number {
  return unit - Math.floor(way / FEW);
}

/** The wishes of each rank, the highest first. */
function rankSets(wishes: readonly Wish[]): number[] {
  const ranks = [...new Set(wishes.flatMap(({ rank }) => (rank === null ? [] : [rank])))].sort((a, b) => a - b);
  return ranks.map((rank) => setOf(wishes.flatMap((wish, at) => (wish.rank === rank ? [at] : []))));
}

/** Back along a best way, from its end to its first start. */
function traceBack(question: Question, table: Table, end: End): (number | null)[] {
  const starts: (number | null)[] = question.wishes.map(() => null);
  let here: Point | undefined = { ...end, way: row(table.ended, end.unit)[end.set] ?? NEVER, gap: false };
  while (here) {
    const step: Step = stepBefore(question, table, here);
    if (step.wish !== undefined) starts[step.wish] = step.unit;
    here = step.from;
  }
  return starts;
}

type Point = End & { way: number; gap: boolean };
/** `from` is undefined at the first start of all. */
type Step = { wish?: number; unit: number; from: Point | undefined };

function stepBefore({ wishes, kept }: Question, table: Table, here: Point): Step {
  const { unit, set, way, gap } = here;
  if (gap) {
    const from = { unit: unit - 1, set };
    const waited = row(table.idle, unit - 1)[set] === way;
    return { unit: unit - 1, from: waited ? { ...from, way, gap: true } : { ...from, way: way + 1, gap: false } };
  }
  const block = kept.find(({ to }) => to === unit);
  if (block) return { unit: block.from, from: pointAt(table, block.from, set, way) };
  // The last in the list goes last, where it is all the same.
  for (const [wish, { units }] of [...wishes.entries()].reverse()) {
    const start = unit - units;
    if (!(set & (1 << wish)) || start < 0 || !((table.startable[start] ?? 0) & (1 << wish))) continue;
    const from = pointAt(table, start, set & ~(1 << wish), way);
    if (from || (set === 1 << wish && way === freshAt(start))) return { wish, unit: start, from };
  }
  throw new Error("a way without a step before it");
}

function pointAt({ ended, idle }: Table, unit: number, set: number, way: number): Point | undefined {
  if (row(ended, unit)[set] === way) return { unit, set, way, gap: false };
  return row(idle, unit)[set] === way ? { unit, set, way, gap: true } : undefined;
}

function setOf(wishes: readonly number[]): number {
  return wishes.reduce((set, wish) => set | (1 << wish), 0);
}

function sizeOf(set: number): number {
  let size = 0;
  for (let left = set; left; left &= left - 1) size += 1;
  return size;
}
