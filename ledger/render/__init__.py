"""Tables and charts; knows no report."""
