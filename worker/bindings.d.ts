import type { AppointmentRoom } from "../durable-objects/appointment-room.ts";

declare global {
  namespace Cloudflare {
    interface GlobalProps {
      mainModule: typeof import("./index.ts");
      durableNamespaces: "AppointmentRoom";
    }
    interface Env {
      DB: D1Database;
      ROOMS: DurableObjectNamespace<AppointmentRoom>;
      /** Tests only. */
      TEST_MIGRATIONS: { name: string; queries: string[] }[];
      SIGNING_KEYS: string;
      SFU_URL: string;
      SFU_APP_ID: string;
      SFU_APP_SECRET: string;
    }
  }
}
