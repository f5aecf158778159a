"""The only reader of the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read once from `DANCHIEU_*` and `.env`, then passed on as arguments."""

    model_config = SettingsConfigDict(env_prefix="DANCHIEU_", env_file=".env", extra="ignore")

    home: Path = Field(default_factory=lambda: user_data_path("danchieu"))
    database_url: SecretStr | None = None  # of a PostgreSQL server; None keeps the library in a file in `home`
    llm: str | None = None
    llm_base_url: str | None = None
    llm_api_key: SecretStr | None = None
    llm_timeout_s: float = Field(default=60, gt=0)
    embedder: str | None = None
    max_file_mb: float = Field(default=40, gt=0)
    file_timeout_s: float = Field(default=120, gt=0)
    processes: int = Field(default=0, ge=0, le=64)
    log_format: Literal["text", "json"] = "text"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "WARNING"
    log_questions: bool = False
    longest_wait_s: float = Field(default=20, gt=0)
    file_memory_mb: float = Field(default=2000, ge=100)
    requests_per_minute: float = Field(default=1200, gt=0)  # of one account, or of one address without any
    questions_per_minute: float = Field(default=120, gt=0)  # likewise, with searches and uploads
    audit_days: float = Field(default=365, gt=0)
    session_hours: float = Field(default=12, gt=0, le=24 * 30)
    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None

    @property
    def database(self) -> str | None:
        """`database_url` in plain text, as what opens the library takes it."""
        return self.database_url.get_secret_value() if self.database_url else None
