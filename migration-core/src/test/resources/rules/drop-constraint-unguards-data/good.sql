ALTER TABLE orders DROP CONSTRAINT orders_state_check;
ALTER TABLE orders ADD CONSTRAINT orders_state_check CHECK (state IN ('new', 'paid')) NOT VALID;
ALTER TABLE orders DROP CONSTRAINT total_check, ADD CONSTRAINT total_check CHECK (total >= 0) NOT VALID;
ALTER TABLE invoice ADD CONSTRAINT just_added CHECK (total > 0) NOT VALID;
ALTER TABLE invoice DROP CONSTRAINT just_added;
ALTER TABLE customer ALTER COLUMN email SET NOT NULL;
ALTER TABLE customer DROP CONSTRAINT customer_email_present;
