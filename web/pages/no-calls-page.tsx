import { Chair } from "../ui/icon.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";

/** The video page of somebody who has nothing booked. */
export function NoCallsPage({ school, viewer }: { school: SchoolView; viewer: Viewer }) {
  const teacher = viewer?.role === "teacher";
  return (
    <SchoolPage title="Video Appointments" school={school} viewer={viewer}>
      <section class="empty">
        <Chair />
        <h1>No appointments yet</h1>
        <p>
          {teacher
            ? "When families book you, your calls are here, one after the other."
            : "When you have booked a teacher, your video calls are here."}
        </p>
        <p>
          <a class="button is-primary" href={teacher ? "/staff/schedule" : "/"}>
            {teacher ? "My Schedule" : "See the evenings"}
          </a>
        </p>
        <p>
          <a class="link" href="/check">
            Check Audio and Video
          </a>
        </p>
      </section>
    </SchoolPage>
  );
}
