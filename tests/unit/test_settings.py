"""What the project wants to reach is a share and an amount."""

import pytest
from pydantic import ValidationError

from takeup.settings import Kostenziel


@pytest.mark.parametrize(
    "wrong",
    [{"nutzungsquote": 60}, {"nutzungsquote": 0}, {"digital_eur": -1}, {"digital": 11}],
)
def test_what_is_no_share_or_no_amount_is_refused(wrong):
    with pytest.raises(ValidationError):
        Kostenziel(**{"nutzungsquote": 0.6, "digital_eur": 11.0, **wrong})
