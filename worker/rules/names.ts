/** "Mrs Anita Abell" is how teachers are named; guardians go without a title. */
export function fullName(person: { role?: string; title: string; forename: string; surname: string }): string {
  const parts =
    person.role === "guardian" ? [person.forename, person.surname] : [person.title, person.forename, person.surname];
  return parts.filter(Boolean).join(" ");
}

/** "Sophie Aaron". */
export function studentName({ forename, surname }: { forename: string; surname: string }): string {
  return `${forename} ${surname}`;
}

/** "Mrs Abell". */
export function shortName(person: { title: string; forename: string; surname: string }): string {
  return [person.title || person.forename, person.surname].join(" ");
}
