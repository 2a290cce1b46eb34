"""The store: reviewed text in, immutable editions out, named queries for readers."""

from egov_metrics.store.building import BuildResult, build, check, publish
from egov_metrics.store.checking import Finding
from egov_metrics.store.connection import Edition, open_edition
from egov_metrics.store.editions import EditionRef, by_hash, current, editions, roll_back
from egov_metrics.store.errors import (
    BuildFailed,
    DataRefused,
    EditionDamaged,
    NoEdition,
    Problem,
    SchemaMismatch,
    StoreError,
    UnknownName,
)
from egov_metrics.store.filling import SCHEMA_VERSION

__all__ = [
    "SCHEMA_VERSION",
    "BuildFailed",
    "BuildResult",
    "DataRefused",
    "Edition",
    "EditionDamaged",
    "EditionRef",
    "Finding",
    "NoEdition",
    "Problem",
    "SchemaMismatch",
    "StoreError",
    "UnknownName",
    "build",
    "by_hash",
    "check",
    "current",
    "editions",
    "open_edition",
    "publish",
    "roll_back",
]
