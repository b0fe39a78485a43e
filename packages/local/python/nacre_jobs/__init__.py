"""Jobs of a local run that in SageMaker are built-in algorithms: XGBoost's training and transform.

Each job is a module run with ``python -m``; it finds its data where SageMaker puts it, under
/opt/ml, and does with it what AWS's XGBoost 1.0-1 container does, with today's xgboost.
"""
