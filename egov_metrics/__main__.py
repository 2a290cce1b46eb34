"""`python -m egov_metrics`: see `egov_metrics.cli`."""

import sys

from egov_metrics.cli import main

if __name__ == "__main__":
    sys.exit(main())
