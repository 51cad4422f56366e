"""What every test may use."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[1] / "../shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of sample exports that lies beside the repository on a developer's machine."""
    if not SHARED.is_dir():
        pytest.skip("the sample exports (../shared) are not here")
    return SHARED.resolve()
