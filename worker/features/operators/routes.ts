import { factory } from "../../http/context.ts";
import { operatorApiRoutes } from "./api-routes.ts";
import { operatorSchoolRoutes } from "./school-routes.tsx";
import { operatorSignInRoutes } from "./sign-in-routes.tsx";

/** Those who run the platform, at its own address. The command's routes and the way in come first: what follows asks for a session. */
export const operatorRoutes = factory
  .createApp()
  .route("/", operatorApiRoutes)
  .route("/", operatorSignInRoutes)
  .route("/", operatorSchoolRoutes);
