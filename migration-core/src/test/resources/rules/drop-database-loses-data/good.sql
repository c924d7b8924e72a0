ALTER TABLE report RENAME TO report_unused;
