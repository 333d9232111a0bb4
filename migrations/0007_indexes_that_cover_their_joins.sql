DROP INDEX `appointment_teachers_teacher`;--> statement-breakpoint
CREATE INDEX `appointment_teachers_teacher` ON `appointment_teachers` (`school_id`,`teacher_id`,`appointment_id`);--> statement-breakpoint
DROP INDEX `class_teachers_teacher`;--> statement-breakpoint
CREATE INDEX `class_teachers_teacher` ON `class_teachers` (`school_id`,`teacher_id`,`class_id`);--> statement-breakpoint
DROP INDEX `enrolments_student`;--> statement-breakpoint
CREATE INDEX `enrolments_student` ON `enrolments` (`school_id`,`student_id`,`class_id`);