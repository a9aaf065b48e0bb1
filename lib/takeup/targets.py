"""What the project wants to reach, as ``params/`` states it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Kostenziel(BaseModel):
    """For what the cost per transaction at another take-up is worked out.

    ``nutzungsquote`` is the take-up in question (0-1), ``digital_eur`` the cost of a
    transaction if all came in digitally; ``muster`` marks invented ones.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    nutzungsquote: float = Field(gt=0, le=1)
    digital_eur: float = Field(ge=0)
    muster: bool = False
