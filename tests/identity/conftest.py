"""One workshop for all tests of identities: making keys takes a while."""

from __future__ import annotations

import pytest

from workshop import Workshop


@pytest.fixture(scope="session")
def workshop() -> Workshop:
    return Workshop()
