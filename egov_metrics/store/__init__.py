"""The store: reviewed text in, immutable editions out, named queries for readers."""

from egov_metrics.store.batches import BatchHead
from egov_metrics.store.building import BuildResult, build, check, publish
from egov_metrics.store.checking import Finding
from egov_metrics.store.comparing import Difference, difference, in_lines, in_service, preview
from egov_metrics.store.connection import Edition, open_edition
from egov_metrics.store.editions import EditionRef, Rollback, by_hash, current, editions, roll_back, rolled_back
from egov_metrics.store.errors import (
    BatchDamaged,
    BatchRefused,
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
    "BatchDamaged",
    "BatchHead",
    "BatchRefused",
    "BuildFailed",
    "BuildResult",
    "DataRefused",
    "Difference",
    "Edition",
    "EditionDamaged",
    "EditionRef",
    "Finding",
    "NoEdition",
    "Problem",
    "Rollback",
    "SchemaMismatch",
    "StoreError",
    "UnknownName",
    "build",
    "by_hash",
    "check",
    "current",
    "difference",
    "editions",
    "in_lines",
    "in_service",
    "open_edition",
    "preview",
    "publish",
    "roll_back",
    "rolled_back",
]
