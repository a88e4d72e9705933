"""``python -m layers.importing.writing LAYER FILE HOME DATUM``: the formats that need GDAL or pyarrow."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from layers.importing.writing import gdal, parquet
from layers.importing.writing.sheet import Sheet
from layers.store import LayerStore


def main(layer: str, file: str, home: str, datum: str) -> None:
    """Write the file; says how many features it has."""
    sheet, path = Sheet.of(LayerStore(home), layer, datum), Path(file)
    (parquet if path.suffix == ".parquet" else gdal).write(sheet, path)
    print(len(sheet))


if __name__ == "__main__":
    main(*sys.argv[1:5])
    sys.stdout.flush()
    os._exit(0)  # the file is closed; unloading GDAL takes 0.1 s
