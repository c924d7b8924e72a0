DROP OWNED BY reporter, auditor;
