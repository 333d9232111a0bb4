import type { BatchItem } from "drizzle-orm/batch";

/** One statement of a batch. */
export type Statement = BatchItem<"sqlite">;
