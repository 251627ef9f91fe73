"""`python -m examples.local_systems.zhashui_county`: write the folder of files and say where it is."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from examples.local_systems.zhashui_county.files import create_files


def main() -> None:
    """Write the files that are missing in `--folder`."""
    parser = argparse.ArgumentParser(description="柞水县政协台账文件（演示）")
    parser.add_argument("--folder", type=Path, required=True, help="folder for the CSV and XLSX files")
    folder = create_files(parser.parse_args().folder)
    print(json.dumps({"code": "zhashui-county", "path": str(folder)}))


if __name__ == "__main__":
    main()
