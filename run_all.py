"""From the messages in data/regios to the reports in reports/: run `python run_all.py --help`.

The story in one page: read the messages of every region, reconstruct the state once, compute the outcomes of all
years, and run one notebook per region × year × family. The work itself is in lib/normwijzer.
"""

import os
import sys
from pathlib import Path

# Many processes with small arrays: threads of the linear algebra library would only be in each other's way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parent / "lib"))

from normwijzer.uitvoering.hoofd import voer_uit  # noqa: E402 (the path must be set first)

if __name__ == "__main__":
    sys.exit(voer_uit(sys.argv[1:]))
