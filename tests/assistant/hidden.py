"""A store in which one document is for one unit alone, and what tells that a document is there."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.access.buckets import Buckets
from assistant.api.admission import Door
from assistant.api.app import create_app
from assistant.api.limits import Limits
from assistant.api.services import Services, open_services
from assistant.chat.page import mount_page
from assistant.settings import Settings
from tests.assistant.doors import add, bearer
from vectorstore.accounts import Account
from vectorstore.visibility import Restriction

NO_LIMITS = Limits(Buckets(1e9, 10**9), Buckets(1e9, 10**9))
UNIT = "Phòng Cơ yếu"
SECRET = """UBND HUYỆN SƠN TRẠCH
Số: 777/KH-UBND

Sơn Trạch, ngày 4 tháng 3 năm 2025

KẾ HOẠCH
Di dời kho Zamaruk và kiểm kê vật tư năm 2025

Căn cứ Quyết định số 4141/QĐ-UBND ngày 02/01/2025 của UBND huyện Sơn Trạch về bảo vệ kho;

I. NHIỆM VỤ

1. Phòng Quyvantho chủ trì di dời kho Zamaruk đến khu Trangulo trước ngày 30/9/2025.

2. Đội Brunelhai báo cáo mục tiêu 5 về UBND huyện qua Phòng Quyvantho trước ngày 15/11/2025.

3. Kinh phí di dời là 987654 đồng.

Nơi nhận:
- Như trên;
- Lưu: VT.

CHỦ TỊCH
Phạm Xuyendao
"""
# None of these stands in another document.
TELLING = (
    "Zamaruk",
    "zamaruk",
    "Quyvantho",
    "Trangulo",
    "Brunelhai",
    "987654",
    "777/KH-UBND",
    "777-kh",
    "Xuyendao",
    "mat-777",
)
OPEN = {
    "81.txt": """UBND HUYỆN SƠN TRẠCH
Số: 81/KH-UBND

Sơn Trạch, ngày 10 tháng 2 năm 2025

KẾ HOẠCH
Phòng, chống cháy rừng năm 2025

I. NHIỆM VỤ

1. Hạt Kiểm lâm chủ trì trực canh lửa 24/24 giờ và báo cáo UBND huyện trước ngày 25 hằng tháng.

2. Phòng Nông nghiệp báo cáo mục tiêu 2 về UBND huyện trước ngày 20/12/2025.

3. Các chủ rừng dọn thực bì trước ngày 30/4/2025 và bố trí người canh gác ở những nơi dễ cháy.
""",
    "90.txt": """UBND HUYỆN SƠN TRẠCH
Số: 90/UBND-VP

Sơn Trạch, ngày 1 tháng 4 năm 2025

V/v kiểm kê tài sản năm 2025

Kính gửi: Các phòng, ban.

1. Phòng Tài chính chủ trì kiểm kê tài sản, báo cáo UBND huyện trước ngày 31/5/2025.

2. Văn phòng UBND huyện đôn đốc việc di dời hồ sơ lưu trữ sang nhà mới.
""",
}


@dataclass(frozen=True)
class Person:
    """Calls in the name of an account."""

    client: TestClient
    headers: Mapping[str, str]

    def request(self, method: str, address: str, **sent: Any) -> Any:
        return self.client.request(method, address, headers=dict(self.headers), **sent)

    def get(self, address: str, **sent: Any) -> Any:
        return self.request("GET", address, **sent)

    def post(self, address: str, **sent: Any) -> Any:
        return self.request("POST", address, **sent)

    def stream(self, address: str) -> Any:
        return self.client.stream("GET", address, headers=dict(self.headers))


@dataclass(frozen=True)
class Hidden:
    """A service over that store."""

    services: Services
    app: FastAPI
    client: TestClient
    secret: str  # identifier of the document; "" where it was never there
    reader: Account
    member: Account  # of the unit
    editor: Account
    administrator: Account

    def by(self, account: Account) -> Person:
        return Person(self.client, bearer(self.services.library, account))


@contextmanager
def store(home: Path, *, with_secret: bool = True) -> Iterator[Hidden]:
    """Open a store with the documents that all may see, and, unless told otherwise, the one that few may."""
    folder = home.with_name(f"{home.name}-files")
    (folder / "mat").mkdir(parents=True)
    for name, text in OPEN.items():
        (folder / name).write_text(text, encoding="utf-8")
    if with_secret:
        (folder / "mat" / "mat-777.txt").write_text(SECRET, encoding="utf-8")
    services = open_services(Settings(home=home, _env_file=None))  # type: ignore[call-arg]  # of pydantic-settings
    library = services.library
    library.visibility.restrict(Restriction("folder", str((folder / "mat").resolve()), frozenset({UNIT})))
    services.intake.take([folder])
    secret = next((card.id for card in library.cards() if card.file == "mat-777.txt"), "")
    app = create_app(services, door=Door(library.accounts, limits=NO_LIMITS))
    mount_page(app)
    people = [add(library, "lan"), add(library, "may", units=[UNIT]), add(library, "hoa", "editor")]
    people.append(add(library, "chu", "administrator"))
    with TestClient(app, raise_server_exceptions=False) as client, services.intake:
        yield Hidden(services, app, client, secret, *people)
    library.close()
    for loop in (one for one in gc.get_objects() if isinstance(one, asyncio.BaseEventLoop)):
        if not loop.is_running() and not loop.is_closed():
            with suppress(ValueError):  # one that is half closed already
                loop.close()  # Gradio makes one while it is built, and leaves it open
