"""`python -m examples.local_systems.dingbian_county`: write the database and say where it is."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from examples.local_systems.dingbian_county.database import create_file, create_in


def main() -> None:
    """Write the SQLite file, or the tables into the PostgreSQL database of `--url`."""
    parser = argparse.ArgumentParser(description="定边县“智慧政协”数据库（演示）")
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--folder", type=Path, help="folder for the SQLite file")
    target.add_argument("--url", help="PostgreSQL database to write the tables into")
    chosen = parser.parse_args()
    if chosen.url:
        create_in(chosen.url)
        print(json.dumps({"code": "dingbian-county", "written": True}))
    else:
        print(json.dumps({"code": "dingbian-county", "path": str(create_file(chosen.folder))}))


if __name__ == "__main__":
    main()
