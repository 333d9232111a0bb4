export type Listed = {
  slug: string;
  name: string;
  state: string;
  students: number;
  guardians: number;
  evenings: number;
  url: string;
};

type Column = { title: string; of: (school: Listed) => string; isNumber?: boolean };

const COLUMNS: readonly Column[] = [
  { title: "Subdomain", of: ({ slug }) => slug },
  { title: "Name", of: ({ name }) => name },
  { title: "State", of: ({ state }) => state },
  { title: "Students", of: ({ students }) => String(students), isNumber: true },
  { title: "Guardians", of: ({ guardians }) => String(guardians), isNumber: true },
  { title: "Evenings", of: ({ evenings }) => String(evenings), isNumber: true },
  { title: "Address", of: ({ url }) => url },
];

/** Schools as a table of plain text, with as much room for a column as its longest entry takes. */
export function schoolTable(schools: readonly Listed[]): string {
  const rows = [COLUMNS.map(({ title }) => title), ...schools.map((school) => COLUMNS.map(({ of }) => of(school)))];
  const widths = COLUMNS.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const cell = (text: string, at: number) =>
    COLUMNS[at]?.isNumber ? text.padStart(widths[at] ?? 0) : text.padEnd(widths[at] ?? 0);
  return rows.map((row) => row.map(cell).join("  ").trimEnd()).join("\n");
}
