import type { AppointmentRoom } from "../durable-objects/appointment-room.ts";
import type { EveningBoard } from "../durable-objects/evening-board.ts";

declare global {
  namespace Cloudflare {
    interface GlobalProps {
      mainModule: typeof import("./index.ts");
      durableNamespaces: "AppointmentRoom" | "EveningBoard";
    }
    interface Env {
      DB: D1Database;
      ROOMS: DurableObjectNamespace<AppointmentRoom>;
      BOARDS: DurableObjectNamespace<EveningBoard>;
      /** Tests only. */
      TEST_MIGRATIONS: { name: string; queries: string[] }[];
      SIGNING_KEYS: string;
      SFU_URL: string;
      SFU_APP_ID: string;
      SFU_APP_SECRET: string;
    }
  }
}
