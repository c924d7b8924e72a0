REASSIGN OWNED BY reporter TO app;
