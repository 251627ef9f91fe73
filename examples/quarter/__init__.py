"""A quarter of Shaanxi as the demonstration plays it: twelve units report to the province office."""
