SELECT dblink_exec('dbname=other', 'DELETE FROM orders');
