DROP INDEX customer_mail;
