import { PLANS } from "./explore/plans.ts";
import { walk } from "./explore/walk.ts";

const most = Number(process.argv[3] ?? 1e9);
for (const plan of PLANS) {
  if (process.argv[2] && process.argv[2] !== "all" && plan.name !== process.argv[2]) continue;
  const t = process.cpuUsage().user;
  const { plan: _, ...rest } = walk(plan, most);
  console.log(plan.name, Math.round((process.cpuUsage().user - t) / 1000), "ms cpu", JSON.stringify(rest, null, 1));
}
