"""The state that the sandbox starts from and goes back to on reset."""

from .build import build_seed
from .ids import app_user_id, seed_id

__all__ = ["app_user_id", "build_seed", "seed_id"]
