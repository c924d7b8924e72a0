CREATE TABLE ${schema}.note (body text);
