-- there is no way to take a value out of a type again, so this version has no undo script
ALTER TYPE order_state ADD VALUE 'returned';
