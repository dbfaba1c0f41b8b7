"""The forms that forecasts come in, an entry each: how a table of that form is scored."""
