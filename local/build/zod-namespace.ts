import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import type { Plugin } from "esbuild";

/**
 * Reads `import { z } from "zod"` as `import * as z from "zod"`, which means the same. Of a namespace esbuild keeps what is used; of an
 * exported object, as `z` is, everything: the messages in all languages, a third of the library, too (docs/decisions/0114).
 */
export const zodNamespace: Plugin = {
  name: "zod-namespace",
  setup: (build) =>
    build.onLoad({ filter: /[\\/]worker[\\/].*\.tsx?$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replace(/^import \{ z \} from "zod";$/m, 'import * as z from "zod";'),
      loader: extname(path) === ".tsx" ? "tsx" : "ts",
    })),
};
