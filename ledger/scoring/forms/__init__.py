"""Forecasts that take several rows: options and quantiles."""
