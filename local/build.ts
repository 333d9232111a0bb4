import { buildAssets } from "./build/assets.ts";
import { buildProduction } from "./build/worker.ts";

/** `npm run build`, which `wrangler deploy --env production` calls by itself: all that a deployment takes from `dist/`. */
const names = await buildAssets();
const { bytes, gzipped } = await buildProduction(names);
const kB = (count: number) => `${(count / 1000).toFixed(1)} kB`;
console.log(`Static files: ${Object.values(names).join(", ")}`);
console.log(`The Worker: ${kB(bytes)}, gzipped ${kB(gzipped)}`);
