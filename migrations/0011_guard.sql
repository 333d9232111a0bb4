CREATE TABLE `guard` (
	`rule` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `outbox` ADD `last_error` text;
--> statement-breakpoint
CREATE TRIGGER `guard_aborts` BEFORE INSERT ON `guard` BEGIN SELECT RAISE(ABORT, 'rule:' || NEW.rule); END;
