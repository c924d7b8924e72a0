CREATE TABLE ${nobody_knows}.note (body text);
