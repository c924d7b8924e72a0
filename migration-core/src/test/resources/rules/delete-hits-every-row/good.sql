DELETE FROM session USING account WHERE session.account_id = account.id AND account.closed;
CREATE TEMP TABLE stage AS SELECT 1 AS id;
DELETE FROM stage;
