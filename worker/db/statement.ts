import type { BatchItem } from "drizzle-orm/batch";

/** One statement of a batch, which can also be had as text. */
export type Statement = BatchItem<"sqlite"> & { toSQL(): { sql: string; params: unknown[] } };
