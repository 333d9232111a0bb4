import classTeachers from "../../../local/demo/greenabbey/class_teachers.csv?raw";
import classes from "../../../local/demo/greenabbey/classes.csv?raw";
import enrolment from "../../../local/demo/greenabbey/enrolment.csv?raw";
import guardians from "../../../local/demo/greenabbey/guardians.csv?raw";
import guardianships from "../../../local/demo/greenabbey/guardianships.csv?raw";
import staff from "../../../local/demo/greenabbey/staff.csv?raw";
import students from "../../../local/demo/greenabbey/students.csv?raw";

/** The demo school's files, as the local run sends them. */
export const demoFiles = {
  students,
  guardians,
  guardianships,
  staff,
  classes,
  class_teachers: classTeachers,
  enrolment,
};
