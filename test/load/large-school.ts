const YEARS = [7, 8, 9, 10, 11];
const IN_A_GROUP = 28;
/** How many teachers a subject has for every group of a year, of 22 lessons each. */
const LESSONS: Record<string, number> = {
  ...{ English: 4, Mathematics: 4, Science: 5, History: 2, Geography: 2, Religion: 1, French: 2, Spanish: 1 },
  ...{ Welsh: 1, Art: 1, Music: 1, Drama: 1, Technology: 2, Computing: 1, Sport: 2 },
};
const SUBJECTS = Object.keys(LESSONS);
const FORENAMES = ["Ada", "Bryn", "Carys", "Dylan", "Elin", "Faisal", "Gwen", "Hugo", "Imogen", "Jonas"];
const SURNAMES = ["Ash", "Birch", "Cedar", "Damson", "Elder", "Fir", "Gorse", "Hazel", "Ivy", "Juniper", "Larch"];

type Cell = string | number;

/** The seven files of a made-up school: same arguments, same school. Every 24th household has three children. */
export function largeSchool(students: number, seed: number) {
  const random = randomOf(seed);
  const groups = Math.ceil(students / YEARS.length / IN_A_GROUP);
  const name = () => [FORENAMES[Math.floor(random() * 10)] ?? "", SURNAMES[Math.floor(random() * 11)] ?? ""] as const;
  const teams = teamsOf(groups);
  const staff = [...teams.values()].flat().map((id) => [id, "Ms", ...name(), `${id}@staff.example`, "Staff"]);
  const taught = classesOf(groups, teams, random);
  const { children, guardians, bonds, enrolled } = familiesOf(students, groups, name, random);
  return {
    students: table(
      ["student_id", "forename", "surname", "date_of_birth", "year_group", "registration_group"],
      children,
    ),
    staff: table(["staff_id", "title", "forename", "surname", "email", "department"], staff),
    guardians: table(["guardian_id", "title", "forename", "surname", "email"], guardians),
    guardianships: table(
      ["guardian_id", "student_id", "relationship", "priority", "parental_responsibility", "lives_with", "court_order"],
      bonds,
    ),
    classes: table(["class_id", "code", "name", "subject", "department", "year_group"], taught.classes),
    class_teachers: table(["class_id", "staff_id"], taught.teachers),
    enrolment: table(["class_id", "student_id"], enrolled),
  };
}

function teamsOf(groups: number): Map<string, string[]> {
  const sizes = Object.entries(LESSONS).map(([subject, lessons]) => {
    const size = Math.max(1, Math.ceil((lessons * groups * YEARS.length) / 22));
    return [subject, Array.from({ length: size }, (_, at) => `T-${subject}-${at}`)] as const;
  });
  return new Map(sizes);
}

const classId = (year: number, group: number, subject: string) => `C-${year}-${group}-${subject}`;

/** One class in twenty is shared by two teachers, where its subject has two. */
function classesOf(groups: number, teams: ReadonlyMap<string, string[]>, random: () => number) {
  const classes: Cell[][] = [];
  const teachers: Cell[][] = [];
  for (const year of YEARS)
    for (let group = 0; group < groups; group += 1)
      for (const subject of SUBJECTS) {
        const id = classId(year, group, subject);
        const team = teams.get(subject) ?? [];
        classes.push([id, id, `Year ${year} ${subject}`, subject, subject, year]);
        const sharing = Math.min(team.length, random() < 0.05 ? 2 : 1);
        for (let at = 0; at < sharing; at += 1) teachers.push([id, team[(group + year + at) % team.length] ?? ""]);
      }
  return { classes, teachers };
}

function familiesOf(count: number, groups: number, name: () => readonly [string, string], random: () => number) {
  const children: Cell[][] = [];
  const guardians: Cell[][] = [];
  const bonds: Cell[][] = [];
  const enrolled: Cell[][] = [];
  let left = 0;
  let parents: string[] = [];
  for (let at = 0, household = 0; at < count; at += 1) {
    if (left === 0) {
      household += 1;
      left = household % 24 === 0 ? 3 : random() < 0.2 ? 2 : 1;
      parents = Array.from({ length: random() < 0.7 ? 2 : 1 }, (_, nth) => `G-${household}-${nth}`);
      for (const id of parents) guardians.push([id, "", ...name(), `${id}@mail.example`]);
    }
    left -= 1;
    const id = `S-${at}`;
    const [year, group] = [YEARS[at % YEARS.length] ?? 7, Math.floor(at / YEARS.length) % groups];
    children.push([id, ...name(), `14/03/${2020 - year}`, year, `${year}-${group}`]);
    for (const [nth, parent] of parents.entries()) bonds.push([parent, id, "Parent", nth + 1, "T", "T", "F"]);
    // Options in the upper years.
    const chosen = SUBJECTS.filter((_, nth) => year < 10 || nth < 6 || random() < 0.4);
    for (const subject of chosen) enrolled.push([classId(year, group, subject), id]);
  }
  return { children, guardians, bonds, enrolled };
}

function table(head: string[], rows: readonly (readonly Cell[])[]): string {
  return [head, ...rows].map((row) => row.join(",")).join("\r\n");
}

/** A linear congruential generator (Numerical Recipes' constants): enough to make the same school again. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
