CREATE TABLE `appointment_teachers` (
	`school_id` text NOT NULL,
	`appointment_id` text NOT NULL,
	`teacher_id` text NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`school_id`, `appointment_id`, `teacher_id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `appointment_teachers_teacher` ON `appointment_teachers` (`school_id`,`teacher_id`);--> statement-breakpoint
CREATE TABLE `appointments` (
	`school_id` text NOT NULL,
	`id` text NOT NULL,
	`evening_id` text NOT NULL,
	`guardian_id` text NOT NULL,
	`student_id` text NOT NULL,
	`class_id` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`state` text NOT NULL,
	`version` integer NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`school_id`, `id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `appointments_one_per_class` ON `appointments` (`school_id`,`evening_id`,`guardian_id`,`student_id`,`class_id`) WHERE state = 'booked';--> statement-breakpoint
CREATE INDEX `appointments_guardian` ON `appointments` (`school_id`,`guardian_id`,`evening_id`);--> statement-breakpoint
CREATE INDEX `appointments_evening` ON `appointments` (`school_id`,`evening_id`,`starts_at`);--> statement-breakpoint
CREATE TABLE `audit` (
	`school_id` text NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`object` text NOT NULL,
	PRIMARY KEY(`school_id`, `id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `audit_time` ON `audit` (`school_id`,`at`);--> statement-breakpoint
CREATE TABLE `claims` (
	`school_id` text NOT NULL,
	`person_id` text NOT NULL,
	`unit_at` integer NOT NULL,
	`evening_id` text NOT NULL,
	`appointment_id` text,
	`proposal_id` text,
	`held_until` integer,
	PRIMARY KEY(`school_id`, `person_id`, `unit_at`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `claims_appointment` ON `claims` (`school_id`,`appointment_id`);--> statement-breakpoint
CREATE INDEX `claims_evening` ON `claims` (`school_id`,`evening_id`);--> statement-breakpoint
CREATE TABLE `class_teachers` (
	`school_id` text NOT NULL,
	`class_id` text NOT NULL,
	`teacher_id` text NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`school_id`, `class_id`, `teacher_id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `class_teachers_teacher` ON `class_teachers` (`school_id`,`teacher_id`);--> statement-breakpoint
CREATE TABLE `classes` (
	`school_id` text NOT NULL,
	`id` text NOT NULL,
	`external_id` text NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`subject` text NOT NULL,
	`department` text NOT NULL,
	`year_group` text NOT NULL,
	PRIMARY KEY(`school_id`, `id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `classes_external` ON `classes` (`school_id`,`external_id`);--> statement-breakpoint
CREATE TABLE `consents` (
	`school_id` text NOT NULL,
	`invite_id` text NOT NULL,
	`guardian_id` text NOT NULL,
	`evening_id` text NOT NULL,
	`student_ids` text NOT NULL,
	`words` text NOT NULL,
	`words_version` integer NOT NULL,
	`given_at` integer NOT NULL,
	`withdrawn_at` integer,
	PRIMARY KEY(`school_id`, `invite_id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `enrolments` (
	`school_id` text NOT NULL,
	`class_id` text NOT NULL,
	`student_id` text NOT NULL,
	PRIMARY KEY(`school_id`, `class_id`, `student_id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `enrolments_student` ON `enrolments` (`school_id`,`student_id`);--> statement-breakpoint
CREATE TABLE `evening_classes` (
	`school_id` text NOT NULL,
	`evening_id` text NOT NULL,
	`class_id` text NOT NULL,
	`units` integer NOT NULL,
	PRIMARY KEY(`school_id`, `evening_id`, `class_id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `evenings` (
	`school_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`message` text NOT NULL,
	`state` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`slot_seconds` integer NOT NULL,
	`booking_opens_at` integer NOT NULL,
	`booking_closes_at` integer NOT NULL,
	`ending` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`school_id`, `id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `evenings_time` ON `evenings` (`school_id`,`starts_at`);--> statement-breakpoint
CREATE TABLE `guardianships` (
	`school_id` text NOT NULL,
	`guardian_id` text NOT NULL,
	`student_id` text NOT NULL,
	`relationship` text NOT NULL,
	`priority` integer NOT NULL,
	`parental_responsibility` integer NOT NULL,
	`lives_with` integer NOT NULL,
	`court_order` integer NOT NULL,
	`may_book` integer NOT NULL,
	PRIMARY KEY(`school_id`, `guardian_id`, `student_id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `guardianships_student` ON `guardianships` (`school_id`,`student_id`);--> statement-breakpoint
CREATE TABLE `invite_students` (
	`school_id` text NOT NULL,
	`invite_id` text NOT NULL,
	`evening_id` text NOT NULL,
	`guardian_id` text NOT NULL,
	`student_id` text NOT NULL,
	`live` integer NOT NULL,
	PRIMARY KEY(`school_id`, `invite_id`, `student_id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invite_students_one_live` ON `invite_students` (`school_id`,`evening_id`,`guardian_id`,`student_id`) WHERE live = 1;--> statement-breakpoint
CREATE TABLE `invites` (
	`school_id` text NOT NULL,
	`id` text NOT NULL,
	`evening_id` text NOT NULL,
	`guardian_id` text NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`state` text NOT NULL,
	`removed_because` text,
	`version` integer NOT NULL,
	`key_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`removed_at` integer,
	PRIMARY KEY(`school_id`, `id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `invites_guardian` ON `invites` (`school_id`,`evening_id`,`guardian_id`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`school_id` text NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at` integer NOT NULL,
	`claim` text,
	`uncertain` integer DEFAULT false NOT NULL,
	`problem` text,
	`created_at` integer NOT NULL,
	`sent_at` integer,
	PRIMARY KEY(`school_id`, `id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`state`,`due_at`);--> statement-breakpoint
CREATE TABLE `people` (
	`school_id` text NOT NULL,
	`id` text NOT NULL,
	`role` text NOT NULL,
	`external_id` text NOT NULL,
	`title` text NOT NULL,
	`forename` text NOT NULL,
	`surname` text NOT NULL,
	`email` text NOT NULL,
	`name_key` text NOT NULL,
	`email_key` text NOT NULL,
	`department` text DEFAULT '' NOT NULL,
	`calendar_version` integer DEFAULT 1 NOT NULL,
	PRIMARY KEY(`school_id`, `id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `people_external` ON `people` (`school_id`,`role`,`external_id`);--> statement-breakpoint
CREATE INDEX `people_email` ON `people` (`school_id`,`email_key`);--> statement-breakpoint
CREATE INDEX `people_name` ON `people` (`school_id`,`name_key`);--> statement-breakpoint
CREATE TABLE `rate_limits` (
	`key` text NOT NULL,
	`window_at` integer NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`key`, `window_at`)
);
--> statement-breakpoint
CREATE TABLE `room_notices` (
	`school_id` text NOT NULL,
	`appointment_id` text NOT NULL,
	`version` integer NOT NULL,
	`due_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`school_id`, `appointment_id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `room_notices_due` ON `room_notices` (`due_at`);--> statement-breakpoint
CREATE TABLE `schools` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`short_name` text NOT NULL,
	`zone` text NOT NULL,
	`colour` text NOT NULL,
	`office_phone` text DEFAULT '' NOT NULL,
	`retention_days` integer DEFAULT 30 NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `schools_slug_unique` ON `schools` (`slug`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`school_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`person_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`school_id`, `token_hash`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `sessions_person` ON `sessions` (`school_id`,`person_id`);--> statement-breakpoint
CREATE TABLE `sign_in_links` (
	`school_id` text NOT NULL,
	`id` text NOT NULL,
	`token_hash` text NOT NULL,
	`key_id` text NOT NULL,
	`person_ids` text NOT NULL,
	`return_to` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	PRIMARY KEY(`school_id`, `id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sign_in_links_token` ON `sign_in_links` (`school_id`,`token_hash`);--> statement-breakpoint
CREATE TABLE `students` (
	`school_id` text NOT NULL,
	`id` text NOT NULL,
	`external_id` text NOT NULL,
	`forename` text NOT NULL,
	`surname` text NOT NULL,
	`name_key` text NOT NULL,
	`birth_key` text NOT NULL,
	`year_group` text NOT NULL,
	`registration_group` text NOT NULL,
	`guests_allowed` integer DEFAULT true NOT NULL,
	PRIMARY KEY(`school_id`, `id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `students_external` ON `students` (`school_id`,`external_id`);--> statement-breakpoint
CREATE INDEX `students_name` ON `students` (`school_id`,`name_key`);