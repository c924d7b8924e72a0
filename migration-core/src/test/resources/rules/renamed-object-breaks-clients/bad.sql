ALTER VIEW sales RENAME TO turnover;
