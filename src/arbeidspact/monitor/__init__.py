"""Figures against promises: indicator definitions, observations with source and vintage, baselines and targets."""
