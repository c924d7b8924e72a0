CREATE TABLE note (owner name PRIMARY KEY);
CREATE POLICY own ON note USING (owner = current_user);
