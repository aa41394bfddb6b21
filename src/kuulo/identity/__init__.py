"""Record linkage: which records of persons and companies are one. Pure functions over tables."""

from kuulo.identity.blocking import RuleUse
from kuulo.identity.curve import Point
from kuulo.identity.engines import DuckDBEngine, SparkEngine
from kuulo.identity.explaining import WeightPart, column_text, explain
from kuulo.identity.headers import Role
from kuulo.identity.linking import Linked, Trained, default_model, link, prepared_table, train
from kuulo.identity.model import Comparison, Level, Model, model_from_json
from kuulo.identity.roles import ColumnRole, role_of_name

__all__ = [
    "ColumnRole",
    "Comparison",
    "DuckDBEngine",
    "Level",
    "Linked",
    "Model",
    "Point",
    "Role",
    "RuleUse",
    "SparkEngine",
    "Trained",
    "WeightPart",
    "column_text",
    "default_model",
    "explain",
    "link",
    "model_from_json",
    "prepared_table",
    "role_of_name",
    "train",
]
