/** app.tsx asks for this name; the pages need JSX. */
export { calendarRoutes } from "./calendar-routes.tsx";
