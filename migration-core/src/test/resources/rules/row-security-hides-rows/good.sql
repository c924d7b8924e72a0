CREATE POLICY own ON fresh USING (owner = current_user);
