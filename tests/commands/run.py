"""The program itself, without a client: commands, settings, data folders."""

from commands import (
    test_backup,
    test_commands,
    test_damage,
    test_data_folder,
    test_old_data,
    test_packaging,
)
from harness.report import run_unittests

if __name__ == "__main__":
    run_unittests(
        test_commands, test_data_folder, test_damage, test_backup, test_old_data, test_packaging
    )
