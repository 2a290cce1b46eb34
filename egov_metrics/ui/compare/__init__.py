"""The page that compares units on one indicator: what is asked, the controls, the charts, the table, the files."""
