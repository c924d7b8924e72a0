ALTER TABLE booking ADD CONSTRAINT booking_room EXCLUDE USING gist (room WITH =, during WITH &&);
